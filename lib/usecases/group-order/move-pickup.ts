import { sqlTransaction } from '#lib/db/transaction.ts'
import type { GroupState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { TimeRefusal } from '#lib/domain/time.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { announce } from '../message/announce.ts'
import { asInstant } from './content.ts'
import { lockedGroup } from './locked-group.ts'

/** While somebody may still come for their goods; a draft is simply edited. */
const MOVABLE: ReadonlySet<GroupState> = new Set([
  'scheduled',
  'open',
  'closed',
  'confirmed',
  'received',
  'dispatched',
  'arrived',
])

export type PickupField = 'pickupFrom' | 'pickupUntil'
type Refusal =
  | { code: 'WRONG_STATE' }
  | { code: TimeRefusal['code']; field: PickupField }
  | { code: 'PICKUP_BEFORE_CUTOFF' | 'PICKUP_ENDS_BEFORE_START' | 'PICKUP_IN_PAST'; field: PickupField }

/**
 * Moves the pickup window, with notice to everybody who ordered.
 * @param pickup both ends on the group's own clock, 'YYYY-MM-DDTHH:mm', or as instants
 * @returns the new window. Refuses WRONG_STATE (nothing left to collect), BAD_TIME, NONEXISTENT_TIME,
 *   PICKUP_BEFORE_CUTOFF, PICKUP_ENDS_BEFORE_START, PICKUP_IN_PAST (the window has ended already)
 */
export function movePickup(
  who: ManagerOf,
  pickup: Record<PickupField, string | Date>,
): Promise<Outcome<Record<PickupField, Date>, Refusal>> {
  const { groupOrderId } = who
  return sqlTransaction(async (tx) => {
    const group = await lockedGroup(tx, groupOrderId)
    if (!MOVABLE.has(group.state)) return refuse({ code: 'WRONG_STATE' })
    const from = asInstant(pickup.pickupFrom, group.timeZone)
    if (!from.ok) return refuse({ code: from.refusal.code, field: 'pickupFrom' })
    const until = asInstant(pickup.pickupUntil, group.timeZone)
    if (!until.ok) return refuse({ code: until.refusal.code, field: 'pickupUntil' })
    const [pickupFrom, pickupUntil] = [from.value, until.value]
    if (pickupFrom < group.cutoffAt) return refuse({ code: 'PICKUP_BEFORE_CUTOFF', field: 'pickupFrom' })
    if (pickupUntil <= pickupFrom) return refuse({ code: 'PICKUP_ENDS_BEFORE_START', field: 'pickupUntil' })
    if (pickupUntil <= group.now) return refuse({ code: 'PICKUP_IN_PAST', field: 'pickupUntil' })

    await tx.query(
      `update group_orders set pickup_from = $2, pickup_until = $3, version = version + 1, updated_at = $4 where id = $1`,
      [groupOrderId, pickupFrom, pickupUntil, group.now],
    )
    await announce(tx, 'pickupMoved', group.now, [{ groupOrderId }])
    await auditSql(tx, [
      {
        actorId: who.userId,
        actorRole: who.role,
        action: 'group_order.move_pickup',
        subjectType: 'group_order',
        subjectId: groupOrderId,
        data: { from: [group.pickupFrom, group.pickupUntil], to: [pickupFrom, pickupUntil] },
      },
    ])
    return accept({ pickupFrom, pickupUntil })
  })
}
