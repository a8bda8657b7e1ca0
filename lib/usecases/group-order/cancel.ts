import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { canFollow } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { announce } from '../message/announce.ts'
import { lockedGroup } from './locked-group.ts'
import { releaseOrders } from './release-orders.ts'

type Refusal = { code: 'WRONG_STATE' } | { code: 'REASON_NEEDED'; field: 'reason' }

/**
 * Calls a group order off: every order is cancelled with notice and the reason, nobody pays, stock and counters are
 * given back, and nothing stays to be bought or sorted. Taken under the lock that no desk shares, so no order outlives
 * it. Possible until the goods are on the road (DESIGN, "Life of a group order").
 * @param reason told to every shopper
 * @returns how many orders it cancelled. Refuses REASON_NEEDED and WRONG_STATE (dispatched or over, or goods have
 *   already arrived somewhere)
 */
export async function cancelGroupOrder(who: ManagerOf, reason: string): Promise<Outcome<{ orders: number }, Refusal>> {
  const { groupOrderId } = who
  const told = reason.trim()
  if (told === '') return refuse({ code: 'REASON_NEEDED', field: 'reason' })
  return sqlTransaction(async (tx) => {
    const group = await lockedGroup(tx, groupOrderId)
    if (!canFollow(group.stored, 'cancelled')) return refuse({ code: 'WRONG_STATE' })
    const states = await lockOrders(tx, groupOrderId)
    if ((await hasArrived(tx, groupOrderId)) || states.some((state) => state !== 'placed')) {
      return refuse({ code: 'WRONG_STATE' })
    }
    const { rowCount } = await tx.query(
      `update group_orders set state = 'cancelled', cancelled_at = $2, cancel_reason = $3, version = version + 1,
         updated_at = $2 where id = $1 and state = $4`,
      [groupOrderId, group.now, told, group.stored],
    )
    if (rowCount !== 1) return refuse({ code: 'WRONG_STATE' })
    await announce(tx, 'groupCancelled', group.now, [{ groupOrderId, facts: { reason: told } }])
    await releaseOrders(tx, [groupOrderId], 'group_cancelled', group.now)
    await auditSql(tx, [
      {
        actorId: who.userId,
        actorRole: who.role,
        action: 'group_order.cancel',
        subjectType: 'group_order',
        subjectId: groupOrderId,
        data: { from: group.stored, orders: states.length },
      },
    ])
    return accept({ orders: states.length })
  })
}

/** Locks the live orders, so that no station hands one over meanwhile. @returns their states */
async function lockOrders(tx: SqlTx, groupOrderId: string): Promise<string[]> {
  const { rows } = await tx.query<{ state: string }>(
    `select state from orders where group_order_id = $1 and state <> 'cancelled' order by id for update`,
    [groupOrderId],
  )
  return rows.map(({ state }) => state)
}

async function hasArrived(tx: SqlTx, groupOrderId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'select 1 from group_order_stations where group_order_id = $1 and arrived_at is not null',
    [groupOrderId],
  )
  return (rowCount ?? 0) > 0
}
