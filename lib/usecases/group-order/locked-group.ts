import { lockAsCloser } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import { effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'

export type LockedGroup = {
  /** As stored. */
  stored: GroupState
  /** Moved on by the clock: what it really is. */
  state: GroupState
  opensAt: Date
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  timeZone: string
  version: number
  /** The database's time, read after the lock. */
  now: Date
}

/**
 * Takes the group order's lock alone, so that no desk decides meanwhile, and reads it.
 * @throws Error when there is no such group order: whoever holds a permission for it has seen it
 */
export async function lockedGroup(tx: SqlTx, groupOrderId: string): Promise<LockedGroup> {
  const now = await lockAsCloser(tx, [groupOrderId])
  const { rows } = await tx.query(
    `select state, opens_at, cutoff_at, pickup_from, pickup_until, time_zone, version
     from group_orders where id = $1 for update`,
    [groupOrderId],
  )
  const row = rows[0]
  if (!row) throw new Error(`no group order ${groupOrderId}`)
  const times = { opensAt: row.opens_at as Date, cutoffAt: row.cutoff_at as Date }
  return {
    ...times,
    stored: row.state,
    state: effectiveState({ state: row.state, ...times }, now),
    pickupFrom: row.pickup_from,
    pickupUntil: row.pickup_until,
    timeZone: row.time_zone,
    version: row.version,
    now,
  }
}
