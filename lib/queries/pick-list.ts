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

type GroupRow = Omit<PickLists, 'products' | 'stations'>
type OfferRow = { groupOrderId: string; offerId: string; productId: string }
type OfferedProduct = Omit<PickProduct, 'offerId'>
type BagRow = {
  groupOrderId: string
  stationId: string
  orderId: string
  number: number
  shelf: number
  name: string
  contact: string
  /** "offerId quantity" of each line, joined by commas: far cheaper than rows or JSON where a city's bags are read. */
  lines: string
}
type StationRow = { stationId: string; name: LocalText; timeZone: string }

const GROUPS = `select g.id as "groupOrderId", g.slug, g.title, l.name as leader, g.state, g.cutoff_at as "cutoffAt",
    g.pickup_from as "pickupFrom", g.pickup_until as "pickupUntil", g.time_zone as "timeZone",
    clock_timestamp() as at
  from group_orders g join leaders l on l.id = g.leader_id where g.id = any($1::uuid[])`

// Products and stations are read apart: a city's evening offers few products thousands of times.
const OFFERS = `select group_order_id as "groupOrderId", id as "offerId", product_id as "productId" from offers
  where group_order_id = any($1::uuid[]) order by position, id`

const PRODUCTS = `select id as "productId", sku, name, pack, unit, case_size as "caseSize", storage from products where id = any($1::uuid[])`

const STATIONS = `select id as "stationId", name, time_zone as "timeZone" from stations where id = any($1::uuid[])
  order by name->>'en', id`

/**
 * The bags themselves are the pick list: whatever was in at the close, by place on the shelf. As the view `bags`, whose
 * places these are, but with the lines in one pass over a city's orders instead of two.
 */
const BAGS = `select * from (
    select o.group_order_id as "groupOrderId", o.station_id as "stationId", o.id as "orderId", o.number, o.name, o.contact, o.state,
      (row_number() over (partition by o.group_order_id, o.station_id order by o.number) - 1)::int as shelf,
      string_agg(l.offer_id || ' ' || l.quantity, ',') as lines
    from orders o join group_orders g on g.id = o.group_order_id join order_lines l on l.order_id = o.id
    where o.group_order_id = any($1::uuid[]) and g.closed_at is not null
      and (o.cancelled_at is null or o.cancelled_at > g.closed_at)
    group by o.id) as bags
  where state <> 'cancelled' order by "groupOrderId", "stationId", shelf`

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
  return (await listsOf([groupOrderId]))[0]
}

/** The pick lists of many group orders in a few statements, such as a city's evening; unknown ids are left out. */
export const manyPickLists = (_who: AdminFor<'stock'>, groupOrderIds: string[]): Promise<PickLists[]> =>
  listsOf(groupOrderIds.filter(isId))

async function listsOf(ids: string[]): Promise<PickLists[]> {
  const [groups, offers, bags] = await Promise.all([
    pool.query<GroupRow>(GROUPS, [ids]),
    pool.query<OfferRow>(OFFERS, [ids]),
    pool.query<BagRow>(BAGS, [ids]),
  ])
  const [products, stations] = await Promise.all([
    pool.query<OfferedProduct>(PRODUCTS, [distinct(offers.rows.map(({ productId }) => productId))]),
    pool.query<StationRow>(STATIONS, [distinct(bags.rows.map(({ stationId }) => stationId))]),
  ])
  const productOf = new Map(products.rows.map((product) => [product.productId, product]))
  const offersOf = Map.groupBy(offers.rows, ({ groupOrderId }) => groupOrderId)
  const bagsOf = Map.groupBy(bags.rows, ({ groupOrderId }) => groupOrderId)
  const byName = new Map(stations.rows.map((station, place) => [station.stationId, { ...station, place }]))
  return groups.rows.map((group) => {
    const { groupOrderId } = group
    const offered = (offersOf.get(groupOrderId) ?? []).flatMap(({ offerId, productId }): PickProduct[] => {
      const product = productOf.get(productId)
      return product ? [{ offerId, ...product }] : []
    })
    return { ...group, ...sorted(offered, byName, bagsOf.get(groupOrderId) ?? []) }
  })
}

const distinct = (ids: string[]): string[] => [...new Set(ids)]

type Stations = ReadonlyMap<string, StationRow & { place: number }>

/** One group order's bags, station by station, and every product that somebody gets. */
function sorted(offered: PickProduct[], stations: Stations, bags: BagRow[]): Pick<PickLists, 'products' | 'stations'> {
  const place = new Map(offered.map(({ offerId, productId }, index) => [offerId, { index, productId }]))
  const ordersOf = Map.groupBy(
    bags.map((bag) => ({ stationId: bag.stationId, order: orderOf(bag, place) })),
    ({ stationId }) => stationId,
  )
  const wanted = new Set(
    [...ordersOf.values()].flat().flatMap(({ order }) => order.lines.map(({ offerId }) => offerId)),
  )
  const products = offered.filter(({ offerId }) => wanted.has(offerId))

  return {
    products,
    stations: [...ordersOf]
      .map(([stationId, own]) => ({ station: stations.get(stationId), orders: own.map(({ order }) => order) }))
      .sort((a, b) => (a.station?.place ?? 0) - (b.station?.place ?? 0))
      .flatMap(({ station, orders }) => {
        if (!station) return []
        const { place: _, ...named } = station
        return [{ ...named, orders: orders.sort(onTheShelf), totals: totalsOf(orders, products) }]
      }),
  }
}

type Places = ReadonlyMap<string, { index: number; productId: string }>

/** Its lines stand in the group's own order. */
function orderOf({ orderId, number, shelf, name, contact, lines }: BagRow, place: Places): PickOrder {
  return {
    orderId,
    number,
    label: shelfLabel(shelf),
    name: maskName(name),
    phoneEnd: contact.includes('@') ? '' : lastDigits(contact, 3),
    lines: lines
      .split(',')
      .map((line) => {
        const offerId = line.slice(0, 36)
        return { offerId, productId: place.get(offerId)?.productId ?? '', quantity: Number(line.slice(37)) }
      })
      .sort((a, b) => (place.get(a.offerId)?.index ?? 0) - (place.get(b.offerId)?.index ?? 0)),
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
