import { afterEach, beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { managerGate, shopperGate } from '#lib/queries/gates.ts'
import { orderPayments, ownPayment } from '#lib/queries/payments.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { type MadeGroup, makeOpenGroup, type NewGroup } from '#prisma/factories/group-order.ts'
import type { StripeStandIn } from '../../../test/stripe/stand-in.ts'
import { cancelGroupOrder } from '../group-order/cancel.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { cancelUnpaidOrders } from './cancel-unpaid.ts'
import { lookAfterPayments } from './look-after.ts'
import { chooseRefund, payAtPickup, startOrderPayment } from './order-payment.ts'
import { deliver, held, nothingDue, paymentOf, providerAt, someone, standInAndProvider } from './payment.fixture.ts'
import { sendDueRefunds } from './send-refunds.ts'
import { settleLatePayments } from './settle-late.ts'

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
  expect((await reconcile()).filter(({ breaches }) => breaches.length > 0)).toEqual([])
})

const wallet = () => held('wallet', who.userId)
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const orderOf = (id: string) => db.order.findUniqueOrThrow({ where: { id } })
const soldOf = async ({ offers }: MadeGroup) =>
  (await db.offerCounter.findUniqueOrThrow({ where: { offerId: offers[0]?.offerId ?? '' } })).sold

async function placed(facts: NewGroup = {}, quantity = 2) {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, cap: 5 }], ...facts })
  const orderId = await place(group, quantity)
  return { group, orderId }
}
async function place({ groupOrderId, stationId, offers }: MadeGroup, quantity: number, by = who): Promise<string> {
  const answer = await orderDesk.place({
    groupOrderId,
    key: `test:${newId()}`,
    shopperId: by.userId,
    stationId,
    name: 'Lin',
    contact: 'lin@example.org',
    payment: 'online',
    lines: offers.map(({ offerId }) => ({ offerId, quantity })),
    locale: 'en',
  })
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.value.orderId
}
const pay = (orderId: string, paymentId: string = newId(), by = who, through = provider) =>
  startOrderPayment(by, { orderId, paymentId, description: 'Order', locale: 'en' }, through)
async function opened(orderId: string) {
  const answer = await pay(orderId)
  if (!answer.ok) throw new Error(answer.refusal.code)
  const { paymentId } = answer.value
  return { paymentId, reference: (await paymentOf(paymentId)).reference ?? '' }
}
async function paid(facts: NewGroup = {}) {
  const { group, orderId } = await placed(facts)
  const { paymentId, reference } = await opened(orderId)
  expect(await deliver(stripe.pay(reference), provider)).toBe('succeeded')
  return { group, orderId, paymentId, reference }
}
/** Lets the time to pay for an order be over. */
const runOut = (orderId: string) =>
  pool.query(`update orders set pay_by = clock_timestamp() - interval '1 second' where id = $1`, [orderId])
const refundsOf = (paymentId: string) =>
  db.providerRefund.findMany({ where: { paymentId }, orderBy: { wantedAt: 'asc' } })

test('placed, kept for half an hour, paid: the money waits for the handing over', async () => {
  const { group, orderId } = await placed()
  const { payBy, ...order } = await orderOf(orderId)
  expect(order).toMatchObject({ paymentMethod: 'online', paymentState: 'due', refundTo: 'provider', totalMinor: 1120 })
  expect(Math.round((Number(payBy) - Number(order.placedAt)) / 60_000)).toBe(30)
  const before = await held('prepaid')
  const { paymentId, reference } = await opened(orderId)
  // asked again, the same page
  expect(await pay(orderId)).toEqual({ ok: true, value: { paymentId } })
  expect(await deliver(stripe.pay(reference), provider)).toBe('succeeded')
  expect(await orderOf(orderId)).toMatchObject({ paymentState: 'held', payBy: null, state: 'placed' })
  expect([(await held('prepaid')) - before, await wallet()]).toEqual([1120, 0])
  expect(await cancelUnpaidOrders()).toBe(0)
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  expect(await orderOf(orderId)).toMatchObject({ state: 'placed', paymentState: 'held' })
  expect(codeOf(await pay(orderId))).toBe('ORDER_NOT_OPEN')
})

