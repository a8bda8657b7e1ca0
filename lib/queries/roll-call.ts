import { pool } from '#lib/db/client.ts'
import { lastDigits, maskName } from '#lib/domain/masking.ts'
import { lineTotalMinor, type Unit } from '#lib/domain/quantity.ts'
import { type ShelfLabel, shelfLabel } from '#lib/domain/shelf-label.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { priceNow } from './leader-lines.ts'

export type RollCallOrder = {
  number: number
  label: ShelfLabel | null
  /** Masked, as leaders may see it (RULES, "Privacy"). */
  name: string
  /** Last three digits of the phone; empty where only an e-mail is known. */
  phoneEnd: string
  lines: { name: unknown; unit: Unit; quantity: number }[]
  totalMinor: number
  isCollected: boolean
}

export type RollCall = {
  title: unknown
  currency: string
  pickupFrom: Date
  pickupUntil: Date
  timeZone: string
  stations: { id: string; name: unknown; orders: RollCallOrder[] }[]
}

/** Who is expected at which station, in the order they joined: what a leader calls out. No name, code or contact. */
export async function rollCall(who: ManagerOf): Promise<RollCall> {
  const { groupOrderId } = who
  const { rows: groups } = await pool.query(
    `select title, currency, pickup_from, pickup_until, time_zone from group_orders where id = $1`,
    [groupOrderId],
  )
  const { rows: stations } = await pool.query<{ id: string; name: unknown }>(
    `select s.id, s.name from stations s join group_order_stations g on g.station_id = s.id
     where g.group_order_id = $1 order by s.id`,
    [groupOrderId],
  )
  const { rows: orders } = await pool.query<OrderRow>(ORDERS, [groupOrderId])
  const group = groups[0]
  if (!group) throw new Error(`no group order ${groupOrderId}`)
  return {
    title: group.title,
    currency: group.currency,
    pickupFrom: group.pickup_from,
    pickupUntil: group.pickup_until,
    timeZone: group.time_zone,
    stations: stations.map((station) => ({
      ...station,
      orders: orders.filter(({ station_id }) => station_id === station.id).map(orderView),
    })),
  }
}

type LineRow = {
  name: unknown
  unit: Unit
  quantity: number
  /** What is charged of it, where it was weighed. */
  charged: number
  sold: number
  final_minor: number | null
  price_minor: number
  tiers: { from: number; priceMinor: number }[]
  tier_by: 'orders' | 'quantity'
}

type OrderRow = {
  station_id: string
  number: number
  shelf: number | null
  name: string
  contact: string
  state: string
  orders: number
  lines: LineRow[]
}

const ORDERS = `
  select o.station_id, o.number, b.shelf, o.name, o.contact, o.state, gc.orders,
         json_agg(json_build_object('name', p.name, 'unit', p.unit, 'quantity', l.quantity,
           'charged', charged_quantity(l.quantity, l.actual, v.tolerance_bps), 'sold', c.sold,
           'final_minor', l.final_minor, 'price_minor', v.price_minor, 'tiers', v.tiers, 'tier_by', v.tier_by)
           order by f.position) as lines
  from orders o
  join group_counters gc on gc.group_order_id = o.group_order_id
  join order_lines l on l.order_id = o.id
  join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
  join offers f on f.id = l.offer_id
  join offer_counters c on c.offer_id = l.offer_id
  join products p on p.id = f.product_id
  left join bags b on b.order_id = o.id and b.group_order_id = $1
  where o.group_order_id = $1 and o.state <> 'cancelled'
  group by o.id, gc.orders, b.shelf
  order by o.number`

function orderView(row: OrderRow): RollCallOrder {
  const amounts = row.lines.map((line) => {
    const price = priceNow(line, { orders: row.orders, quantity: line.sold })
    return lineTotalMinor(price, line.charged, line.unit)
  })
  return {
    number: row.number,
    label: row.shelf === null ? null : shelfLabel(row.shelf),
    name: maskName(row.name),
    phoneEnd: row.contact.includes('@') ? '' : lastDigits(row.contact, 3),
    lines: row.lines.map(({ name, unit, quantity }) => ({ name, unit, quantity })),
    totalMinor: amounts.reduce((sum, amount) => sum + amount, 0),
    isCollected: row.state === 'collected',
  }
}
