import { sqlTransaction } from '#lib/db/transaction.ts'
import { KEPT_HOURS } from '#lib/domain/lifecycle.ts'
import { auditSql } from '../audit.ts'
import { announce } from '../message/announce.ts'

/**
 * Completes every group order whose goods were kept long enough after the pickup window: what nobody came for is
 * uncollected, and they are told. Set-based and conditional, so that any number of processes may call it at any time.
 * @returns how many group orders this call completed
 */
export const completeDueGroupOrders = (): Promise<number> =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `update group_orders set state = 'completed', updated_at = clock_timestamp(), version = version + 1
       where state = 'arrived' and pickup_until + $1 * interval '1 hour' <= clock_timestamp() returning id`,
      [KEPT_HOURS],
    )
    // Also those that an undone slip put back on the shelf after their group order was completed.
    const { rows: left } = await tx.query<{ group_order_id: string; at: Date }>(
      `update orders o set state = 'uncollected' from group_orders g
       where g.id = o.group_order_id and o.state = 'ready' and g.state = 'completed'
         and g.pickup_until + $1 * interval '1 hour' <= clock_timestamp() returning o.group_order_id, clock_timestamp() as at`,
      [KEPT_HOURS],
    )
    const [first] = left
    const groups = [...new Set(left.map(({ group_order_id }) => group_order_id))]
    if (first) {
      await announce(
        tx,
        'orderUncollected',
        first.at,
        groups.map((groupOrderId) => ({ groupOrderId })),
      )
    }
    await auditSql(
      tx,
      rows.map(({ id }) => ({
        actorRole: 'system',
        action: 'group_order.complete',
        subjectType: 'group_order',
        subjectId: id,
        data: { uncollected: left.filter((order) => order.group_order_id === id).length },
      })),
    )
    return rows.length
  })