test('its page says how long the order is kept, and is gone with the order', async () => {
  const { group, orderId } = await placed({ cutoffInMs: 600_000 })
  const { paymentId } = await opened(orderId)
  const { payBy } = await orderOf(orderId)
  const page = await ownPayment(who, paymentId)
  expect([page?.until, page?.url]).toEqual([payBy, (await paymentOf(paymentId)).url])
  await orderDesk.cancel({ groupOrderId: group.groupOrderId, orderId, shopperId: who.userId })
  expect((await ownPayment(who, paymentId))?.url).toBeNull()
  expect(await ownPayment(await someone(), paymentId)).toBeUndefined()
})

test('the cutoff ends the time to pay', async () => {
  const { group, orderId } = await placed({ cutoffInMs: 600_000 })
  const { cutoffAt } = await db.groupOrder.findUniqueOrThrow({ where: { id: group.groupOrderId } })
  expect((await orderOf(orderId)).payBy).toEqual(cutoffAt)
})

test('who may not, and what is not open, is refused', async () => {
  const { orderId } = await placed()
  expect(codeOf(await pay(newId()))).toBe('NOT_FOUND')
  expect(codeOf(await pay(orderId, newId(), await someone()))).toBe('NOT_FOUND')
  expect(codeOf(await payAtPickup(await someone(), orderId))).toBe('NOT_FOUND')
  expect(codeOf(await chooseRefund(await someone(), { orderId, refundTo: 'wallet' }))).toBe('NOT_FOUND')
  await runOut(orderId)
  expect(codeOf(await pay(orderId))).toBe('PAYMENT_TIME_OVER')
})

test('not paid in time: cancelled at the desk, what it held is free, its page is shut', async () => {
  const { group, orderId } = await placed({}, 5)
  const { paymentId, reference } = await opened(orderId)
  expect(await cancelUnpaidOrders()).toBe(0)
  await runOut(orderId)
  const cancelled = await Promise.all([cancelUnpaidOrders(), cancelUnpaidOrders()])
  expect(Math.max(...cancelled)).toBe(1)
  expect(await orderOf(orderId)).toMatchObject({ state: 'cancelled', cancelReason: 'payment_expired', payBy: null })
  expect(await soldOf(group)).toBe(0)
  await lookAfterPayments(provider)
  expect(stripe.sessions.get(reference)?.status).toBe('expired')
  expect((await paymentOf(paymentId)).state).toBe('expired')
  const told = await db.message.findMany({ where: { userId: who.userId, template: 'orderNotPaid' } })
  expect(told).toHaveLength(1)
})

test('a change waits until it is paid; then the difference goes through the wallet', async () => {
  const { group, orderId } = await placed()
  const amend = (quantity: number) =>
    orderDesk.amend({
      groupOrderId: group.groupOrderId,
      orderId,
      shopperId: who.userId,
      lines: group.offers.map(({ offerId }) => ({ offerId, quantity })),
    })
  expect(codeOf(await amend(3))).toBe('PAY_FIRST')
  const { paymentId, reference } = await opened(orderId)
  await deliver(stripe.pay(reference), provider)
  expect(codeOf(await amend(3))).toBe('WALLET_TOO_LOW')
  expect(codeOf(await amend(1))).toBe('ok')
  // back to where it was paid from
  expect(await refundsOf(paymentId)).toMatchObject([{ amountMinor: 560n, reason: 'lowered' }])
  expect(await wallet()).toBe(0)
  expect((await paymentOf(paymentId)).state).toBe('part_refunded')
})

