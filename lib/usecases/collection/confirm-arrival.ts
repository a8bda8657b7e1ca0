import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { actorOf, type KeeperOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { announce } from '../message/announce.ts'

export type Arrived = {
  /** Orders of this station that can be collected now. */
  orders: number
  /** Whether every station of the group order has its goods. */
  isComplete: boolean
}

export type ArrivalRefusal = { code: 'NOT_FOUND' } | { code: 'WRONG_STATE' } | { code: 'ALREADY_ARRIVED' }

/**
 * Confirms that the goods of a group order have arrived at a station: its orders become ready and their shoppers are
 * told. When no station still waits, the group order has arrived.
 * Refuses NOT_FOUND (the group order does not serve this station), WRONG_STATE (not on the way), ALREADY_ARRIVED.
 */
export const confirmArrival = (who: KeeperOf, groupOrderId: string): Promise<Outcome<Arrived, ArrivalRefusal>> =>
  sqlTransaction(async (tx) => {
    // Stations of one group order confirm one after the other: else the last two would each still see the other waiting.
    const { rows: groups } = await tx.query<{ state: string; arrived_at: Date | null }>(
      `select g.state, s.arrived_at from group_orders g join group_order_stations s on s.group_order_id = g.id
       where g.id = $1 and s.station_id = $2 for update of g`,
      [groupOrderId, who.stationId],
    )
    const group = groups[0]
    if (!group) return refuse({ code: 'NOT_FOUND' })
    const now = await databaseClock(tx)
    const { rowCount: confirmed } = await tx.query(
      `update group_order_stations s set arrived_at = $3, arrived_by = $4 from group_orders g
       where s.group_order_id = $1 and s.station_id = $2 and s.arrived_at is null and g.id = $1 and g.state = 'dispatched'`,
      [groupOrderId, who.stationId, now, who.userId],
    )
    if (confirmed !== 1) return refuse({ code: await whyNot(tx, groupOrderId, who.stationId) })
    const { rowCount: orders } = await tx.query(
      `update orders set state = 'ready' where group_order_id = $1 and station_id = $2 and state = 'placed'`,
      [groupOrderId, who.stationId],
    )
    const { rowCount: completed } = await tx.query(
      `update group_orders g set state = 'arrived', updated_at = $2, version = version + 1
       where id = $1 and state = 'dispatched'
         and not exists (select 1 from orders o where o.group_order_id = g.id and o.state = 'placed')`,
      [groupOrderId, now],
    )
    await announce(tx, 'orderReady', now, [{ groupOrderId, stationId: who.stationId }])
    const facts = {
      ...actorOf(who, 'keeper'),
      subjectType: 'group_order',
      subjectId: groupOrderId,
    } as const
    const data = { stationId: who.stationId, orders }
    await auditSql(tx, [{ ...facts, action: 'group_order.arrive', data }])
    return accept({ orders: orders ?? 0, isComplete: completed === 1 })
  })

async function whyNot(tx: SqlTx, groupOrderId: string, stationId: string): Promise<'ALREADY_ARRIVED' | 'WRONG_STATE'> {
  const { rows } = await tx.query(
    'select 1 from group_order_stations where group_order_id = $1 and station_id = $2 and arrived_at is not null',
    [groupOrderId, stationId],
  )
  return rows.length > 0 ? 'ALREADY_ARRIVED' : 'WRONG_STATE'
}
