import { afterEach, beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { chargedToWallet } from '#lib/domain/ledger-wallet.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import type { StripeStandIn } from '../../../test/stripe/stand-in.ts'
import { refundByHand } from '../../../test/stripe/tells.ts'
import { postToLedger } from '../ledger/post.ts'
import {
  brokenBooks,
  deliver,
  held,
  nothingDue,
  opened,
  paid,
  paymentOf,
  providerAt,
  someone,
  standInAndProvider,
} from './payment.fixture.ts'
import { lockForRefund } from './payment-row.ts'
import { sendDueRefunds } from './send-refunds.ts'
import { settleRefund } from './settle-refund.ts'
import { sendBack, wantRefund } from './want-refund.ts'

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

const wallet = () => held('wallet', who.userId)
const want = (paymentId: string, amountMinor: number) =>
  sqlTransaction(async (tx) => {
    const locked = await lockForRefund(tx, paymentId)
    if (!locked) throw new Error('no payment')
    return wantRefund(tx, locked, amountMinor, 'asked')
  })
const wanted = async (paymentId: string, amountMinor: number) => {
  const answer = await want(paymentId, amountMinor)
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.value.refundId
}
const office = async () => {
  const admin = await adminGate((await makeAdmin(db, ['money'])).id, 'money')
  if (!admin) throw new Error('the gate refuses an admin')
  return admin
}
const refund = (id: string) => db.providerRefund.findUniqueOrThrow({ where: { id } })
const dueNow = (id: string) =>
  pool.query(`update provider_refunds set next_try_at = clock_timestamp() - interval '1 second' where id = $1`, [id])

test('wanted, sent, done: the money leaves the wallet at once and the provider by and by', async () => {
  const { paymentId, intent } = await paid(who, stripe, provider)
  const id = await wanted(paymentId, 2000)
  expect([await wallet(), (await paymentOf(paymentId)).state]).toEqual([3000, 'part_refunded'])
  expect(stripe.refunds).toEqual([])
  expect(await sendDueRefunds(provider)).toBe(1)
  expect(stripe.refunds).toMatchObject([{ amount: 2000, payment_intent: intent, metadata: { refundId: id } }])
  expect(await refund(id)).toMatchObject({ state: 'done', nextTryAt: null })
  // the event about it tells nothing new
  const told = stripe.deliveries.at(-1)
  expect(told && (await deliver(told, provider))).toBe('ignored')
  await wanted(paymentId, 3000)
  expect([await wallet(), (await paymentOf(paymentId)).state]).toEqual([0, 'refunded'])
})

test('no more goes back than was paid, however many ask at once', async () => {
  const { paymentId } = await paid(who, stripe, provider)
  const answers = await Promise.all(Array.from({ length: 4 }, () => want(paymentId, 2000)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(2)
  expect(answers.find(({ ok }) => !ok)).toEqual({
    ok: false,
    refusal: { code: 'MORE_THAN_PAID', field: 'amount', leftMinor: 1000 },
  })
  const unpaid = await opened(who, provider)
  expect(await want(unpaid.paymentId, 100)).toMatchObject({ refusal: { code: 'NOT_PAID' } })
})

test('a provider that fails, is slow or drops the line: sent once, however often it is tried', async () => {
  const { paymentId } = await paid(who, stripe, provider)
  const id = await wanted(paymentId, 2000)
  stripe.trouble({ status: 503 }, { status: 503 })
  await sendDueRefunds(provider)
  expect(await refund(id)).toMatchObject({ state: 'wanted', error: 'unreachable', attempts: 1 })
  // not due yet
  expect(await sendDueRefunds(provider)).toBe(0)
  await dueNow(id)
  stripe.trouble({ waitMs: 0 }, { drops: true }, { drops: true })
  await sendDueRefunds(provider)
  expect(await refund(id)).toMatchObject({ state: 'wanted', attempts: 2 })
  expect(stripe.refunds).toHaveLength(1)
  await dueNow(id)
  await sendDueRefunds(providerAt(stripe.url))
  expect(await refund(id)).toMatchObject({ state: 'done', reference: stripe.refunds[0]?.id })
  expect(stripe.refunds).toHaveLength(1)
})

test('two workers at once take each refund once', async () => {
  const { paymentId } = await paid(who, stripe, provider)
  for (const amountMinor of [500, 600, 700]) await wanted(paymentId, amountMinor)
  const taken = await Promise.all([sendDueRefunds(provider), sendDueRefunds(provider)])
  expect(taken.reduce((sum, each) => sum + each)).toBe(3)
  expect(stripe.refunds).toHaveLength(3)
})

test('its event comes before its answer, and fails later: the money ends in the wallet, once', async () => {
  const { paymentId } = await paid(who, stripe, provider)
  stripe.refundStatus = 'pending'
  const id = await wanted(paymentId, 2000)
  await sendDueRefunds(provider)
  expect((await refund(id)).state).toBe('sent')
  const failed = { ...stripe.refunds[0], status: 'failed' }
  const told = stripe.tell('refund.failed', failed)
  const again = stripe.tell('refund.updated', failed)
  expect((await Promise.all([deliver(told, provider), deliver(again, provider)])).sort()).toEqual([
    'ignored',
    'refund_failed',
  ])
  expect([await wallet(), (await paymentOf(paymentId)).state]).toEqual([5000, 'succeeded'])
  // a late word of success about it does not take it away again
  expect(await deliver(stripe.tell('refund.updated', { ...failed, status: 'succeeded' }), provider)).toBe('ignored')
  expect(await wallet()).toBe(5000)
})

test('one that the provider turns down waits for a person', async () => {
  const { paymentId, intent } = await paid(who, stripe, provider)
  const id = await wanted(paymentId, 5000)
  // somebody was quicker at the provider's own site
  stripe.refunds.push({ ...refundByHand(intent, 5000), object: 'refund', status: 'succeeded' })
  await sendDueRefunds(provider)
  expect(await refund(id)).toMatchObject({ state: 'wanted', error: 'charge_already_refunded', nextTryAt: null })
  const admin = await office()
  expect(await settleRefund(admin, { refundId: id, how: 'again' })).toEqual({ ok: true, value: true })
  expect(await settleRefund(admin, { refundId: id, how: 'again' })).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  await sendDueRefunds(provider)
  const given = await Promise.all(
    Array.from({ length: 3 }, () => settleRefund(admin, { refundId: id, how: 'give_up' })),
  )
  expect(given.filter(({ ok }) => ok)).toHaveLength(1)
  expect([await wallet(), (await paymentOf(paymentId)).state]).toEqual([5000, 'succeeded'])
})

test('the office sends money back from a wallet, once for a form, and never more than is in it', async () => {
  const { paymentId } = await paid(who, stripe, provider)
  const admin = await office()
  const send = (amountMinor: number, refundId: string = newId(), id = paymentId) =>
    sendBack(admin, { paymentId: id, refundId, amountMinor }).then((answer) => (answer.ok ? 'ok' : answer.refusal.code))
  const refundId = newId()
  expect(await Promise.all(Array.from({ length: 4 }, () => send(2000, refundId)))).toEqual(Array(4).fill('ok'))
  expect(await wallet()).toBe(3000)
  expect(await send(1000, refundId)).toBe('IDEMPOTENCY_KEY_REUSED')
  expect(await send(0)).toBe('AMOUNT_NEEDED')
  expect(await send(100, newId(), newId())).toBe('NOT_FOUND')
  expect(await send(3001)).toBe('MORE_THAN_PAID')
  // what was spent is not there to be sent back
  const spent = { chargeId: newId(), orderId: newId(), shopperId: who.userId, amountMinor: 2500, currency: 'CAD' }
  await sqlTransaction((tx) => postToLedger(tx, [chargedToWallet(spent)]))
  expect(await send(501)).toBe('WALLET_TOO_LOW')
  const both = await Promise.all([send(300), send(300)])
  expect(both.sort()).toEqual(['WALLET_TOO_LOW', 'ok'])
})

test('given back by hand at the provider’s site: the operator bears it, and the payment says so', async () => {
  const { paymentId, intent } = await paid(who, stripe, provider)
  const losses = await held('payment_losses')
  const told = stripe.tell('refund.created', refundByHand(intent, 1500))
  expect(await deliver(told, provider)).toBe('refund_by_hand')
  expect(await wallet()).toBe(5000)
  expect((await held('payment_losses')) - losses).toBe(1500)
  expect((await paymentOf(paymentId)).state).toBe('part_refunded')
})

test('given back by hand before the success was told, or at the same moment: taken up with it', async () => {
  for (let round = 0; round < 12; round += 1) {
    const { paymentId, reference } = await opened(await someone(), provider)
    const losses = await held('payment_losses')
    const success = stripe.pay(reference)
    const { payment_intent: intent } = stripe.sessions.get(reference) ?? {}
    const back = stripe.tell('refund.created', refundByHand(intent ?? '', 5000))
    const inOrder = round % 2 === 0 ? [back, success] : [success, back]
    if (round === 0) for (const each of inOrder) await deliver(each, provider)
    else await Promise.all(inOrder.map((each) => deliver(each, provider)))
    expect((await paymentOf(paymentId)).state).toBe('refunded')
    expect((await held('payment_losses')) - losses).toBe(5000)
    expect(await deliver(back, provider)).toBe('known')
  }
})
