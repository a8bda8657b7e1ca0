import { afterEach, beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { PAYMENTS_AN_HOUR } from '#lib/domain/payment.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import type { StripeStandIn } from '../../../test/stripe/stand-in.ts'
import { lookAfterPayments } from './look-after.ts'
import {
  brokenBooks,
  deliver,
  held,
  letTimePass,
  nothingDue,
  opened,
  paymentOf,
  providerAt,
  someone,
  standInAndProvider,
  topUp,
} from './payment.fixture.ts'
import { receiveEvent } from './receive-event.ts'
import { recordOpened } from './start.ts'

let stripe: StripeStandIn
let provider: PaymentProvider
let who: Shopper
beforeEach(async () => {
  ;({ stripe, provider } = await standInAndProvider())
  who = await someone()
  await nothingDue()
})
afterEach(async () => {
  await stripe.close()
  expect(await brokenBooks()).toEqual([])
})

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const wallet = () => held('wallet', who.userId)

test('started, paid, told: the money is in the wallet, and then what it cost', async () => {
  const { paymentId, reference } = await opened(who, provider)
  expect(await paymentOf(paymentId)).toMatchObject({ state: 'open', url: `${stripe.url}/pay/${reference}` })
  expect(await wallet()).toBe(0)
  const before = { provider: await held('provider'), fees: await held('payment_fees') }
  expect(await deliver(stripe.pay(reference), provider)).toBe('succeeded')
  expect(await paymentOf(paymentId)).toMatchObject({ state: 'succeeded', url: null })
  expect(await wallet()).toBe(5000)
  expect(await lookAfterPayments(provider)).toBe(1)
  expect(await paymentOf(paymentId)).toMatchObject({ feeMinor: 175n, nextLookAt: null })
  expect((await held('payment_fees')) - before.fees).toBe(175)
  expect((await held('provider')) - before.provider).toBe(4825)
  expect(await lookAfterPayments(provider)).toBe(0)
  const trail = await db.auditEntry.findMany({ where: { subjectId: paymentId }, orderBy: { at: 'asc' } })
  expect(trail.map(({ action, actorRole }) => [action, actorRole])).toEqual([
    ['payment.start', 'shopper'],
    ['payment.succeed', 'system'],
  ])
})

test('too little, too much, too often, and with another amount under the same id are refused', async () => {
  for (const amountMinor of [0, 99, 200_001, 100.5])
    expect(codeOf((await topUp(who, provider, amountMinor)).answer)).toBe('TOP_UP_AMOUNT')
  const { paymentId, answer } = await topUp(who, provider)
  expect(codeOf(answer)).toBe('ok')
  expect(codeOf((await topUp(who, provider, 6000, paymentId)).answer)).toBe('IDEMPOTENCY_KEY_REUSED')
  expect(codeOf((await topUp(await someone(), provider, 5000, paymentId)).answer)).toBe('IDEMPOTENCY_KEY_REUSED')
  for (let count = 1; count < PAYMENTS_AN_HOUR; count += 1) await topUp(who, provider)
  expect(codeOf((await topUp(who, provider)).answer)).toBe('TOO_MANY_PAYMENTS')
  // the same form again is no other payment
  expect(codeOf((await topUp(who, provider, 5000, paymentId)).answer)).toBe('ok')
  expect(codeOf((await receiveEvent('{}', 'none', undefined)) as never)).toBe('ONLINE_PAYMENT_OFF')
})

test('a form sent several times at once starts one payment with one page', async () => {
  const paymentId = newId()
  const answers = await Promise.all(Array.from({ length: 5 }, () => topUp(who, provider, 5000, paymentId)))
  expect(answers.map(({ answer }) => codeOf(answer))).toEqual(Array(5).fill('ok'))
  expect(stripe.sessions.size).toBe(1)
})

test('a provider that is down leaves a payment that says so, and takes nothing', async () => {
  stripe.trouble({ status: 500 }, { status: 500 })
  const { paymentId, answer } = await topUp(who, provider)
  expect(codeOf(answer)).toBe('PROVIDER_UNREACHABLE')
  expect(await paymentOf(paymentId)).toMatchObject({ state: 'failed', failure: 'unreachable', nextLookAt: null })
  // the very same form again, a little later
  expect(codeOf((await topUp(who, provider, 5000, paymentId)).answer)).toBe('ok')
  expect(await paymentOf(paymentId)).toMatchObject({ state: 'open', failure: null })
})

test('a provider that is not there at all is no error of ours', async () => {
  const { answer } = await topUp(who, providerAt('http://127.0.0.1:1'))
  expect(codeOf(answer)).toBe('PROVIDER_UNREACHABLE')
})

test('no answer in time, and paid all the same: the success counts', async () => {
  stripe.trouble({ waitMs: 1_000 }, { waitMs: 1_000 })
  const { paymentId, answer } = await topUp(who, providerAt(stripe.url, 100))
  expect(codeOf(answer)).toBe('PROVIDER_UNREACHABLE')
  expect((await paymentOf(paymentId)).state).toBe('failed')
  await expect.poll(() => stripe.sessions.size).toBe(1)
  const [reference = ''] = stripe.sessions.keys()
  expect(await deliver(stripe.pay(reference), provider)).toBe('succeeded')
  expect(await wallet()).toBe(5000)
})

test('killed between the provider’s answer and writing it down: the same page is found again', async () => {
  stripe.trouble({ drops: true }, { drops: true })
  const { paymentId } = await topUp(who, provider)
  const [reference] = stripe.sessions.keys()
  expect(codeOf((await topUp(who, provider, 5000, paymentId)).answer)).toBe('ok')
  expect(stripe.sessions.size).toBe(1)
  expect((await paymentOf(paymentId)).reference).toBe(reference)
})

test('paid before the answer of the provider was written down: the page gets its name and nothing else', async () => {
  const { paymentId, reference } = await opened(who, provider)
  await deliver(stripe.pay(reference), provider)
  await sqlTransaction((tx) => recordOpened(tx, paymentId, { reference, url: 'https://late.example' }))
  expect((await paymentOf(paymentId)).state).toBe('succeeded')
})

test('an event that comes ten times at once has one effect', async () => {
  const { reference } = await opened(who, provider)
  const told = stripe.pay(reference)
  const effects = await Promise.all(Array.from({ length: 10 }, () => deliver(told, provider)))
  expect(effects.sort()).toEqual([...Array(9).fill('known'), 'succeeded'])
  expect(await wallet()).toBe(5000)
  // the same success told by another event
  const again = stripe.tell('checkout.session.async_payment_succeeded', stripe.sessions.get(reference) ?? {})
  expect(await deliver(again, provider)).toBe('ignored')
  expect(await wallet()).toBe(5000)
})

test('forged, stale and broken events are refused and leave no trace', async () => {
  const { reference } = await opened(who, provider)
  const { rawBody, event } = stripe.pay(reference)
  const stale = Math.floor(Date.now() / 1000) - 301
  const forged = stripe.sign(`${rawBody} `)
  for (const signature of ['', 'nonsense', 't=1,v1=00', forged, stripe.sign(rawBody, stale)])
    expect(await deliver({ rawBody, event, signature }, provider)).toBe('FORGED')
  expect(
    await deliver({ rawBody: rawBody.replace('5000', '9000'), event, signature: stripe.sign(rawBody) }, provider),
  ).toBe('FORGED')
  expect(await db.webhookEvent.count({ where: { reference: event.id } })).toBe(0)
  expect(await wallet()).toBe(0)
  expect(await deliver({ rawBody, event, signature: stripe.sign(rawBody, stale + 10) }, provider)).toBe('succeeded')
})

test('a success of another amount, or of nothing we know, moves no money unseen', async () => {
  const { reference } = await opened(who, provider)
  Object.assign(stripe.sessions.get(reference) ?? {}, { amount_total: 4000 })
  const told = stripe.pay(reference)
  await expect(deliver(told, provider)).rejects.toThrow('another amount')
  // nothing was taken in: the provider sends it again until somebody has looked
  expect(await db.webhookEvent.count({ where: { reference: told.event.id } })).toBe(0)
  const lost = { ...told.event.data.object, client_reference_id: newId(), payment_intent: 'pi_lost' }
  expect(await deliver(stripe.tell('checkout.session.completed', lost), provider)).toBe('unknown_payment')
  expect((await reconcile()).find(({ id }) => id === 'I8')?.breaches).toHaveLength(1)
  await db.webhookEvent.deleteMany({ where: { effect: 'unknown_payment' } })
  // the operator's account may sell elsewhere: that is none of ours
  const foreign = { ...told.event.data.object, client_reference_id: 'cart 7' }
  expect(await deliver(stripe.tell('checkout.session.completed', foreign), provider)).toBe('ignored')
  expect(await deliver(stripe.tell('customer.created', { id: 'cus_1', object: 'customer' }), provider)).toBe('ignored')
})

test('time over: the page is shut, and what is told afterwards changes nothing', async () => {
  const { paymentId, reference } = await opened(who, provider)
  expect(await lookAfterPayments(provider)).toBe(0)
  await letTimePass(paymentId)
  expect(await lookAfterPayments(provider)).toBe(1)
  expect(stripe.sessions.get(reference)?.status).toBe('expired')
  expect(await paymentOf(paymentId)).toMatchObject({ state: 'expired', nextLookAt: null, url: null })
  const [told] = stripe.deliveries
  expect(told && (await deliver(told, provider))).toBe('ignored')
})

test('paid at the last moment, and the event was lost: asked, the provider says so', async () => {
  const { paymentId, reference } = await opened(who, provider)
  stripe.pay(reference)
  await letTimePass(paymentId)
  await lookAfterPayments(provider)
  expect((await paymentOf(paymentId)).state).toBe('succeeded')
  expect(await wallet()).toBe(5000)
  // and when the event comes at last, and the expiry of long ago with it
  for (const told of stripe.deliveries) expect(await deliver(told, provider)).toBe('ignored')
  expect(await deliver(stripe.tell('checkout.session.expired', stripe.sessions.get(reference) ?? {}), provider)).toBe(
    'ignored',
  )
  expect(await wallet()).toBe(5000)
})

test('a success after the expiry counts: the money was taken', async () => {
  const { paymentId, reference } = await opened(who, provider)
  const late = stripe.pay(reference)
  await deliver(stripe.tell('checkout.session.expired', late.event.data.object), provider)
  expect((await paymentOf(paymentId)).state).toBe('expired')
  expect(await deliver(late, provider)).toBe('succeeded')
  expect(await wallet()).toBe(5000)
})

test('a bank that says no after the page was left takes no money', async () => {
  const { paymentId, reference } = await opened(who, provider)
  expect(await deliver(stripe.decline(reference), provider)).toBe('failed')
  expect(await paymentOf(paymentId)).toMatchObject({ state: 'failed', failure: 'declined' })
  expect(await wallet()).toBe(0)
})

test('a page that is left while a bank decides is asked about again', async () => {
  const { paymentId, reference } = await opened(who, provider)
  Object.assign(stripe.sessions.get(reference) ?? {}, { status: 'complete' })
  await letTimePass(paymentId)
  await lookAfterPayments(provider)
  const { state, nextLookAt } = await paymentOf(paymentId)
  expect([state, Number(nextLookAt) > Date.now()]).toEqual(['open', true])
})

test('a provider that is down when a payment is looked after is asked again', async () => {
  const { paymentId } = await opened(who, provider)
  await letTimePass(paymentId)
  stripe.trouble({ status: 500 }, { status: 500 })
  await lookAfterPayments(provider)
  const { state, nextLookAt } = await paymentOf(paymentId)
  expect([state, Number(nextLookAt) > Date.now()]).toEqual(['open', true])
  await letTimePass(paymentId)
  await lookAfterPayments(provider)
  expect((await paymentOf(paymentId)).state).toBe('expired')
})
