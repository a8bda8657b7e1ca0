import { db, pool } from '#lib/db/client.ts'
import { readRates } from '#lib/db/rates.ts'
import { type Played, type ReplayChange, type ReplayGroup, type ReplayOffer, replay } from '#lib/domain/replay.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { isId } from './gates.ts'

export type ReplayRow = { id: string; title: LocalText; cutoffAt: Date; timeZone: string; was: Played; changed: Played }

export type ReplayReport = { rows: ReplayRow[]; was: Played; changed: Played }

/** What can be chosen: leaders that opened something, and the stations and products of one leader's group orders. */
export type ReplayChoices = {
  leaders: { id: string; name: LocalText }[]
  stations: { id: string; name: LocalText }[]
  products: { id: string; name: LocalText }[]
}

const WENT_AHEAD = `g.closed_at is not null and g.state not in ('failed', 'cancelled')
  and g.cutoff_at >= clock_timestamp() - make_interval(weeks => $2)`

/** @param leaderId whose group orders are played; undefined while nobody is chosen */
export async function replayChoices(
  _who: AdminFor<'money'>,
  leaderId: string | undefined,
  weeks: number,
): Promise<ReplayChoices> {
  const leaders = await db.leader.findMany({
    where: { groupOrders: { some: { closedAt: { not: null } } } },
    orderBy: { appliedAt: 'asc' },
    select: { id: true, name: true },
  })
  const of = async (sql: string) =>
    leaderId && isId(leaderId) ? (await pool.query<{ id: string; name: LocalText }>(sql, [leaderId, weeks])).rows : []
  const [stations, products] = await Promise.all([
    of(`select distinct s.id, s.name from group_orders g join group_order_stations gs on gs.group_order_id = g.id
        join stations s on s.id = gs.station_id where g.leader_id = $1 and ${WENT_AHEAD} order by s.id`),
    of(`select distinct p.id, p.name from group_orders g join offers f on f.group_order_id = g.id
        join products p on p.id = f.product_id where g.leader_id = $1 and ${WENT_AHEAD} order by p.id`),
  ])
  return { leaders: leaders.map(({ id, name }) => ({ id, name: name as LocalText })), stations, products }
}

/**
 * Plays a leader's past group orders again under other terms, beside how they were; both by the same function and today's
 * rates, so that the difference is the change's alone. Nothing is written.
 */
export async function replayReport(
  _who: AdminFor<'money'>,
  leaderId: string,
  weeks: number,
  change: ReplayChange,
): Promise<ReplayReport> {
  if (!isId(leaderId)) return reportOf([])
  const [rates, groups] = await Promise.all([readRates(pool), readGroups(leaderId, weeks)])
  return reportOf(
    groups.map(({ past, ...group }) => ({ ...group, was: replay(past, rates), changed: replay(past, rates, change) })),
  )
}

function reportOf(rows: ReplayRow[]): ReplayReport {
  const together = (which: 'was' | 'changed'): Played =>
    rows.reduce<Played>(
      (sum, { [which]: each }) => ({
        goesAhead: sum.goesAhead || each.goesAhead,
        orders: sum.orders + each.orders,
        leftMinor: sum.leftMinor + each.leftMinor,
        commissionMinor: sum.commissionMinor + each.commissionMinor,
      }),
      { goesAhead: false, orders: 0, leftMinor: 0, commissionMinor: 0 },
    )
  return { rows, was: together('was'), changed: together('changed') }
}

type GroupRow = Pick<ReplayRow, 'id' | 'title' | 'cutoffAt' | 'timeZone'> & { minimumOrders: number }
type OrderRow = ReplayGroup['orders'][number] & { groupId: string }
type Past = Omit<ReplayRow, 'was' | 'changed'> & { past: ReplayGroup }

async function readGroups(leaderId: string, weeks: number): Promise<Past[]> {
  const { rows: groups } = await pool.query<GroupRow>(
    `select g.id, g.title, g.cutoff_at as "cutoffAt", g.time_zone as "timeZone", g.minimum_orders as "minimumOrders"
     from group_orders g where g.leader_id = $1 and ${WENT_AHEAD} order by g.cutoff_at desc, g.id`,
    [leaderId, weeks],
  )
  const ids = [groups.map(({ id }) => id)]
  const [orders, offers, stops] = await Promise.all([
    pool.query<OrderRow>(
      `select o.group_order_id as "groupId", o.station_id as "stationId", o.placed_at as "placedAt",
         json_agg(json_build_object('productId', f.product_id, 'version', l.price_version, 'quantity', l.quantity,
           'weighed', case when l.actual is not null then json_build_object('actual', l.actual,
             'charged', charged_quantity(l.quantity, l.actual, v.tolerance_bps)) end,
           'discountMinor', l.discount_minor,
           'fundedMinor', case when k.supplier_id is null then 0 else l.discount_minor end)) as lines
       from orders o join order_lines l on l.order_id = o.id join offers f on f.id = l.offer_id
       join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
       left join coupon_uses u on u.order_id = o.id left join coupons k on k.id = u.coupon_id
       where o.group_order_id = any($1::uuid[]) and o.state <> 'cancelled' group by o.id`,
      ids,
    ),
    pool.query<ReplayOffer & { groupId: string }>(
      `select f.group_order_id as "groupId", f.product_id as "productId", v.version, v.price_minor as "priceMinor", v.tiers,
         v.tier_by as "tierBy", v.cost_minor as "costMinor", v.tax_bps as "taxBps", v.commission_bps as "commissionBps", p.unit
       from offers f join offer_prices v on v.offer_id = f.id join products p on p.id = f.product_id
       where f.group_order_id = any($1::uuid[])`,
      ids,
    ),
    pool.query<ReplayGroup['stops'][number] & { groupId: string }>(
      `select gs.group_order_id as "groupId", s.id as "stationId", s.stop_cost_minor as "stopCostMinor"
       from group_order_stations gs join stations s on s.id = gs.station_id where gs.group_order_id = any($1::uuid[])`,
      ids,
    ),
  ])
  const by = <T extends { groupId: string }>(rows: T[]) => Map.groupBy(rows, ({ groupId }) => groupId)
  const [ordersOf, offersOf, stopsOf] = [by(orders.rows), by(offers.rows), by(stops.rows)]
  return groups.map(({ minimumOrders, ...group }) => ({
    ...group,
    past: {
      cutoffAt: group.cutoffAt,
      minimumOrders,
      orders: ordersOf.get(group.id) ?? [],
      offers: offersOf.get(group.id) ?? [],
      stops: stopsOf.get(group.id) ?? [],
    },
  }))
}