test('cancelled by its shopper: back to where it was paid from, or into the wallet as they chose', async () => {
  for (const refundTo of ['provider', 'wallet'] as const) {
    const { group, orderId, paymentId } = await paid()
    expect(codeOf(await chooseRefund(who, { orderId, refundTo }))).toBe('ok')
    const { groupOrderId } = group
    expect(codeOf(await orderDesk.cancel({ groupOrderId, orderId, shopperId: who.userId }))).toBe('ok')
    expect((await orderOf(orderId)).paymentState).toBe('refunded')
    expect(await wallet()).toBe(refundTo === 'wallet' ? 1120 : 0)
    const refunds = await refundsOf(paymentId)
    expect(refunds.map(({ amountMinor, reason }) => [Number(amountMinor), reason])).toEqual(
      refundTo === 'wallet' ? [] : [[1120, 'cancelled']],
    )
    expect((await orderPayments(who, orderId)).map(({ kind }) => kind)).toEqual(
      refundTo === 'wallet' ? ['paid'] : ['paid', 'refund'],
    )
  }
  expect(await sendDueRefunds(provider)).toBe(1)
  expect(stripe.refunds).toMatchObject([{ amount: 1120 }])
})

test('a group that fails, or is cancelled, sends the money back; and a lower final price sends the difference', async () => {
  const failed = await paid({ minimumOrders: 2 })
  await closeGroupOrder(failed.group.groupOrderId, { actorRole: 'system', early: true })
  expect(await refundsOf(failed.paymentId)).toMatchObject([{ amountMinor: 1120n, reason: 'cancelled' }])
  const tiered = await paid({ offers: [{ priceMinor: 560, tiers: [{ from: 1, priceMinor: 500 }] }] })
  await closeGroupOrder(tiered.group.groupOrderId, { actorRole: 'system', early: true })
  expect(await refundsOf(tiered.paymentId)).toMatchObject([{ amountMinor: 120n, reason: 'lowered' }])
  expect(await orderOf(tiered.orderId)).toMatchObject({ paymentState: 'held', totalMinor: 1000 })
  expect(await wallet()).toBe(0)
})

test('what is not paid at the close does not count towards the minimum, and is not bought', async () => {
  const { group, orderId } = await paid({ minimumOrders: 2, offers: [{ priceMinor: 560, source: 'stock', onHand: 9 }] })
  const unpaidId = await place(group, 3, await someone())
  await opened2(unpaidId)
  expect(await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })).toEqual({
    ok: true,
    value: 'failed',
  })
  expect(await orderOf(unpaidId)).toMatchObject({ state: 'cancelled', cancelReason: 'payment_expired' })
  expect(await orderOf(orderId)).toMatchObject({ state: 'cancelled', cancelReason: 'minimum_not_met' })
})
const opened2 = async (orderId: string) => {
  const { shopperId } = await orderOf(orderId)
  const other = await shopperGate(shopperId)
  if (!other) throw new Error('the gate refuses a shopper')
  return pay(orderId, newId(), other)
}

test('paid too late, and all of it is still to be had: placed again with that money', async () => {
  const { group, orderId } = await placed()
  const { paymentId, reference } = await opened(orderId)
  await runOut(orderId)
  await cancelUnpaidOrders()
  expect(await deliver(stripe.pay(reference), provider)).toBe('succeeded_late')
  expect(await wallet()).toBe(1120)
  const seen = await Promise.all([settleLatePayments(), settleLatePayments()])
  expect(Math.max(...seen)).toBe(1)
  expect(await settleLatePayments()).toBe(0)
  const orders = await db.order.findMany({ where: { groupOrderId: group.groupOrderId }, orderBy: { number: 'asc' } })
  expect(orders.map(({ state, paymentState }) => [state, paymentState])).toEqual([
    ['cancelled', 'not_due'],
    ['placed', 'held'],
  ])
  expect([await wallet(), await soldOf(group)]).toEqual([0, 2])
  expect(await refundsOf(paymentId)).toEqual([])
})

test('paid too late, and somebody else has it: back to where it came from', async () => {
  const { group, orderId } = await placed({}, 5)
  const { paymentId, reference } = await opened(orderId)
  await runOut(orderId)
  await cancelUnpaidOrders()
  const other = await place(group, 5, await someone())
  await deliver(stripe.pay(reference), provider)
  await settleLatePayments()
  expect(await refundsOf(paymentId)).toMatchObject([{ amountMinor: 2800n, reason: 'late' }])
  expect([await wallet(), (await orderOf(other)).state]).toEqual([0, 'placed'])
  expect(await db.message.count({ where: { userId: who.userId, template: 'paidTooLate' } })).toBe(1)
})

