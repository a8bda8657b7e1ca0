import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { effectiveState, GROUP_STATES, type GroupState } from '#lib/domain/lifecycle.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { PAGE_ROWS, type Page, pageOf, patternOf } from './admin-page.ts'
import { isId } from './gates.ts'

export type AdminGroupRow = {
  id: string
  title: LocalText
  leader: LocalText
  state: GroupState
  boughtAt: Date | null
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  timeZone: string
  currency: string
  orders: number
  minimumOrders: number
  totalMinor: number
}

export type GroupFilter = { state?: string | undefined; search?: string | undefined; page?: number | undefined }

const COLUMNS = `g.id, g.title, l.name as leader, g.state, g.bought_at as "boughtAt", g.cutoff_at as "cutoffAt",
  g.pickup_from as "pickupFrom", g.pickup_until as "pickupUntil", g.time_zone as "timeZone", g.currency, c.orders,
  g.minimum_orders as "minimumOrders", t.total as "totalMinor"`

const FROM = `from group_orders g join leaders l on l.id = g.leader_id join group_counters c on c.group_order_id = g.id
  cross join lateral (select coalesce(sum(o.total_minor), 0)::bigint as total from orders o
    where o.group_order_id = g.id and o.state <> 'cancelled') t`

/**
 * Group orders of all leaders, the latest cutoff first.
 * @param _who any duty
 * @param filter `state` is one of the life cycle's; `search` is looked for in title and leader
 */
export async function adminGroupOrders(_who: AdminFor, filter: GroupFilter): Promise<Page<AdminGroupRow>> {
  const state = GROUP_STATES.find((each) => each === filter.state) ?? null
  const page = filter.page ?? 1
  const { rows } = await pool.query<AdminGroupRow & { total: number }>(
    `with found as (select g.id, count(*) over ()::int as total from group_orders g join leaders l on l.id = g.leader_id
       where ($1::text is null or g.state::text = $1)
         and ($2::text is null or concat_ws(' ', g.title->>'en', g.title->>'zh-CN') ilike $2 or concat_ws(' ', l.name->>'en', l.name->>'zh-CN') ilike $2)
       order by g.cutoff_at desc, g.id limit ${PAGE_ROWS} offset $3)
     select ${COLUMNS}, f.total ${FROM} join found f on f.id = g.id order by g.cutoff_at desc, g.id`,
    [state, patternOf(filter.search), (page - 1) * PAGE_ROWS],
  )
  return pageOf(rows, page)
}

export type AdminGroup = AdminGroupRow & {
  slug: string
  /** What its times make of the stored state. */
  effective: GroupState
  opensAt: Date
  closedAt: Date | null
  cancelReason: string | null
  isNoLoss: boolean
  collected: number
  stations: { id: string; name: LocalText; orders: number; arrivedAt: Date | null }[]
}

/**
 * One group order as the operator works on it.
 * @param _who any duty
 * @param id any text; undefined is answered for what is no group order
 */
export async function adminGroupOrder(_who: AdminFor, id: string): Promise<AdminGroup | undefined> {
  if (!isId(id)) return undefined
  const [groups, stations, at] = await Promise.all([
    pool.query<Omit<AdminGroup, 'effective' | 'stations'>>(
      `select ${COLUMNS}, g.slug, g.opens_at as "opensAt", g.closed_at as "closedAt", g.cancel_reason as "cancelReason",
         g.is_no_loss as "isNoLoss",
         (select count(*)::int from orders o where o.group_order_id = g.id and o.state = 'collected') as collected
       ${FROM} where g.id = $1`,
      [id],
    ),
    pool.query<AdminGroup['stations'][number]>(
      `select s.id, s.name, gs.arrived_at as "arrivedAt", (select count(*)::int from orders o
         where o.group_order_id = $1 and o.station_id = s.id and o.state <> 'cancelled') as orders
       from group_order_stations gs join stations s on s.id = gs.station_id
       where gs.group_order_id = $1 order by s.name->>'en', s.id`,
      [id],
    ),
    now(),
  ])
  const group = groups.rows[0]
  return group && { ...group, effective: effectiveState(group, at), stations: stations.rows }
}
