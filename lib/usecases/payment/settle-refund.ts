import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { putBack } from './apply-refund.ts'
import { lockPayment, type PaymentRow, tellRefunded } from './payment-row.ts'

type Waiting = { payment: PaymentRow; amountMinor: number }

/** A refund that the provider has turned down, while nobody else moves it. */
async function lockTurnedDown(tx: SqlTx, refundId: string): Promise<Waiting | undefined> {
  const { rows: named } = await tx.query<{ payment_id: string | null }>(
    'select payment_id from provider_refunds where id = $1',
    [refundId],
  )
  // the payment first: whoever moves a refund has it
  const payment = named[0]?.payment_id ? await lockPayment(tx, named[0].payment_id) : undefined
  if (!payment) return undefined
  const { rows } = await tx.query<{ amount_minor: number }>(
    `select amount_minor from provider_refunds where id = $1 and state = 'wanted' and next_try_at is null for update`,
    [refundId],
  )
  return rows[0] && { payment, amountMinor: rows[0].amount_minor }
}

/**
 * What becomes of a refund that the provider has turned down: it is sent once more, or given up. Given up, the money is in the
 * shopper's wallet again; whoever does that has seen at the provider's site that it did not go back another way.
 * @returns refuses NOT_FOUND (no such refund waits for anybody)
 */
export const settleRefund = (
  who: AdminFor<'money'>,
  { refundId, how }: { refundId: string; how: 'again' | 'give_up' },
): Promise<Outcome<true, { code: 'NOT_FOUND' }>> =>
  sqlTransaction(async (tx) => {
    const waiting = await lockTurnedDown(tx, refundId)
    if (!waiting) return refuse({ code: 'NOT_FOUND' })
    const { payment, amountMinor } = waiting
    const now = await databaseClock(tx)
    if (how === 'again')
      await tx.query('update provider_refunds set next_try_at = $2, error = null where id = $1', [refundId, now])
    else {
      await tx.query(`update provider_refunds set state = 'failed', ended_at = $2 where id = $1`, [refundId, now])
      await putBack(tx, payment, { id: refundId, amount_minor: amountMinor, reason: '' })
      await tellRefunded(tx, payment)
    }
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: how === 'again' ? 'payment.refund_again' : 'payment.refund_give_up',
        subjectType: 'payment',
        subjectId: payment.id,
        data: { refundId, amountMinor },
      },
    ])
    return accept(true)
  })
