import { databaseClock } from '#lib/db/locks.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { actorOf, type LeaderWho, type ManagerOf } from '#lib/domain/who.ts'
import { type AuditFacts, auditSql } from '../audit.ts'

type Ended = Promise<Outcome<{ groupOrderId: string }, { code: 'NOT_FOUND' }>>

/**
 * A carrier carries the group order no more; they may accept again. Orders that came through their link keep their split. Again
 * does nothing. Refuses NOT_FOUND (nothing of theirs).
 */
export const stopCarrying = (who: LeaderWho, carrierId: string): Ended =>
  end(carrierId, { leaderId: who.leaderId }, who.userId, actorOf(who, 'leader'))

/**
 * Whoever runs the group order ends a carrier, who may not accept it again. Orders that came through their link keep their
 * split. Again does nothing. Refuses NOT_FOUND (no carrier of this group order).
 */
export const endCarrier = (who: ManagerOf, carrierId: string): Ended =>
  end(carrierId, { groupOrderId: who.groupOrderId }, who.userId, { actorId: who.userId, actorRole: who.role })

const end = (
  carrierId: string,
  of: { leaderId?: string; groupOrderId?: string },
  endedBy: string,
  actor: Pick<AuditFacts, 'actorId' | 'actorRole'>,
): Ended =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ groupOrderId: string; endedAt: Date | null }>(
      `select group_order_id as "groupOrderId", ended_at as "endedAt" from group_carriers
       where id = $1 and ($2::uuid is null or leader_id = $2) and ($3::uuid is null or group_order_id = $3) for update`,
      [carrierId, of.leaderId ?? null, of.groupOrderId ?? null],
    )
    const [carrier] = rows
    if (!carrier) return refuse({ code: 'NOT_FOUND' })
    const { groupOrderId, endedAt } = carrier
    if (endedAt) return accept({ groupOrderId })
    await tx.query('update group_carriers set ended_at = $2, ended_by = $3 where id = $1', [
      carrierId,
      await databaseClock(tx),
      endedBy,
    ])
    const subject = { subjectType: 'group_order', subjectId: groupOrderId }
    await auditSql(tx, [{ ...actor, action: 'group_order.end_carrier', ...subject, data: { carrierId } }])
    return accept({ groupOrderId })
  })
