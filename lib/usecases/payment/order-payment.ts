import { databaseClock, lockAsDesk } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { acceptsOrders, type GroupState, type PaymentMethod, type PaymentState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { actorOf, type Shopper } from '#lib/domain/who.ts'
import { tellChanged } from '#lib/infra/changes.ts'
import { paymentProvider } from '#lib/infra/payments/operator-provider.ts'
import { auditSql } from '../audit.ts'
import { lockCounter } from '../order-desk/shelf.ts'
import { shutPages } from '../order-desk/write.ts'
import { type StartRefusal, startPayment } from './start.ts'

type OrderRow = {
  group_order_id: string
  state: string
  payment_method: PaymentMethod
  payment_state: PaymentState
  /** With what weighed goods may come to beyond it. */
  most_minor: number
  pay_by: Date | null
  group_state: GroupState
  opens_at: Date
  cutoff_at: Date
}

/** An own order, while neither the desk nor a closer decides about it. */
async function lockOwnOrder(tx: SqlTx, who: Shopper, orderId: string): Promise<OrderRow | undefined> {
  const { rows: found } = await tx.query<{ group_order_id: string }>(
    'select group_order_id from orders where id = $1 and shopper_id = $2',
    [orderId, who.userId],
  )
  const [order] = found
  if (!order) return undefined
  await lockAsDesk(tx, order.group_order_id)
  await lockCounter(tx, order.group_order_id)
  const { rows } = await tx.query<OrderRow>(
    `select o.group_order_id, o.state, o.payment_method, o.payment_state, o.total_minor + o.tolerance_minor as most_minor, o.pay_by, g.state as group_state, g.opens_at, g.cutoff_at
     from orders o join group_orders g on g.id = o.group_order_id where o.id = $1`,
    [orderId],
  )
  return rows[0]
}

const isUnpaid = ({ state, payment_method, payment_state }: OrderRow): boolean =>
  state === 'placed' && payment_method === 'online' && payment_state === 'due'

export type OrderToPay = {
  orderId: string
  /** Made with the form: a form sent twice starts one payment. */
  paymentId: string
  description: string
  locale: Locale
}

/**
 * Starts paying for an order that was placed to be paid online. A page that is open for it already is used again.
 * @returns the payment, whose page leads to the provider's. Refuses NOT_FOUND, ORDER_NOT_OPEN (paid, cancelled, or not to be paid
 *   online), PAYMENT_TIME_OVER, and as startPayment
 */
export async function startOrderPayment(
  who: Shopper,
  { orderId, paymentId, description, locale }: OrderToPay,
  provider = paymentProvider(),
): Promise<
  Outcome<{ paymentId: string }, StartRefusal | { code: 'NOT_FOUND' | 'ORDER_NOT_OPEN' | 'PAYMENT_TIME_OVER' }>
> {
  const checked = await sqlTransaction(async (tx) => {
    const order = await lockOwnOrder(tx, who, orderId)
    if (!order) return refuse({ code: 'NOT_FOUND' })
    if (!isUnpaid(order)) return refuse({ code: 'ORDER_NOT_OPEN' })
    const now = await databaseClock(tx)
    if (!order.pay_by || order.pay_by <= now) return refuse({ code: 'PAYMENT_TIME_OVER' })
    const { rows } = await tx.query<{ id: string }>(
      `select id from payments where order_id = $1 and state = 'open' and url is not null and expires_at > $2 and amount_minor = $3 limit 1`,
      [orderId, now, order.most_minor],
    )
    return accept({ open: rows[0]?.id, amountMinor: order.most_minor })
  })
  if (!checked.ok) return checked
  const { open, amountMinor } = checked.value
  if (open) return accept({ paymentId: open })
  return startPayment(who, { paymentId, purpose: 'order', orderId, amountMinor, description, locale }, provider)
}

/**
 * A shopper pays at pickup after all: a provider that is down keeps nobody from ordering.
 * @returns refuses NOT_FOUND, ORDER_NOT_OPEN (paid, cancelled), CUTOFF_PASSED. Asked twice, it answers the same
 */
export async function payAtPickup(
  who: Shopper,
  orderId: string,
): Promise<Outcome<true, { code: 'NOT_FOUND' | 'ORDER_NOT_OPEN' | 'CUTOFF_PASSED' }>> {
  const answer = await sqlTransaction(async (tx) => {
    const order = await lockOwnOrder(tx, who, orderId)
    if (!order) return refuse({ code: 'NOT_FOUND' })
    if (order.state === 'placed' && order.payment_method === 'on_pickup') return accept({ changed: undefined })
    if (!isUnpaid(order)) return refuse({ code: 'ORDER_NOT_OPEN' })
    const group = { state: order.group_state, opensAt: order.opens_at, cutoffAt: order.cutoff_at }
    if (!acceptsOrders(group, await databaseClock(tx))) return refuse({ code: 'CUTOFF_PASSED' })
    await tx.query(`update orders set payment_method = 'on_pickup', pay_by = null where id = $1`, [orderId])
    await shutPages(tx, [orderId])
    await auditSql(tx, [
      { ...actorOf(who, 'shopper'), action: 'order.pay_at_pickup', subjectType: 'order', subjectId: orderId },
    ])
    return accept({ changed: order.group_order_id })
  })
  if (!answer.ok) return answer
  if (answer.value.changed) tellChanged(`group:${answer.value.changed}`)
  return accept(true)
}

/**
 * A shopper chooses where money goes that an order gives back from now on.
 * @returns refuses NOT_FOUND (no own order that was paid online)
 */
export const chooseRefund = (
  who: Shopper,
  { orderId, refundTo }: { orderId: string; refundTo: 'provider' | 'wallet' },
): Promise<Outcome<true, { code: 'NOT_FOUND' }>> =>
  sqlTransaction(async (tx) => {
    const { rowCount } = await tx.query(
      `update orders set refund_to = $3::"RefundTo" where id = $1 and shopper_id = $2 and payment_method = 'online'`,
      [orderId, who.userId, refundTo],
    )
    if (rowCount === 0) return refuse({ code: 'NOT_FOUND' })
    await auditSql(tx, [
      {
        ...actorOf(who, 'shopper'),
        action: 'order.choose_refund',
        subjectType: 'order',
        subjectId: orderId,
        data: { refundTo },
      },
    ])
    return accept(true)
  })
