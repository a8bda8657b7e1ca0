import type { ForecastOffer } from '#lib/domain/forecast.ts'
import type { Tier } from '#lib/domain/pricing.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { pool } from './client.ts'

/** A group order that goes or went ahead. */
export type MarginGroup = {
  id: string
  title: LocalText
  leaderId: string
  leader: LocalText
  minimumOrders: number
  /** Its pickup's day and that week's Monday, 'YYYY-MM-DD' on its own clock. */
  day: string
  week: string
  isPast: boolean
  /** Averages of up to five group orders that its leader opened before; null where there are none. */
  usualOrders: number | null
  usualBasketMinor: number | null
}

/** Equal lines of one station; what was weighed counts by its weight. */
export type MarginLine = {
  groupId: string
  stationId: string
  productId: string
  times: number
  quantity: number
  collected: number
  state: 'placed' | 'ready' | 'collected' | 'uncollected'
  isPaid: boolean
  paidMinor: number
  discountMinor: number
  isFunded: boolean
  costMinor: number
  taxBps: number
  commissionBps: number
  unit: Unit
}

export type MarginStation = {
  groupId: string
  stationId: string
  station: LocalText
  stopCostMinor: number
  orders: number
  refundMinor: number
}

export type MarginOffer = Omit<ForecastOffer, 'priceMinor'> & {
  groupId: string
  productId: string
  product: LocalText
  priceMinor: number
  tiers: Tier[]
  tierBy: 'orders' | 'quantity'
}

/** What a result is computed from; four statements however many group orders. */
export type MarginRows = {
  groups: MarginGroup[]
  lines: MarginLine[]
  stations: MarginStation[]
  offers: MarginOffer[]
}

/** Group orders whose pickup was at most so many weeks ago, or lies ahead. @param leaderId of one leader only */
export async function readMarginRows(weeks: number, leaderId: string | null): Promise<MarginRows> {
  const { rows: groups } = await pool.query<MarginGroup>(
    `select g.id, g.title, g.leader_id as "leaderId", l.name as leader, g.minimum_orders as "minimumOrders",
       to_char(g.pickup_from at time zone g.time_zone, 'YYYY-MM-DD') as day,
       to_char(date_trunc('week', g.pickup_from at time zone g.time_zone), 'YYYY-MM-DD') as week,
       g.pickup_from <= clock_timestamp() as "isPast", u.orders as "usualOrders", u.basket as "usualBasketMinor"
     from group_orders g join leaders l on l.id = g.leader_id
     cross join lateral (
       select (count(*) / nullif(count(distinct o.group_order_id), 0))::int as orders, round(avg(o.total_minor))::int as basket
       from orders o where o.state <> 'cancelled' and o.group_order_id in (
         select e.id from group_orders e where e.leader_id = g.leader_id and e.created_at < g.created_at
           and e.closed_at is not null and e.state not in ('failed', 'cancelled') order by e.created_at desc limit 5)) u
     where g.state in ('confirmed', 'received', 'dispatched', 'arrived', 'completed', 'settled')
       and g.pickup_from >= clock_timestamp() - make_interval(weeks => $1) and ($2::uuid is null or g.leader_id = $2)
     order by g.pickup_from desc, g.id`,
    [weeks, leaderId],
  )
  const ids = [groups.map(({ id }) => id)]
  const [lines, stations, offers] = await Promise.all([
    pool.query<MarginLine>(LINES, ids),
    pool.query<MarginStation>(STATIONS, ids),
    pool.query<MarginOffer>(OFFERS, ids),
  ])
  return { groups, lines: lines.rows, stations: stations.rows, offers: offers.rows }
}

const LINES = `select o.group_order_id as "groupId", o.station_id as "stationId", f.product_id as "productId", count(*)::int as times,
    coalesce(l.actual, l.quantity) as quantity, (l.collected::bigint * coalesce(l.actual, l.quantity) / l.quantity)::int as collected,
    o.state, o.payment_state in ('held', 'paid', 'part_refunded') as "isPaid",
    l.amount_minor - l.discount_minor as "paidMinor", l.discount_minor as "discountMinor", k.supplier_id is not null as "isFunded",
    v.cost_minor as "costMinor", v.tax_bps as "taxBps", v.commission_bps as "commissionBps", p.unit
  from orders o
  join order_lines l on l.order_id = o.id
  join offers f on f.id = l.offer_id
  join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
  join products p on p.id = f.product_id
  left join coupon_uses u on u.order_id = o.id
  left join coupons k on k.id = u.coupon_id
  where o.group_order_id = any($1::uuid[]) and o.state <> 'cancelled'
  group by o.group_order_id, o.station_id, f.product_id, 5, 6, o.state, 8, l.amount_minor, l.discount_minor, 11,
    v.cost_minor, v.tax_bps, v.commission_bps, p.unit`

/** What went back of an order: what was handed over and paid, less what the books still hold of it as sold, discounts taken off. */
const STATIONS = `with paid as (
    select o.id, o.group_order_id, o.station_id, sum((l.amount_minor - l.discount_minor) * l.collected / l.quantity) as goods
    from orders o join order_lines l on l.order_id = o.id
    where o.group_order_id = any($1::uuid[]) and o.state = 'collected' and o.payment_state in ('paid', 'part_refunded', 'refunded')
    group by o.id),
  books as (
    select t.order_id, -sum(e.amount_minor) as net from paid
    join ledger_transactions t on t.order_id = paid.id
    join ledger_entries e on e.transaction_id = t.id
    join ledger_accounts a on a.id = e.account_id and a.kind in ('sales', 'tax', 'discounts')
    group by 1),
  refunds as (
    select p.group_order_id, p.station_id, sum(greatest(0, p.goods - b.net))::bigint as refund
    from paid p join books b on b.order_id = p.id group by 1, 2)
  select gs.group_order_id as "groupId", gs.station_id as "stationId", s.name as station, s.stop_cost_minor as "stopCostMinor",
    (select count(*)::int from orders o where o.group_order_id = gs.group_order_id and o.station_id = gs.station_id
       and o.state <> 'cancelled') as orders, coalesce(r.refund, 0) as "refundMinor"
  from group_order_stations gs join stations s on s.id = gs.station_id
  left join refunds r on r.group_order_id = gs.group_order_id and r.station_id = gs.station_id
  where gs.group_order_id = any($1::uuid[])`

const OFFERS = `select f.group_order_id as "groupId", f.product_id as "productId", p.name as product, v.price_minor as "priceMinor",
    v.tiers, v.tier_by as "tierBy", v.cost_minor as "costMinor", v.tax_bps as "taxBps", v.commission_bps as "commissionBps"
  from offers f join offer_prices v on v.offer_id = f.id and v.version = 1 join products p on p.id = f.product_id
  where f.group_order_id = any($1::uuid[])`
