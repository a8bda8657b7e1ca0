import { type MadeGroup, makeOrder } from '#prisma/factories/group-order.ts'
import type { Site } from './site.ts'

/** Orders that are simply there, where no server is wanted: two of everything each. */
export async function haveOrders(
  site: Site,
  { groupOrderId, stationId, offers }: MadeGroup,
  count: number,
): Promise<void> {
  const lines = offers.map(({ offerId }) => ({ offerId, quantity: 2 }))
  for (let made = 0; made < count; made += 1) await makeOrder(site.db, { groupOrderId, stationId, lines })
  await site.sql(`update orders set body_hash = 'written by the harness' where group_order_id = $1`, [groupOrderId])
}

/** Lets the cutoff pass now, by the database's clock: the harness's own hand in the data, as no use case moves it back. */
export async function passCutoff(site: Site, groups: readonly MadeGroup[], inMs = 0): Promise<void> {
  await site.sql(
    `update group_orders set cutoff_at = clock_timestamp() + $2 * interval '1 ms' where id = any($1::uuid[])`,
    [idsOf(groups), inMs],
  )
}

/** Whether its close is committed. */
export async function isClosed(site: Site, { groupOrderId }: MadeGroup): Promise<boolean> {
  return (
    (await site.sql('select 1 from group_orders where id = $1 and closed_at is not null', [groupOrderId])).length === 1
  )
}

/** How many of them are closed. */
export async function closedAmong(site: Site, groups: readonly MadeGroup[]): Promise<number> {
  const rows = await site.sql('select 1 from group_orders where id = any($1::uuid[]) and closed_at is not null', [
    idsOf(groups),
  ])
  return rows.length
}

/** How often they were closed altogether, by the trail that nobody can change. */
export async function closedTimes(site: Site, groups: readonly MadeGroup[]): Promise<number> {
  const rows = await site.sql(
    `select 1 from audit_entries where action = 'group_order.close' and subject_id = any($1::text[])`,
    [idsOf(groups)],
  )
  return rows.length
}

/** How long after the cutoff each was closed: the longest, ms. */
export async function longestLag(site: Site, groups: readonly MadeGroup[]): Promise<number> {
  const [row] = await site.sql<{ ms: number }>(
    `select max(extract(epoch from closed_at - cutoff_at) * 1000)::float8 as ms from group_orders where id = any($1::uuid[])`,
    [idsOf(groups)],
  )
  return row?.ms ?? 0
}

const idsOf = (groups: readonly MadeGroup[]): string[] => groups.map(({ groupOrderId }) => groupOrderId)
