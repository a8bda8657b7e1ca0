import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { refundedOnline } from '#lib/domain/payment-books.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { asPaid, lockForRefund, type PaymentRow, refundedOf, tellRefunded } from './payment-row.ts'

export type RefundReason = 'asked' | 'cancelled' | 'lowered' | 'weighed' | 'refunded' | 'late'

export type RefundRefusal =
  | { code: 'NOT_PAID' }
  | { code: 'MORE_THAN_PAID'; field: 'amount'; leftMinor: number }
  | { code: 'WALLET_TOO_LOW'; field: 'amount'; balanceMinor: number; neededMinor: number }

/**
 * Decides that money goes back to where it was paid from. It leaves the wallet at once; a worker sends it
 * (lib/usecases/payment/send-refunds.ts).
 * @param locked by lockForRefund
 * @param amountMinor above 0
 * @returns its id. Refuses NOT_PAID, MORE_THAN_PAID (what is left of the payment is less), WALLET_TOO_LOW (TRUST I4)
 */
export async function wantRefund(
  tx: SqlTx,
  { payment, balanceMinor }: { payment: PaymentRow; balanceMinor: number },
  amountMinor: number,
  reason: RefundReason,
  refundId = newId(),
): Promise<Outcome<{ refundId: string }, RefundRefusal>> {
  if (!payment.succeeded_at || !payment.intent) return refuse({ code: 'NOT_PAID' })
  const leftMinor = payment.amount_minor - (await refundedOf(tx, payment.id))
  if (amountMinor > leftMinor) return refuse({ code: 'MORE_THAN_PAID', field: 'amount', leftMinor })
  if (amountMinor > balanceMinor)
    return refuse({ code: 'WALLET_TOO_LOW', field: 'amount', balanceMinor, neededMinor: amountMinor })
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

export type SendBackInput = {
  paymentId: string
  /** Made with the form: a form sent twice sends money once. */
  refundId: string
  /** Minor units of the payment's currency. */
  amountMinor: number
}

/**
 * The office sends a shopper's money from their wallet back to where it was paid from.
 * @returns the refund. Refuses NOT_FOUND, AMOUNT_NEEDED, IDEMPOTENCY_KEY_REUSED, and as wantRefund
 */
export const sendBack = (
  who: AdminFor<'money'>,
  { paymentId, refundId, amountMinor }: SendBackInput,
): Promise<
  Outcome<
    { refundId: string },
    RefundRefusal | { code: 'NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED' } | { code: 'AMOUNT_NEEDED'; field: 'amount' }
  >
> =>
  sqlTransaction(async (tx) => {
    if (amountMinor <= 0) return refuse({ code: 'AMOUNT_NEEDED', field: 'amount' })
    const locked = await lockForRefund(tx, paymentId)
    if (!locked) return refuse({ code: 'NOT_FOUND' })
    const { rows } = await tx.query<{ payment_id: string; amount_minor: number }>(
      'select payment_id, amount_minor from provider_refunds where id = $1',
      [refundId],
    )
    const [known] = rows
    if (known) {
      const isSame = known.payment_id === paymentId && known.amount_minor === amountMinor
      return isSame ? accept({ refundId }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    }
    const wanted = await wantRefund(tx, locked, amountMinor, 'asked', refundId)
    if (!wanted.ok) return wanted
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'payment.send_back',
        subjectType: 'payment',
        subjectId: paymentId,
        data: { refundId, amountMinor },
      },
    ])
    return wanted
  })
