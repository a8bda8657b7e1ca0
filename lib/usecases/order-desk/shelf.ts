import type { SqlTx } from '#lib/db/transaction.ts'
import type { DeskRequest, LineOnShelf, OfferOnShelf, OrderOnShelf, Shelf } from '#lib/domain/desk.ts'
import type { GroupState, OrderState } from '#lib/domain/lifecycle.ts'
import type { Pricing, Tier } from '#lib/domain/pricing.ts'
import type { Unit } from '#lib/domain/quantity.ts'

type GroupRow = {
  id: string
  state: GroupState
  opens_at: Date
  cutoff_at: Date
  currency: string
  region: string
  code_secret: string
  time_zone: string
  station_ids: string[]
  at: Date
}
type OfferRow = {
  id: string
  product_id: string
  unit: Unit
  price_version: number
  price_minor: number
  tiers: Tier[]
  tier_by: Pricing['tierBy']
  cap: number | null
  limit_per_shopper: number | null
  sold: number
  source: 'presale' | 'stock'
  withdrawn: boolean
}
type LineRow = {
  order_id: string
  offer_id: string
  quantity: number
  price_version: number
  price_minor: number
  amount_minor: number
  tiers: Tier[]
  tier_by: Pricing['tierBy']
}
type OrderRow = {
  id: string
  shopper_id: string
  station_id: string
  number: number
  state: OrderState
  idempotency_key: string
  body_hash: string
  answered_minor: number
  group_order_id: string
}

export type LoadedGroup = { currency: string; region: string; codeSecret: string; now: Date }

/**
 * Reads the group order and the time. The caller holds the desk's lock, so both are what the decision may rest on.
 * @returns undefined when there is no such group order
 */
async function loadGroup(tx: SqlTx, groupOrderId: string): Promise<GroupRow | undefined> {
  const { rows } = await tx.query<GroupRow>(
    `select g.id, g.state, g.opens_at, g.cutoff_at, g.currency, g.region, g.code_secret, g.time_zone, clock_timestamp() as at,
            array(select station_id::text from group_order_stations s where s.group_order_id = g.id) as station_ids
     from group_orders g where g.id = $1`,
    [groupOrderId],
  )
  return rows[0]
}

/** The orders that requests name, and those that used one of their keys, with their lines. */
async function loadOrders(tx: SqlTx, groupOrderId: string, requests: readonly DeskRequest[]) {
  const ids = requests.flatMap((request) => (request.kind === 'place' ? [] : [request.orderId]))
  const keys = requests.flatMap((request) => (request.kind === 'place' ? [request.key] : []))
  const { rows } = await tx.query<OrderRow>(
    `select id, shopper_id, station_id, number, state, idempotency_key, body_hash, answered_minor, group_order_id
     from orders where (id = any($2::uuid[]) and group_order_id = $1) or idempotency_key = any($3::text[])`,
    [groupOrderId, ids, keys],
  )
  const named = rows.filter((row) => ids.includes(row.id))
  const { rows: lines } = named.length
    ? await tx.query<LineRow>(
        `select l.order_id, l.offer_id, l.quantity, l.price_version, l.price_minor, l.amount_minor, p.tiers, p.tier_by
         from order_lines l join offer_prices p on p.offer_id = l.offer_id and p.version = l.price_version
         where l.order_id = any($1::uuid[])`,
        [named.map(({ id }) => id)],
      )
    : { rows: [] }
  return { rows, named, lines }
}

