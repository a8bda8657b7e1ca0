import { databaseClock } from '#lib/db/locks.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'

/**
 * Notes that a dispute was answered, and what with. The answer itself is given at the provider's site, which sends it to the
 * bank; this is for the others in the office.
 * @returns refuses NOT_FOUND, NOTE_NEEDED
 */
export const noteAnswer = (
  who: AdminFor<'money'>,
  { disputeId, note }: { disputeId: string; note: string },
): Promise<Outcome<true, { code: 'NOT_FOUND' } | { code: 'NOTE_NEEDED'; field: 'note' }>> =>
  sqlTransaction(async (tx) => {
    if (!note.trim()) return refuse({ code: 'NOTE_NEEDED', field: 'note' })
    const now = await databaseClock(tx)
    const { rowCount } = await tx.query(
      'update disputes set answered_at = $2, answered_by = $3, note = $4 where id = $1',
      [disputeId, now, who.userId, note.trim()],
    )
    if (rowCount === 0) return refuse({ code: 'NOT_FOUND' })
    await auditSql(tx, [
      { ...actorOf(who, 'admin'), action: 'dispute.answer', subjectType: 'dispute', subjectId: disputeId },
    ])
    return accept(true)
  })
