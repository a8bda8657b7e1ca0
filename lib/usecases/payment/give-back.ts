import { databaseClock } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import { refundedOnline } from '#lib/domain/payment-books.ts'
import { newId } from '#lib/infra/ids.ts'
import { postToLedger } from '../ledger/post.ts'
import type { RefundReason } from './want-refund.ts'

/** What an order gave back to the wallet in this transaction, minor units above 0. */
export type Returned = {
  orderId: string
  amountMinor: number
  reason: Extract<RefundReason, 'cancelled' | 'lowered' | 'weighed' | 'refunded'>
}

type PaidRow = {
  id: string
  order_id: string
  shopper_id: string
  intent: string
  amount_minor: number
  currency: string
  left_minor: number
}

/**
 * Sends on what orders gave back to where it was paid from, where they were paid online and their shoppers did not choose the
 * wallet. It came into the wallet in this very transaction, so nobody else can spend it. What was paid from the wallet, after an
 * order grew, stays there. A few statements however many orders.
 */
export async function giveBackOnline(tx: SqlTx, returned: readonly Returned[]): Promise<void> {
  if (returned.length === 0) return
  const { rows } = await tx.query<PaidRow>(
    `select p.id, p.order_id, p.shopper_id, p.intent, p.amount_minor, p.currency, p.amount_minor
       - coalesce((select sum(r.amount_minor) from provider_refunds r where r.payment_id = p.id and r.state <> 'failed'), 0) as left_minor
     from (select p.id from payments p join orders o on o.id = p.order_id
       where p.order_id = any($1::uuid[]) and p.succeeded_at is not null and p.late_at is null and o.refund_to = 'provider'
       order by p.id for update of p) as own join payments p on p.id = own.id`,
    [[...new Set(returned.map(({ orderId }) => orderId))]],
  )
  const refunds = rows.flatMap((row) => refundsOf(row, returned))
  if (refunds.length === 0) return
  const now = await databaseClock(tx)
  await tx.query(
    `insert into provider_refunds (id, payment_id, intent, amount_minor, reason, wanted_at, next_try_at)
     select n.id, n.payment, n.intent, n.amount, n.reason, $6, $6
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[]) as n(id, payment, intent, amount, reason)`,
    [
      refunds.map(({ id }) => id),
      refunds.map(({ payment }) => payment.id),
      refunds.map(({ payment }) => payment.intent),
      refunds.map(({ amountMinor }) => amountMinor),
      refunds.map(({ reason }) => reason),
      now,
    ],
  )
  await tx.query(
    `update payments p set state = case when n.left_minor = 0 then 'refunded' else 'part_refunded' end::"OnlinePaymentState"
     from unnest($1::uuid[], $2::bigint[]) as n(id, left_minor) where p.id = n.id`,
    [
      refunds.map(({ payment }) => payment.id),
      refunds.map(({ payment, amountMinor }) => payment.left_minor - amountMinor),
    ],
  )
  await postToLedger(
    tx,
    refunds.map(({ id: refundId, payment, amountMinor }) =>
      refundedOnline(
        {
          paymentId: payment.id,
          shopperId: payment.shopper_id,
          orderId: payment.order_id,
          amountMinor: payment.amount_minor,
          currency: payment.currency,
        },
        { refundId, amountMinor, isByHand: false },
      ),
    ),
  )
}

/** One refund of a payment, of all that its order gave back, and never more than is left of it. */
function refundsOf(payment: PaidRow, returned: readonly Returned[]) {
  const own = returned.filter(({ orderId }) => orderId === payment.order_id)
  const back = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const amountMinor = Math.min(back, payment.left_minor)
  const reason = own.at(-1)?.reason ?? 'lowered'
  return amountMinor > 0 ? [{ id: newId(), payment, amountMinor, reason }] : []
}
