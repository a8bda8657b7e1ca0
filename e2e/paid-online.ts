import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { env } from '#lib/infra/env.ts'
import { newToken } from '#lib/infra/ids.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { lockForRefund } from '#lib/usecases/payment/payment-row.ts'
import { applyFact } from '#lib/usecases/payment/receive-event.ts'
import { wantRefund } from '#lib/usecases/payment/want-refund.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makePayment } from '#prisma/factories/payment.ts'
import { makeUser } from '#prisma/factories/people.ts'

/** Somebody who has topped up by 50.00, as the provider told it. */
export async function paidTopUp(name?: string): Promise<{ paymentId: string; shopperId: string; intent: string }> {
  const { id: shopperId } = await makeUser(db, name ? { name } : {})
  const { id: paymentId } = await makePayment(db, { shopperId })
  const intent = `pi_${newToken(16)}`
  const told = { paymentId, reference: `cs_${newToken(16)}`, intent, amountMinor: 5000, currency: env.CURRENCY }
  await sqlTransaction((tx) => applyFact(tx, { kind: 'succeeded', ...told }, 'stripe'))
  // the stand-in knows nothing of it: nobody asks what it cost
  await db.payment.update({ where: { id: paymentId }, data: { nextLookAt: null } })
  return { paymentId, shopperId, intent }
}

/** An order for two that waits to be paid online. */
export async function unpaidOrder(shopperId: string, stationId?: string): Promise<string> {
  const group = await makeOpenGroup(db, stationId ? { stations: [stationId] } : {})
  const placed = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `e2e:${newToken(16)}`,
    shopperId,
    stationId: group.stationId,
    name: 'Lin',
    contact: '',
    payment: 'online',
    lines: group.offers.map(({ offerId }) => ({ offerId, quantity: 2 })),
    locale: 'en',
  })
  if (!placed.ok) throw new Error(placed.refusal.code)
  return placed.value.orderId
}

/** The same, and paid, as the provider told it. */
export async function paidOrder(shopperId: string, stationId?: string): Promise<string> {
  const orderId = await unpaidOrder(shopperId, stationId)
  const { totalMinor: amountMinor } = await db.order.findUniqueOrThrow({ where: { id: orderId } })
  const { id: paymentId } = await makePayment(db, { shopperId, orderId, amountMinor })
  const told = { paymentId, reference: `cs_${newToken(16)}`, intent: `pi_${newToken(16)}`, amountMinor }
  await sqlTransaction((tx) => applyFact(tx, { kind: 'succeeded', ...told, currency: env.CURRENCY }, 'stripe'))
  await db.payment.update({ where: { id: paymentId }, data: { nextLookAt: null } })
  return orderId
}

/** A refund of 20.00 that the provider has turned down. */
export async function turnedDownRefund(): Promise<{ refundId: string }> {
  const { paymentId } = await paidTopUp()
  const wanted = await sqlTransaction(async (tx) => {
    const locked = await lockForRefund(tx, paymentId)
    const answer = locked && (await wantRefund(tx, locked, 2000, 'asked'))
    if (answer?.ok)
      await tx.query(`update provider_refunds set next_try_at = null, error = 'charge_disputed' where id = $1`, [
        answer.value.refundId,
      ])
    return answer
  })
  if (!wanted?.ok) throw new Error('no refund')
  return wanted.value
}
