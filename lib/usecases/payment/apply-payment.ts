import { databaseClock, lockAsDesk } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import type { PaymentFact } from '#lib/domain/payment.ts'
import { paidOnline, refundedOnline } from '#lib/domain/payment-books.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { lockCounter } from '../order-desk/shelf.ts'
import { asPaid, lockIntent, lockPayment, type PaymentRow, stateAfter, tellRefunded } from './payment-row.ts'

type Ended = Extract<PaymentFact, { kind: 'expired' | 'declined' }>
type Succeeded = Extract<PaymentFact, { kind: 'succeeded' }>

/** A payment was made. @returns what that did here */
export async function applySuccess(tx: SqlTx, fact: Succeeded): Promise<string> {
  await lockIntent(tx, fact.intent)
  await lockOrderOf(tx, fact.paymentId)
  const payment = await lockPayment(tx, fact.paymentId)
  // after a restore of an old backup: npm run reconcile names it, so that the money goes back
  if (!payment) return 'unknown_payment'
  if (payment.succeeded_at) return 'ignored'
  if (payment.currency !== fact.currency || payment.amount_minor !== fact.amountMinor)
    throw new Error(`payment ${payment.id}: another amount was taken than was asked for`)
  const now = await databaseClock(tx)
  await tx.query(
    `update payments set state = $2, succeeded_at = $3, intent = $4, reference = coalesce(reference, $5), failure = null, url = null,
       looks = 0, next_look_at = $3 where id = $1`,
    [payment.id, stateAfter(payment, 'succeeded'), now, fact.intent, fact.reference],
  )
  const isKept = payment.order_id !== null && (await payOrder(tx, payment))
  await postToLedger(tx, [paidOnline(asPaid(payment), isKept ? 'prepaid' : 'wallet')])
  const isLate = payment.order_id !== null && !isKept
  if (isLate) await tx.query('update payments set late_at = $2 where id = $1', [payment.id, now])
  await takeUpEarlier(tx, payment, fact.intent)
  await tell(tx, payment, 'payment.succeed', { isLate })
  return isLate ? 'succeeded_late' : 'succeeded'
}

/** Takes the order that is paid as the order desk does: neither it nor a closer decides about it meanwhile. */
async function lockOrderOf(tx: SqlTx, paymentId: string): Promise<void> {
  const { rows } = await tx.query<{ group_order_id: string }>(
    'select o.group_order_id from payments p join orders o on o.id = p.order_id where p.id = $1',
    [paymentId],
  )
  const [order] = rows
  if (!order) return
  await lockAsDesk(tx, order.group_order_id)
  await lockCounter(tx, order.group_order_id)
}

/** @returns whether the order lives, is not paid yet, and comes to just what was paid, the tolerance of weighed goods included */
async function payOrder(tx: SqlTx, { order_id: orderId, amount_minor: amountMinor }: PaymentRow): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update orders set payment_state = 'held', pay_by = null
     where id = $1 and state = 'placed' and payment_method = 'online' and payment_state = 'due' and total_minor + tolerance_minor = $2`,
    [orderId, amountMinor],
  )
  return rowCount === 1
}

/** Disputes, and refunds made by hand, that were told of before the success. */
async function takeUpEarlier(tx: SqlTx, payment: PaymentRow, intent: string): Promise<void> {
  await tx.query('update disputes set payment_id = $1 where intent = $2 and payment_id is null', [payment.id, intent])
  const { rows } = await tx.query<{ id: string; amount_minor: number }>(
    `update provider_refunds set payment_id = $1 where intent = $2 and payment_id is null and state <> 'failed'
     returning id, amount_minor`,
    [payment.id, intent],
  )
  if (rows.length === 0) return
  await postToLedger(
    tx,
    rows.map(({ id: refundId, amount_minor: amountMinor }) =>
      refundedOnline(asPaid(payment), { refundId, amountMinor, isByHand: true }),
    ),
  )
  const paid = await lockPayment(tx, payment.id)
  if (paid) await tellRefunded(tx, paid)
}

/** A payment page can no longer be paid, or was not. @returns what that did here */
export async function applyEnd(tx: SqlTx, { kind, paymentId }: Pick<Ended, 'kind' | 'paymentId'>): Promise<string> {
  const payment = await lockPayment(tx, paymentId)
  if (!payment) return 'ignored'
  const state = stateAfter(payment, kind)
  if (state === payment.state) return 'ignored'
  await tx.query(
    `update payments set state = $2, url = null, next_look_at = null, failure = case when $3 then 'declined' else failure end
     where id = $1`,
    [payment.id, state, kind === 'declined'],
  )
  await tell(tx, payment, kind === 'declined' ? 'payment.fail' : 'payment.expire')
  return state
}

const tell = (tx: SqlTx, { id, order_id: orderId, amount_minor: amountMinor }: PaymentRow, action: string, data = {}) =>
  auditSql(tx, [
    {
      actorRole: 'system',
      action,
      subjectType: 'payment',
      subjectId: id,
      data: { amountMinor, ...(orderId && { orderId }), ...data },
    },
  ])