/** The offers of these ids, their counters locked in id order: two baskets in opposite order cannot block each other. */
async function loadOffers(tx: SqlTx, groupOrderId: string, ids: string[]): Promise<Map<string, OfferOnShelf>> {
  const { rows } = await tx.query<OfferRow>(
    `select o.id, o.product_id, p.unit, o.price_version, v.price_minor, v.tiers, v.tier_by, o.cap, o.limit_per_shopper,
            c.sold, o.source, o.withdrawn_at is not null as withdrawn
     from offers o
     join offer_counters c on c.offer_id = o.id
     join products p on p.id = o.product_id
     join offer_prices v on v.offer_id = o.id and v.version = o.price_version
     where o.id = any($2::uuid[]) and o.group_order_id = $1
     order by o.id for update of c`,
    [groupOrderId, ids],
  )
  const fromStock = rows.filter(({ source }) => source === 'stock').map(({ product_id }) => product_id)
  const { rows: stock } = fromStock.length
    ? await tx.query<{ product_id: string; available: number }>(
        'select product_id, on_hand - reserved as available from stock where product_id = any($1::uuid[]) order by product_id for update',
        [fromStock],
      )
    : { rows: [] }
  const available = new Map(stock.map((row) => [row.product_id, row.available]))
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        productId: row.product_id,
        unit: row.unit,
        priceVersion: row.price_version,
        pricing: { priceMinor: row.price_minor, tiers: row.tiers, tierBy: row.tier_by },
        cap: row.cap,
        limitPerShopper: row.limit_per_shopper,
        sold: row.sold,
        stockLeft: row.source === 'stock' ? (available.get(row.product_id) ?? 0) : null,
        withdrawn: row.withdrawn,
      },
    ]),
  )
}

/** What each shopper of the batch holds of each offer in live orders of this group order. */
async function loadHeld(tx: SqlTx, groupOrderId: string, shopperIds: string[]) {
  const { rows } = await tx.query<{ shopper_id: string; offer_id: string; quantity: number }>(
    `select o.shopper_id, l.offer_id, sum(l.quantity)::int as quantity
     from orders o join order_lines l on l.order_id = o.id
     where o.shopper_id = any($2::uuid[]) and o.group_order_id = $1 and o.state <> 'cancelled'
     group by 1, 2`,
    [groupOrderId, shopperIds],
  )
  const held = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const own = held.get(row.shopper_id) ?? new Map<string, number>()
    held.set(row.shopper_id, own.set(row.offer_id, row.quantity))
  }
  return held
}

/**
 * Reads all that a batch of requests needs, locking what it may change: the group's counter, the offers' counters in id
 * order, the stock in id order. The caller has taken the group order's lock as desk.
 */
export async function loadShelf(
  tx: SqlTx,
  groupOrderId: string,
  requests: readonly DeskRequest[],
): Promise<{ shelf: Shelf; group: LoadedGroup } | undefined> {
  const { rows: counters } = await tx.query<{ next_number: number; orders: number }>(
    'select next_number, orders from group_counters where group_order_id = $1 for update',
    [groupOrderId],
  )
  const counter = counters[0]
  const orders = await loadOrders(tx, groupOrderId, requests)
  const wanted = requests.flatMap((request) =>
    request.kind === 'cancel' ? [] : request.lines.map(({ offerId }) => offerId),
  )
  const offers = await loadOffers(tx, groupOrderId, [
    ...new Set([...wanted, ...orders.lines.map((line) => line.offer_id)]),
  ])
  const held = await loadHeld(tx, groupOrderId, [...new Set(requests.map(({ shopperId }) => shopperId))])
  // last, so that the clock is read after every lock was granted
  const group = await loadGroup(tx, groupOrderId)
  if (!group || !counter) return undefined
  return {
    group: { currency: group.currency, region: group.region, codeSecret: group.code_secret, now: group.at },
    shelf: {
      group: {
        id: group.id,
        state: group.state,
        opensAt: group.opens_at,
        cutoffAt: group.cutoff_at,
        nextNumber: counter.next_number,
        orders: counter.orders,
        stationIds: new Set(group.station_ids),
      },
      offers,
      orders: new Map(orders.named.map((row) => [row.id, onShelf(row, orders.lines)])),
      held,
      keys: new Map(
        orders.rows.map((row) => [
          row.idempotency_key,
          { bodyHash: row.body_hash, orderId: row.id, number: row.number, answeredMinor: row.answered_minor },
        ]),
      ),
    },
  }
}

const onShelf = (row: OrderRow, lines: LineRow[]): OrderOnShelf => ({
  id: row.id,
  shopperId: row.shopper_id,
  stationId: row.station_id,
  number: row.number,
  state: row.state,
  lines: lines.filter((line) => line.order_id === row.id).map(lineOnShelf),
})

const lineOnShelf = (row: LineRow): LineOnShelf => ({
  offerId: row.offer_id,
  quantity: row.quantity,
  priceVersion: row.price_version,
  priceMinor: row.price_minor,
  amountMinor: row.amount_minor,
  pricing: { priceMinor: row.price_minor, tiers: row.tiers, tierBy: row.tier_by },
})
