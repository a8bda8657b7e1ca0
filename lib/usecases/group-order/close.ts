import { pool } from '#lib/db/client.ts'
import { lockAsCloser } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { closeOutcome, effectiveState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { auditSql } from '../audit.ts'
import { freeze } from './freeze.ts'
import { releaseOrders } from './release-orders.ts'
import { tellOrders } from './tell-orders.ts'

export type Closer = {
  /** Undefined when the system closes. */
  actorId?: string
  actorRole: 'leader' | 'admin' | 'system'
  /** Close before the cutoff. */
  early?: boolean
}
type Closed = Outcome<'confirmed' | 'failed', { code: 'WRONG_STATE' }>

/**
 * Closes a group order: exactly once, whoever tries and however often. Taken under the lock that no desk shares, so
 * no order can slip in behind it. Confirmed when the minimum is met: final prices, demand and pick lists are written;
 * else failed: every order is cancelled and nobody pays.
 * Refuses WRONG_STATE when it is closed already, not open, or not yet due (unless `early`).
 */
export const closeGroupOrder = (groupOrderId: string, by: Closer): Promise<Closed> =>
  sqlTransaction(async (tx) => {
    const now = await lockAsCloser(tx, groupOrderId)
    const group = await readGroup(tx, groupOrderId)
    if (!group) return refuse({ code: 'WRONG_STATE' })
    const state = effectiveState(group, now)
    if (state !== 'closed' && !(state === 'open' && by.early)) return refuse({ code: 'WRONG_STATE' })
    if (group.state !== 'open' && group.state !== 'scheduled') return refuse({ code: 'WRONG_STATE' })

    const outcome = closeOutcome(group.orders, group.minimumOrders)
    const { rowCount } = await tx.query(
      `update group_orders set state = $2, closed_at = $3, updated_at = $3, version = version + 1 where id = $1 and state = $4`,
      [groupOrderId, outcome, now, group.state],
    )
    if (rowCount !== 1) return refuse({ code: 'WRONG_STATE' })
    if (outcome === 'confirmed') await freeze(tx, groupOrderId, group.orders)
    await tellOrders(tx, groupOrderId, outcome === 'confirmed' ? 'groupClosed' : 'groupFailed', {
      orders: group.orders,
    })
    if (outcome === 'failed') await releaseOrders(tx, groupOrderId, 'minimum_not_met', now)
    await auditSql(tx, [
      {
        ...(by.actorId && { actorId: by.actorId }),
        actorRole: by.actorRole,
        action: 'group_order.close',
        subjectType: 'group_order',
        subjectId: groupOrderId,
        data: { outcome, orders: group.orders, minimum: group.minimumOrders, early: Boolean(by.early) },
      },
    ])
    return accept(outcome)
  })

async function readGroup(tx: SqlTx, groupOrderId: string) {
  const { rows } = await tx.query(
    `select g.state, g.opens_at, g.cutoff_at, g.minimum_orders, c.orders
     from group_orders g join group_counters c on c.group_order_id = g.id where g.id = $1`,
    [groupOrderId],
  )
  const row = rows[0]
  return (
    row && {
      state: row.state,
      opensAt: row.opens_at as Date,
      cutoffAt: row.cutoff_at as Date,
      minimumOrders: row.minimum_orders as number,
      orders: row.orders as number,
    }
  )
}

/**
 * Closes every group order whose cutoff has passed, the longest overdue first. Any process may call it at any time; a
 * job lost hours ago does not matter.
 * @returns how many this call closed
 */
export async function closeDueGroupOrders(): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from group_orders where state in ('scheduled', 'open') and cutoff_at <= clock_timestamp() order by cutoff_at`,
  )
  let closed = 0
  for (const { id } of rows) if ((await closeGroupOrder(id, { actorRole: 'system' })).ok) closed += 1
  return closed
}
