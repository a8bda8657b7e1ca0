import { databaseClock } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { refundedOnline } from '#lib/domain/payment-books.ts'
import { newId } from '#lib/infra/ids.ts'
import { postToLedger } from '../ledger/post.ts'
import { asPaid, type PaymentRow, refundedOf, tellRefunded } from './payment-row.ts'

export type RefundReason = 'asked' | 'cancelled' | 'lowered' | 'late'

/**
 * Decides that money goes back to where it was paid from. It leaves the wallet, or what is kept for the order, at once; a worker
 * sends it (lib/usecases/payment/send-refunds.ts).
 * @param payment locked
 * @param amountMinor above 0
 * @returns its id. Refuses MORE_THAN_PAID (what is left of the payment is less), NOT_PAID
 */
export async function wantRefund(
  tx: SqlTx,
  payment: PaymentRow,
  amountMinor: number,
  reason: RefundReason,
  refundId = newId(),
): Promise<Outcome<{ refundId: string }, { code: 'MORE_THAN_PAID'; leftMinor: number } | { code: 'NOT_PAID' }>> {
  if (!payment.succeeded_at || !payment.intent) return refuse({ code: 'NOT_PAID' })
  const leftMinor = payment.amount_minor - (await refundedOf(tx, payment.id))
  if (amountMinor > leftMinor) return refuse({ code: 'MORE_THAN_PAID', leftMinor })
  const now = await databaseClock(tx)
  await tx.query(
    `insert into provider_refunds (id, payment_id, intent, amount_minor, reason, wanted_at, next_try_at)
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [refundId, payment.id, payment.intent, amountMinor, reason, now],
  )
  await postToLedger(tx, [refundedOnline(asPaid(payment), { refundId, amountMinor, isByHand: false })])
  await tellRefunded(tx, payment)
  return accept({ refundId })
}
