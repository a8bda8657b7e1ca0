import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { TimeRefusal } from '#lib/domain/time.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { announce } from '../message/announce.ts'
import { asInstant } from './content.ts'
import { lockedGroup } from './locked-group.ts'

type Refusal =
  | { code: 'WRONG_STATE' }
  | { code: 'PERMISSION_ENDS_BEFORE'; field: 'cutoffAt' }
  | { code: TimeRefusal['code'] | 'CUTOFF_NOT_LATER' | 'CUTOFF_IN_PAST' | 'CUTOFF_AFTER_PICKUP'; field: 'cutoffAt' }

/**
 * Takes orders for longer, with notice to everybody who ordered. Only ever later: to stop earlier, close early.
 * @param cutoffAt the new cutoff on the group's own clock, 'YYYY-MM-DDTHH:mm', or as an instant
 * @returns the new cutoff. Refuses WRONG_STATE (not scheduled or open any more: a cutoff that has passed has passed),
 *   BAD_TIME, NONEXISTENT_TIME, CUTOFF_NOT_LATER, CUTOFF_IN_PAST, CUTOFF_AFTER_PICKUP,
 *   PERMISSION_ENDS_BEFORE (something is sold below cost by a permission that ends earlier or was revoked)
 */
export function extendCutoff(who: ManagerOf, cutoffAt: string | Date): Promise<Outcome<Date, Refusal>> {
  const { groupOrderId } = who
  return sqlTransaction(async (tx) => {
    const group = await lockedGroup(tx, groupOrderId)
    if (group.state !== 'open' && group.state !== 'scheduled') return refuse({ code: 'WRONG_STATE' })
    const instant = asInstant(cutoffAt, group.timeZone)
    if (!instant.ok) return refuse({ code: instant.refusal.code, field: 'cutoffAt' })
    const later = instant.value
    if (later <= group.now) return refuse({ code: 'CUTOFF_IN_PAST', field: 'cutoffAt' })
    if (later <= group.cutoffAt) return refuse({ code: 'CUTOFF_NOT_LATER', field: 'cutoffAt' })
    if (later > group.pickupFrom) return refuse({ code: 'CUTOFF_AFTER_PICKUP', field: 'cutoffAt' })

    if (await hasEndingPermission(tx, groupOrderId, later))
      return refuse({ code: 'PERMISSION_ENDS_BEFORE', field: 'cutoffAt' })

    const { rowCount } = await tx.query(
      `update group_orders set cutoff_at = $2, version = version + 1, updated_at = $3 where id = $1 and state = $4`,
      [groupOrderId, later, group.now, group.stored],
    )
    if (rowCount !== 1) return refuse({ code: 'WRONG_STATE' })
    await announce(tx, 'cutoffMoved', group.now, [{ groupOrderId }])
    await auditSql(tx, [
      {
        actorId: who.userId,
        actorRole: who.role,
        action: 'group_order.extend',
        subjectType: 'group_order',
        subjectId: groupOrderId,
        data: { from: group.cutoffAt, to: later },
      },
    ])
    return accept(later)
  })
}

/** Whether anything on the stall is below what it cost without a permission that holds until then (RULES M1). */
async function hasEndingPermission(tx: SqlTx, groupOrderId: string, until: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select 1 from offers f
     join offer_prices v on v.offer_id = f.id and v.version = f.price_version
     cross join lateral (
       select least(v.price_minor, min((t->>'priceMinor')::int)) as minor from jsonb_array_elements(v.tiers) t) as lowest
     where f.group_order_id = $1 and f.withdrawn_at is null and lowest.minor < v.cost_minor
       and not exists (select 1 from below_cost_permissions b where b.product_id = f.product_id and b.revoked_at is null
         and b.until >= $2 and b.lowest_minor <= lowest.minor)`,
    [groupOrderId, until],
  )
  return (rowCount ?? 0) > 0
}
