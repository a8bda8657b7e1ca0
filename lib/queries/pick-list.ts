import { pool } from '#lib/db/client.ts'
import type { GroupState } from '#lib/domain/lifecycle.ts'
import { lastDigits, maskName } from '#lib/domain/masking.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import { SHELF_COLOURS, type ShelfLabel, shelfLabel } from '#lib/domain/shelf-label.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor, ManagerOf } from '#lib/domain/who.ts'
import { isId } from './gates.ts'

/** Pieces, or grams where the product's unit is weighed. */
export type PickLine = { offerId: string; productId: string; quantity: number }

export type PickOrder = {
  orderId: string
  /** Relay number. */
  number: number
  label: ShelfLabel | null
  /** Masked: "L**" (RULES, "Privacy"). */
  name: string
  /** The phone's last three digits, or '' for someone who gave an e-mail address. */
  phoneEnd: string
  lines: PickLine[]
}

/** What a station gets of a product in all, and how it comes out of the supplier's cases. */
export type PickTotal = PickLine & { orders: number; cases: number; loose: number }

export type PickStation = {
  stationId: string
  name: LocalText
  timeZone: string
  /** By shelf colour, then by place on the shelf: as the bags stand. */
  orders: PickOrder[]
  totals: PickTotal[]
}

export type PickProduct = {
  offerId: string
  productId: string
  sku: string
  name: LocalText
  pack: LocalText
  unit: Unit
  caseSize: number
  storage: string
}

export type PickLists = {
  groupOrderId: string
  slug: string
  title: LocalText
  leader: LocalText
  state: GroupState
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  timeZone: string
  /** When this was read. */
  at: Date
  /** Every product that somebody gets, in the group's own order. */
  products: PickProduct[]
  stations: PickStation[]
}

type Row = PickLine & { stationId: string; orderId: string; number: number; shelf: number | null }
type Named = { name: string; contact: string }

const GROUP = `select g.id as "groupOrderId", g.slug, g.title, l.name as leader, g.state, g.cutoff_at as "cutoffAt",
    g.pickup_from as "pickupFrom", g.pickup_until as "pickupUntil", g.time_zone as "timeZone",
    clock_timestamp() as at
  from group_orders g join leaders l on l.id = g.leader_id where g.id = $1`

const PRODUCTS = `select o.id as "offerId", p.id as "productId", p.sku, p.name, p.pack, p.unit, p.case_size as "caseSize", p.storage
  from offers o join products p on p.id = o.product_id
  where o.group_order_id = $1 and exists (select 1 from picks k where k.offer_id = o.id) order by o.position, o.id`

const STATIONS = `select s.id as "stationId", s.name, s.time_zone as "timeZone"
  from stations s where s.id in (select station_id from picks where group_order_id = $1) order by s.name->>'en', s.id`

const PICKS = `select k.station_id as "stationId", k.order_id as "orderId", k.offer_id as "offerId", f.product_id as "productId", k.quantity,
    o.number, o.shelf, o.name, o.contact
  from picks k join orders o on o.id = k.order_id join offers f on f.id = k.offer_id
  where k.group_order_id = $1 order by k.station_id, o.shelf nulls last, o.number, f.position`

/**
 * What goes to each station of a closed group order, order by order, and in all.
 * @param who the duty `stock`, or who runs this very group
 * @param groupOrderId any text; undefined is answered for what is no group of theirs
 * @returns masked people only; no station before the cutoff, as nothing is frozen yet
 */
export async function pickLists(
  who: ManagerOf | AdminFor<'stock'>,
  groupOrderId: string,
): Promise<PickLists | undefined> {
  if (!isId(groupOrderId) || ('groupOrderId' in who && who.groupOrderId !== groupOrderId)) return undefined
  const [groups, products, stations, picks] = await Promise.all([
    pool.query<Omit<PickLists, 'products' | 'stations'>>(GROUP, [groupOrderId]),
    pool.query<PickProduct>(PRODUCTS, [groupOrderId]),
    pool.query<Pick<PickStation, 'stationId' | 'name' | 'timeZone'>>(STATIONS, [groupOrderId]),
    pool.query<Row & Named>(PICKS, [groupOrderId]),
  ])
  const group = groups.rows[0]
  if (!group) return undefined
  const ordersOf = ordersByStation(picks.rows)
  return {
    ...group,
    products: products.rows,
    stations: stations.rows.map((station) => {
      const orders = ordersOf.get(station.stationId) ?? []
      return { ...station, orders, totals: totalsOf(orders, products.rows) }
    }),
  }
}

function ordersByStation(rows: (Row & Named)[]): Map<string, PickOrder[]> {
  const stations = new Map<string, Map<string, PickOrder>>()
  for (const row of rows) {
    const orders = stations.get(row.stationId) ?? new Map<string, PickOrder>()
    stations.set(row.stationId, orders)
    const order = orders.get(row.orderId) ?? orderOf(row)
    orders.set(row.orderId, order)
    order.lines.push({ offerId: row.offerId, productId: row.productId, quantity: row.quantity })
  }
  return new Map([...stations].map(([id, orders]) => [id, [...orders.values()].sort(onTheShelf)]))
}

function orderOf({ orderId, number, shelf, name, contact }: Row & Named): PickOrder {
  return {
    orderId,
    number,
    label: shelf === null ? null : shelfLabel(shelf),
    name: maskName(name),
    phoneEnd: contact.includes('@') ? '' : lastDigits(contact, 3),
    lines: [],
  }
}

/** Bags of one colour stand together; within it, as the labels were given. */
function onTheShelf(a: PickOrder, b: PickOrder): number {
  const colour = (order: PickOrder) => (order.label ? SHELF_COLOURS.indexOf(order.label.colour) : SHELF_COLOURS.length)
  return colour(a) - colour(b)
}

function totalsOf(orders: PickOrder[], products: PickProduct[]): PickTotal[] {
  const sums = new Map<string, { quantity: number; orders: number }>()
  for (const { lines } of orders) {
    for (const { offerId, quantity } of lines) {
      const sum = sums.get(offerId) ?? { quantity: 0, orders: 0 }
      sums.set(offerId, { quantity: sum.quantity + quantity, orders: sum.orders + 1 })
    }
  }
  return products.flatMap(({ offerId, productId, caseSize }) => {
    const sum = sums.get(offerId)
    return sum ? [{ offerId, productId, ...sum, ...casesAndLoose(sum.quantity, caseSize) }] : []
  })
}

/** How a quantity comes out of whole cases. */
export const casesAndLoose = (quantity: number, caseSize: number): { cases: number; loose: number } => ({
  cases: Math.floor(quantity / caseSize),
  loose: quantity % caseSize,
})
