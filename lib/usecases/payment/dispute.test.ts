import { afterEach, beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import type { Delivery, StripeStandIn } from '../../../test/stripe/stand-in.ts'
import { disputeObject, payoutObject } from '../../../test/stripe/tells.ts'
import { noteAnswer } from './answer-dispute.ts'
import { brokenBooks, deliver, held, nothingDue, opened, paid, someone, standInAndProvider } from './payment.fixture.ts'

let stripe: StripeStandIn
let provider: PaymentProvider
let who: Shopper
let before: Awaited<ReturnType<typeof books>>
beforeEach(async () => {
  ;({ stripe, provider } = await standInAndProvider())
  who = await someone()
  await nothingDue()
})
afterEach(async () => {
  await stripe.close()
  expect(await brokenBooks()).toEqual([])
})

async function books() {
  const [disputed, losses, fees, atProvider, bank] = await Promise.all([
    held('disputed'),
    held('payment_losses'),
    held('payment_fees'),
    held('provider'),
    held('bank'),
  ])
  return { disputed, losses, fees, atProvider, bank }
}
const moved = async () => {
  const now = await books()
  return Object.fromEntries(
    Object.entries(now)
      .map(([name, minor]) => [name, minor - before[name as keyof typeof now]] as const)
      .filter(([, minor]) => minor !== 0),
  )
}
const dispute = (reference: string) => db.dispute.findUniqueOrThrow({ where: { reference } })

/** All that Stripe tells of a dispute, from the first to the last word. */
function story(intent: string, end: 'won' | 'lost'): Delivery[] {
  const facts = { intent, amount: 5000, id: disputeObject({ intent, amount: 0, status: '' }).id }
  const taken = [{ amount: -5000, fee: 1500 }]
  const open = disputeObject({ ...facts, status: 'needs_response' }, taken)
  const back = [...taken, ...(end === 'won' ? [{ amount: 5000, fee: 0 }] : [])]
  const over = disputeObject({ ...facts, status: end }, back)
  return [
    stripe.tell('charge.dispute.created', disputeObject({ ...facts, status: 'needs_response' })),
    stripe.tell('charge.dispute.funds_withdrawn', open),
    stripe.tell('charge.dispute.updated', disputeObject({ ...facts, status: 'under_review' }, taken)),
    stripe.tell('charge.dispute.closed', over),
    ...(end === 'won' ? [stripe.tell('charge.dispute.funds_reinstated', over)] : []),
  ]
}
const referenceOf = (told: Delivery[]) => (told[0]?.event.data.object as { id: string } | undefined)?.id ?? ''

test('a dispute is on the list with its day, and its money set aside', async () => {
  const { paymentId, intent } = await paid(who, stripe, provider)
  before = await books()
  const told = story(intent, 'won')
  for (const each of told.slice(0, 2)) await deliver(each, provider)
  const { dueBy, ...row } = await dispute(referenceOf(told))
  expect(row).toMatchObject({
    paymentId,
    state: 'to_answer',
    amountMinor: 5000n,
    reason: 'product_not_received',
    closedAt: null,
  })
  expect(Number(dueBy)).toBeGreaterThan(Date.now())
  expect(await moved()).toEqual({ disputed: 5000, fees: 1500, atProvider: -6500 })
})

for (const [end, sums] of [
  ['won', { fees: 1500, atProvider: -1500 }],
  ['lost', { losses: 5000, fees: 1500, atProvider: -6500 }],
] as const)
  test(`${end}: told in order, backwards, or all at once, the books are the same`, async () => {
    for (const order of ['forwards', 'backwards', 'together'] as const) {
      const { intent } = await paid(who, stripe, provider)
      before = await books()
      const told = story(intent, end)
      if (order === 'together') await Promise.all([...told, ...told].map((each) => deliver(each, provider)))
      else for (const each of order === 'forwards' ? told : told.toReversed()) await deliver(each, provider)
      expect((await dispute(referenceOf(told))).state, order).toBe(end)
      expect(await moved(), order).toEqual(sums)
      for (const each of told) expect(await deliver(each, provider)).toBe('known')
    }
  })

test('told of before the success of its payment, it finds the payment later', async () => {
  const { paymentId, reference } = await opened(who, provider)
  const success = stripe.pay(reference)
  const told = story(stripe.sessions.get(reference)?.payment_intent ?? '', 'won')
  expect(told[0] && (await deliver(told[0], provider))).toBe('dispute_to_answer')
  expect((await dispute(referenceOf(told))).paymentId).toBeNull()
  await deliver(success, provider)
  expect((await dispute(referenceOf(told))).paymentId).toBe(paymentId)
})

test('who answered a dispute notes what with', async () => {
  const { intent } = await paid(who, stripe, provider)
  const told = story(intent, 'won')
  await deliver(told[0] as Delivery, provider)
  const { id } = await dispute(referenceOf(told))
  const admin = await adminGate((await makeAdmin(db, ['money'])).id, 'money')
  if (!admin) throw new Error('the gate refuses an admin')
  expect(await noteAnswer(admin, { disputeId: id, note: ' ' })).toMatchObject({ refusal: { code: 'NOTE_NEEDED' } })
  expect(await noteAnswer(admin, { disputeId: newId(), note: 'x' })).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  expect(await noteAnswer(admin, { disputeId: id, note: 'the slip' })).toMatchObject({ ok: true })
  expect(await dispute(referenceOf(told))).toMatchObject({
    note: 'the slip',
    answeredBy: admin.userId,
    state: 'to_answer',
  })
})

test('payouts land at the bank, and a failed one comes back, whichever is told first', async () => {
  for (const order of ['forwards', 'backwards', 'together']) {
    before = await books()
    const payout = payoutObject(4825)
    const told = [stripe.tell('payout.paid', payout), stripe.tell('payout.failed', payout)]
    if (order === 'together') await Promise.all(told.map((each) => deliver(each, provider)))
    else for (const each of order === 'forwards' ? told : told.toReversed()) await deliver(each, provider)
    expect(await moved(), order).toEqual({})
  }
  before = await books()
  await deliver(stripe.tell('payout.failed', payoutObject(100)), provider)
  expect(await moved()).toEqual({})
  await deliver(stripe.tell('payout.paid', payoutObject(4825)), provider)
  expect(await moved()).toEqual({ bank: 4825, atProvider: -4825 })
})