test('paid after its shopper had cancelled, or twice: nothing is placed again, the money goes back', async () => {
  const { group, orderId } = await placed()
  const { paymentId, reference } = await opened(orderId)
  await orderDesk.cancel({ groupOrderId: group.groupOrderId, orderId, shopperId: who.userId })
  await deliver(stripe.pay(reference), provider)
  await settleLatePayments()
  expect(await refundsOf(paymentId)).toMatchObject([{ amountMinor: 1120n, reason: 'late' }])

  const twice = await paid()
  const second = newId()
  await db.payment.create({
    data: {
      ...(await paymentOf(twice.paymentId)),
      ...{ id: second, reference: null, intent: null, succeededAt: null, state: 'started' as const },
    },
  })
  const session = {
    ...stripe.sessions.get(twice.reference),
    client_reference_id: second,
    payment_intent: 'pi_second',
    id: 'cs_second',
  }
  stripe.sessions.set('cs_second', session as never)
  expect(await deliver(stripe.tell('checkout.session.completed', session), provider)).toBe('succeeded_late')
  await settleLatePayments()
  expect(await refundsOf(second)).toMatchObject([{ amountMinor: 1120n, reason: 'late' }])
  expect(await orderOf(twice.orderId)).toMatchObject({ state: 'placed', paymentState: 'held' })
  expect(await db.order.count({ where: { groupOrderId: twice.group.groupOrderId } })).toBe(1)
})

test('paying and running out at the same moment: held or seen to, and never both', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { orderId } = await placed()
    const { paymentId, reference } = await opened(orderId)
    await runOut(orderId)
    const told = stripe.pay(reference)
    await Promise.all([deliver(told, provider), cancelUnpaidOrders(), deliver(told, provider)])
    const order = await orderOf(orderId)
    const { lateAt } = await paymentOf(paymentId)
    expect([order.state, order.paymentState, lateAt !== null]).toEqual(
      order.state === 'placed' ? ['placed', 'held', false] : ['cancelled', 'not_due', true],
    )
  }
  await settleLatePayments()
})

test('paying and closing at the same moment: in, or seen to', async () => {
  const { group, orderId } = await placed()
  const { reference, paymentId } = await opened(orderId)
  const told = stripe.pay(reference)
  const [, closed] = await Promise.all([
    deliver(told, provider),
    closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true }),
  ])
  const order = await orderOf(orderId)
  const isIn = order.state === 'placed'
  expect(closed).toEqual({ ok: true, value: isIn ? 'confirmed' : 'failed' })
  await settleLatePayments()
  expect((await refundsOf(paymentId)).length).toBe(isIn ? 0 : 1)
})

test('a provider that is down keeps nobody from ordering: the order stands, and is paid at pickup instead', async () => {
  const { group, orderId } = await placed()
  expect(codeOf(await pay(orderId, newId(), who, providerAt('http://127.0.0.1:1')))).toBe('PROVIDER_UNREACHABLE')
  expect(await orderOf(orderId)).toMatchObject({ state: 'placed', paymentState: 'due' })
  expect([codeOf(await payAtPickup(who, orderId)), codeOf(await payAtPickup(who, orderId))]).toEqual(['ok', 'ok'])
  expect(await orderOf(orderId)).toMatchObject({ paymentMethod: 'on_pickup', paymentState: 'due', payBy: null })
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  expect((await orderOf(orderId)).state).toBe('placed')
  expect(codeOf(await payAtPickup(who, (await paid()).orderId))).toBe('ORDER_NOT_OPEN')
})

test('a cancelled group lets go of what is not paid, too, and shuts its page', async () => {
  const { group, orderId } = await placed()
  const { paymentId } = await opened(orderId)
  const manager = await managerGate(group.leaderUserId, group.groupOrderId)
  if (!manager) throw new Error('the gate refuses a leader')
  expect(codeOf(await cancelGroupOrder(manager, 'no boat today'))).toBe('ok')
  expect(await orderOf(orderId)).toMatchObject({ state: 'cancelled', paymentState: 'not_due', payBy: null })
  await lookAfterPayments(provider)
  expect((await paymentOf(paymentId)).state).toBe('expired')
})
