import { afterEach, beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import type { StripeStandIn } from '../../../test/stripe/stand-in.ts'
import { keeperOf } from '../collection/collection.fixture.ts'
import { confirmArrival } from '../collection/confirm-arrival.ts'
import { handOver } from '../collection/hand-over.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { chooseRefund, startOrderPayment } from '../payment/order-payment.ts'
import { deliver, held, nothingDue, paymentOf, someone, standInAndProvider } from '../payment/payment.fixture.ts'
import { sendDueRefunds } from '../payment/send-refunds.ts'
import { refundOrder } from './refund-order.ts'

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

/** Two of 9.00, with 2.00 of deposit each, paid online and handed over: 22.00. */
async function collected(): Promise<{ orderId: string; paymentId: string }> {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 900, depositMinor: 200 }] })
  const { groupOrderId, stationId, offers } = group
  const placed = await orderDesk.place({
    ...{ groupOrderId, stationId, key: `test:${newId()}`, shopperId: who.userId, payment: 'online', locale: 'en' },
    ...{ name: 'Lin', contact: 'lin@example.org' },
    lines: offers.map(({ offerId }) => ({ offerId, quantity: 2 })),
  })
  if (!placed.ok) throw new Error(placed.refusal.code)
  const { orderId } = placed.value
  const paymentId = newId()
  await startOrderPayment(who, { orderId, paymentId, description: 'Order', locale: 'en' }, provider)
  await deliver(stripe.pay((await paymentOf(paymentId)).reference ?? ''), provider)
  await closeGroupOrder(groupOrderId, { actorRole: 'system', early: true })
  await db.groupOrder.update({ where: { id: groupOrderId }, data: { state: 'dispatched' } })
  const keeper = await keeperOf(stationId)
  await confirmArrival(keeper, groupOrderId)
  const handed = await handOver(keeper, { orderId, reason: 'knows them' })
  if (!handed.ok) throw new Error(handed.refusal.code)
  return { orderId, paymentId }
}
async function refund(orderId: string, amountMinor: number) {
  const admin = await adminGate((await makeAdmin(db, ['money'])).id, 'money')
  if (!admin) throw new Error('the gate refuses an admin')
  return refundOrder(admin, { refundId: newId(), orderId, amountMinor, reason: 'bruised' })
}
const sentBack = async (paymentId: string) =>
  (await db.providerRefund.findMany({ where: { paymentId } })).map(({ amountMinor }) => Number(amountMinor))

test('what was paid online goes back to where it came from, part by part, and the deposit stays', async () => {
  const { orderId, paymentId } = await collected()
  expect(await refund(orderId, 500)).toEqual({ ok: true, value: { leftMinor: 1_300 } })
  expect([await sentBack(paymentId), await held('wallet', who.userId)]).toEqual([[500], 0])
  expect(await db.providerRefund.findFirst({ where: { paymentId } })).toMatchObject({ reason: 'refunded' })
  expect(await refund(orderId, 1_300)).toEqual({ ok: true, value: { leftMinor: 0 } })
  expect((await sentBack(paymentId)).sort()).toEqual([1_300, 500].sort())
  expect((await paymentOf(paymentId)).state).toBe('part_refunded')
  expect(await sendDueRefunds(provider)).toBe(2)
  expect(stripe.refunds.reduce((sum, { amount }) => sum + amount, 0)).toBe(1_800)
})

test('into the wallet where the shopper chose so before', async () => {
  const { orderId, paymentId } = await collected()
  expect(await chooseRefund(who, { orderId, refundTo: 'wallet' })).toMatchObject({ ok: true })
  expect(await refund(orderId, 500)).toMatchObject({ ok: true })
  expect([await sentBack(paymentId), await held('wallet', who.userId)]).toEqual([[], 500])
})
