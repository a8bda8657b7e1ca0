import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'

/**
 * Ends a coupon before its time: nobody can use it any more; orders that have used it keep it (RULES P5). Again does nothing.
 * Refuses NOT_FOUND.
 */
export const endCoupon = (
  who: AdminFor<'money'>,
  couponId: string,
): Promise<Outcome<{ couponId: string }, { code: 'NOT_FOUND' }>> =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ ended_at: Date | null }>(
      'select ended_at from coupons where id = $1 for update',
      [couponId],
    )
    const [coupon] = rows
    if (!coupon) return refuse({ code: 'NOT_FOUND' })
    if (coupon.ended_at) return accept({ couponId })
    await tx.query('update coupons set ended_at = clock_timestamp() where id = $1', [couponId])
    await auditSql(tx, [{ ...actorOf(who, 'admin'), action: 'coupon.end', subjectType: 'coupon', subjectId: couponId }])
    return accept({ couponId })
  })
