import { afterEach, beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import type { StripeStandIn } from '../../../test/stripe/stand-in.ts'
import { keeperOf } from '../collection/collection.fixture.ts'
import { confirmArrival } from '../collection/confirm-arrival.ts'
import { handOver } from '../collection/hand-over.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { cancelUnpaidOrders } from '../payment/cancel-unpaid.ts'
import { startOrderPayment } from '../payment/order-payment.ts'
import { deliver, held, nothingDue, paymentOf, someone, standInAndProvider } from '../payment/payment.fixture.ts'
import { settleLatePayments } from '../payment/settle-late.ts'
import { weigh } from './weigh.ts'

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

const orderOf = (id: string) => db.order.findUniqueOrThrow({ where: { id } })
const refundsOf = (paymentId: string) => db.providerRefund.findMany({ where: { paymentId } })

/** A kilogram for 12.00, at most a tenth more, whose page of the provider is open. */
async function opened() {
  const product = { unit: 'kg' } as const
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 1_200, toleranceBps: 1_000, product }] })
  const offerId = group.offers[0]?.offerId ?? ''
  const placed = await orderDesk.place({
    ...{ groupOrderId: group.groupOrderId, key: `test:${newId()}`, shopperId: who.userId, stationId: group.stationId },
    ...{ name: 'Lin', contact: 'lin@example.org', payment: 'online', locale: 'en' },
    lines: [{ offerId, quantity: 1_000 }],
  })
  if (!placed.ok) throw new Error(placed.refusal.code)
  const { orderId } = placed.value
  const asked = { orderId, paymentId: newId(), description: 'Order', locale: 'en' } as const
  const started = await startOrderPayment(who, asked, provider)
  if (!started.ok) throw new Error(started.refusal.code)
  const { paymentId } = started.value
  return { group, offerId, orderId, paymentId, reference: (await paymentOf(paymentId)).reference ?? '' }
}
async function paid() {
  const order = await opened()
  expect(await deliver(stripe.pay(order.reference), provider)).toBe('succeeded')
  return order
}
/** Closed, and at its station, whose keeper it is. */
async function arrived({ group }: Awaited<ReturnType<typeof paid>>) {
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
  const keeper = await keeperOf(group.stationId)
  await confirmArrival(keeper, group.groupOrderId)
  return keeper
}

test('the most is paid, and what the scale says less goes back to where it came from', async () => {
  const order = await paid()
  const { orderId, paymentId, offerId } = order
  expect((await paymentOf(paymentId)).amountMinor).toBe(1_320n)
  expect(await orderOf(orderId)).toMatchObject({ paymentState: 'held', totalMinor: 1_200, toleranceMinor: 120 })
  const keeper = await arrived(order)
  expect(await weigh(keeper, { orderId, weights: [{ offerId, grams: 1_050 }] })).toMatchObject({
    value: { totalMinor: 1_260, toleranceMinor: 0 },
  })
  expect(await refundsOf(paymentId)).toMatchObject([{ amountMinor: 60n, reason: 'weighed', state: 'wanted' }])
  expect(await held('wallet', who.userId)).toBe(0)
  expect(await handOver(keeper, { orderId, reason: 'known' })).toMatchObject({ ok: true })
  expect(await orderOf(orderId)).toMatchObject({ paymentState: 'paid', totalMinor: 1_260, toleranceMinor: 0 })
})

test('what nobody weighs is charged as ordered, and the rest goes back', async () => {
  const order = await paid()
  await handOver(await arrived(order), { orderId: order.orderId, reason: 'known' })
  expect(await refundsOf(order.paymentId)).toMatchObject([{ amountMinor: 120n, reason: 'weighed' }])
  expect(await held('wallet', who.userId)).toBe(0)
})

test('cancelled, all that was paid goes back', async () => {
  const { group, orderId, paymentId } = await paid()
  await orderDesk.cancel({ groupOrderId: group.groupOrderId, orderId, shopperId: who.userId })
  expect(await refundsOf(paymentId)).toMatchObject([{ amountMinor: 1_320n, reason: 'cancelled' }])
})

test('paid too late, it is placed again for what was paid', async () => {
  const { orderId, paymentId, reference } = await opened()
  await pool.query(`update orders set pay_by = clock_timestamp() - interval '1 second' where id = $1`, [orderId])
  await cancelUnpaidOrders()
  expect(await deliver(stripe.pay(reference), provider)).toBe('succeeded_late')
  await settleLatePayments()
  const again = await db.order.findFirstOrThrow({ where: { shopperId: who.userId, state: 'placed' } })
  expect(again).toMatchObject({ paymentState: 'held', totalMinor: 1_200, toleranceMinor: 120 })
  expect([await held('wallet', who.userId), await refundsOf(paymentId)]).toEqual([0, []])
})
