import { type CouponRow, couponOf } from '#lib/db/coupon-row.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import type { DeskRequest, LineOnShelf, OfferOnShelf, OrderOnShelf, Shelf } from '#lib/domain/desk.ts'
import type { GroupState, PaymentMethod, StoredOrderState } from '#lib/domain/lifecycle.ts'
import type { Pricing, Tier } from '#lib/domain/pricing.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'

type GroupRow = {
  id: string
  state: GroupState
  opens_at: Date
  cutoff_at: Date
  currency: string
  region: string
  code_secret: string
  time_zone: string
  title: LocalText
  pickup_from: Date
  pickup_until: Date
  stations: { id: string; name: LocalText }[]
  at: Date
}
type OfferRow = {
  id: string
  product_id: string
  unit: Unit
  price_version: number
  price_minor: number
  deposit_minor: number
  tolerance_bps: number
  cost_minor: number
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
  discount_minor: number
  line_deposit_minor: number
  deposit_minor: number
  tolerance_bps: number
  cost_minor: number
  tiers: Tier[]
  tier_by: Pricing['tierBy']
}
type OrderRow = {
  id: string
  shopper_id: string
  station_id: string
  number: number
  state: StoredOrderState
  payment: PaymentMethod
  coupon_id: string | null
  is_held: boolean
  tolerance_minor: number
  contact: string
  locale: string
}
type CarrierRow = { code: string; id: string; user_id: string }
type UseRow = { shopper_id: string; coupon_id: string; uses: number }
type KeyRow = { id: string; number: number; idempotency_key: string; body_hash: string; answered_minor: number }

/** What a decision is written with and told by, beyond what it rests on. */
export type LoadedGroup = {
  currency: string
  region: string
  codeSecret: string
  title: LocalText
  timeZone: string
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  /** Names of its stations by id. */
  stations: ReadonlyMap<string, LocalText>
  /** The database's time, read after every lock was granted. */
  now: Date
}

/** Whom to tell about an order. */
export type LoadedOrder = {
  number: number
  shopperId: string
  contact: string
  locale: string
  payment: PaymentMethod
  isHeld: boolean
}

export type Loaded = { shelf: Shelf; group: LoadedGroup; orders: ReadonlyMap<string, LoadedOrder> }

/** The orders that used one of the keys, in whichever group order. */
const USED = `select id, number, idempotency_key, body_hash, answered_minor from orders where idempotency_key = any($1::text[])`

/** The orders that requests name. */
const NAMED = `select o.id, o.shopper_id, o.station_id, o.number, o.state, o.payment_method as payment, o.payment_state = 'held' as is_held, o.tolerance_minor, c.coupon_id, o.contact, u.locale
  from orders o join users u on u.id = o.shopper_id left join coupon_uses c on c.order_id = o.id where o.group_order_id = $1 and o.id = any($2::uuid[])`

const LINES = `select l.order_id, l.offer_id, l.quantity, l.price_version, l.price_minor, l.amount_minor, l.discount_minor,
    l.deposit_minor as line_deposit_minor, p.deposit_minor, p.tolerance_bps, p.cost_minor, p.tiers, p.tier_by
  from orders o join order_lines l on l.order_id = o.id
  join offer_prices p on p.offer_id = l.offer_id and p.version = l.price_version
  where o.group_order_id = $1 and o.id = any($2::uuid[])`

/** Those asked for and those of the orders named, their counters locked in id order. */
const OFFERS = `select o.id, o.product_id, p.unit, o.price_version, v.price_minor, v.deposit_minor, v.tolerance_bps, v.cost_minor, v.tiers, v.tier_by, o.cap, o.limit_per_shopper,
    c.sold, o.source, o.withdrawn_at is not null as withdrawn
  from offers o
  join offer_counters c on c.offer_id = o.id
  join products p on p.id = o.product_id
  join offer_prices v on v.offer_id = o.id and v.version = o.price_version
  where o.group_order_id = $1 and o.id = any($2::uuid[])
  order by o.id for update of c`

const STOCK = `select product_id, on_hand - reserved as available from stock
  where product_id in (select product_id from offers where group_order_id = $1 and id = any($2::uuid[]) and source = 'stock')
  order by product_id for update`

/** What each shopper of the batch holds of each limited offer in live orders of this group order. */
const HELD = `select o.shopper_id, l.offer_id, sum(l.quantity)::int as quantity
  from orders o join order_lines l on l.order_id = o.id
  where exists (select 1 from offers f where f.group_order_id = $1 and f.limit_per_shopper is not null)
    and o.shopper_id = any($2::uuid[]) and o.group_order_id = $1 and o.state <> 'cancelled'
  group by 1, 2`

/** The coupons that requests name by code, and those of the orders that they name: nobody else spends from them meanwhile. */
const COUPONS = `select id, code, bps, amount_minor, minimum_minor, group_order_id, valid_from, valid_until, budget_minor, spent_minor,
    limit_per_shopper, ended_at is null as is_active
  from coupons where code = any($1::text[]) or id in (select coupon_id from coupon_uses where order_id = any($2::uuid[]))
  order by id for no key update`

/** For how many live orders these shoppers have used them: asked for after the lock. */
const USES = `select u.shopper_id, u.coupon_id, count(*)::int as uses from coupon_uses u join coupons c on c.id = u.coupon_id
  where c.code = any($1::text[]) and u.shopper_id = any($2::uuid[]) group by 1, 2`

/** Those of the links that requests name who carry the group order at this moment. */
const CARRIERS = `select c.code, c.id, l.user_id from group_carriers c join leaders l on l.id = c.leader_id join users u on u.id = l.user_id
  where c.group_order_id = $1 and c.code = any($2::text[]) and c.ended_at is null and l.state = 'approved' and u.disabled_at is null`

/** The wallets of these shoppers, and of those whose orders are named: nobody else spends from them meanwhile. */
const WALLETS = `select id from ledger_accounts where kind = 'wallet' and owner_id in (
    select unnest($2::uuid[]) union all
    select shopper_id from orders where group_order_id = $1 and id = any($3::uuid[]) and payment_state = 'held')
  order by owner_id for no key update`

/** What is in them, of the group order's currency: asked for after the lock, which alone makes it true. */
const BALANCES = `select a.owner_id, -coalesce(sum(e.amount_minor), 0) as balance
  from ledger_accounts a join group_orders g on g.id = $1 and g.currency = a.currency
  join ledger_entries e on e.account_id = a.id
  where a.kind = 'wallet' and a.owner_id = any($2::uuid[]) group by 1`

const GROUP = `select g.id, g.state, g.opens_at, g.cutoff_at, g.currency, g.region, g.code_secret, g.time_zone, g.title,
    g.pickup_from, g.pickup_until, clock_timestamp() as at,
    (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name)), '[]'::json)
     from group_order_stations n join stations s on s.id = n.station_id where n.group_order_id = g.id) as stations
  from group_orders g where g.id = $1`

/** Where a group order's relay numbers stand. */
export type Counter = { next_number: number; orders: number }

/**
 * Takes the group order's counter: until the end of the transaction nobody else decides about this group order.
 * @returns undefined when there is no such group order
 */
export async function lockCounter(tx: SqlTx, groupOrderId: string): Promise<Counter | undefined> {
  const sql = 'select next_number, orders from group_counters where group_order_id = $1 for update'
  return (await tx.query<Counter>(sql, [groupOrderId])).rows[0]
}

/**
 * Reads all that a batch of requests needs, locking what it may change: the offers' counters in id order, the stock in id
 * order. The caller has the group order's lock as desk and its counter. The statements are sent together and run one after
 * the other: the clock, read by the last one, is later than every lock.
 * @returns undefined when there is no such group order
 */
export async function loadShelf(
  tx: SqlTx,
  groupOrderId: string,
  counter: Counter,
  requests: readonly DeskRequest[],
): Promise<Loaded | undefined> {
  const named = requests.flatMap((request) => (request.kind === 'place' ? [] : [request.orderId]))
  const keys = requests.flatMap((request) => (request.kind === 'place' ? [request.key] : []))
  const shoppers = [...new Set(requests.map(({ shopperId }) => shopperId))]
  // only who amends or cancels has lines to give back, and their offers are known when these are read
  const lines = named.length ? (await tx.query<LineRow>(LINES, [groupOrderId, named])).rows : []
  const offerIds = [...new Set([...askedFor(requests), ...lines.map((line) => line.offer_id)])]
  const payers = requests.flatMap((request) =>
    request.kind === 'place' && request.payment === 'wallet' ? [request.shopperId] : [],
  )
  const mayPay = payers.length > 0 || requests.some(({ kind }) => kind === 'amend')
  const codes = requests.flatMap((request) =>
    request.kind === 'place' && request.couponCode ? [request.couponCode] : [],
  )
  const links = requests.flatMap((request) =>
    request.kind === 'place' && request.carrierCode ? [request.carrierCode] : [],
  )
  const [used, orders, offers, stock, held, coupons, uses, carriers, , balances, groups] = await Promise.all([
    keys.length ? tx.query<KeyRow>(USED, [keys]) : { rows: [] },
    named.length ? tx.query<OrderRow>(NAMED, [groupOrderId, named]) : { rows: [] },
    tx.query<OfferRow>(OFFERS, [groupOrderId, offerIds]),
    tx.query<{ product_id: string; available: number }>(STOCK, [groupOrderId, offerIds]),
    tx.query<{ shopper_id: string; offer_id: string; quantity: number }>(HELD, [groupOrderId, shoppers]),
    codes.length || named.length ? tx.query<CouponRow>(COUPONS, [codes, named]) : { rows: [] },
    codes.length ? tx.query<UseRow>(USES, [codes, shoppers]) : { rows: [] },
    links.length ? tx.query<CarrierRow>(CARRIERS, [groupOrderId, links]) : { rows: [] },
    mayPay && tx.query(WALLETS, [groupOrderId, payers, named]),
    mayPay ? tx.query<{ owner_id: string; balance: number }>(BALANCES, [groupOrderId, shoppers]) : { rows: [] },
    tx.query<GroupRow>(GROUP, [groupOrderId]),
  ])
  const group = groups.rows[0]
  if (!group) return undefined
  const stations = new Map(group.stations.map(({ id, name }) => [id, name]))
  return {
    group: groupOf(group, stations),
    orders: new Map(
      orders.rows.map((row) => [
        row.id,
        {
          number: row.number,
          shopperId: row.shopper_id,
          contact: row.contact,
          locale: row.locale,
          payment: row.payment,
          isHeld: row.is_held,
        },
      ]),
    ),
    shelf: {
      group: {
        id: group.id,
        state: group.state,
        opensAt: group.opens_at,
        cutoffAt: group.cutoff_at,
        nextNumber: counter.next_number,
        orders: counter.orders,
        stationIds: new Set(stations.keys()),
      },
      offers: offersOf(offers.rows, stock.rows),
      orders: new Map(orders.rows.map((row) => [row.id, onShelf(row, lines)])),
      held: countsOf(held.rows.map((row) => [row.shopper_id, row.offer_id, row.quantity])),
      coupons: new Map(coupons.rows.map((row) => [row.id, couponOf(row)])),
      couponIds: new Map(coupons.rows.map(({ code, id }) => [code, id])),
      couponUses: countsOf(uses.rows.map((row) => [row.shopper_id, row.coupon_id, row.uses])),
      carriers: new Map(carriers.rows.map((row) => [row.code, { id: row.id, userId: row.user_id }])),
      wallets: new Map(balances.rows.map((row) => [row.owner_id, row.balance])),
      keys: new Map(
        used.rows.map((row) => [
          row.idempotency_key,
          { bodyHash: row.body_hash, orderId: row.id, number: row.number, answeredMinor: row.answered_minor },
        ]),
      ),
    },
  }
}

const askedFor = (requests: readonly DeskRequest[]): string[] =>
  requests.flatMap((request) => (request.kind === 'cancel' ? [] : request.lines.map(({ offerId }) => offerId)))

const groupOf = (row: GroupRow, stations: ReadonlyMap<string, LocalText>): LoadedGroup => ({
  currency: row.currency,
  region: row.region,
  codeSecret: row.code_secret,
  title: row.title,
  timeZone: row.time_zone,
  cutoffAt: row.cutoff_at,
  pickupFrom: row.pickup_from,
  pickupUntil: row.pickup_until,
  stations,
  now: row.at,
})

function offersOf(rows: OfferRow[], stock: { product_id: string; available: number }[]): Map<string, OfferOnShelf> {
  const available = new Map(stock.map((row) => [row.product_id, row.available]))
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        productId: row.product_id,
        unit: row.unit,
        priceVersion: row.price_version,
        pricing: pricingOf(row),
        costMinor: row.cost_minor,
        cap: row.cap,
        limitPerShopper: row.limit_per_shopper,
        sold: row.sold,
        stockLeft: row.source === 'stock' ? (available.get(row.product_id) ?? 0) : null,
        withdrawn: row.withdrawn,
      },
    ]),
  )
}

/** For each shopper, how much of each. */
function countsOf(rows: [shopperId: string, id: string, count: number][]): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>()
  for (const [shopperId, id, count] of rows) {
    const own = counts.get(shopperId) ?? new Map<string, number>()
    counts.set(shopperId, own.set(id, count))
  }
  return counts
}

const onShelf = (row: OrderRow, lines: LineRow[]): OrderOnShelf => ({
  id: row.id,
  shopperId: row.shopper_id,
  stationId: row.station_id,
  number: row.number,
  state: row.state,
  payment: row.payment,
  couponId: row.coupon_id,
  isHeld: row.is_held,
  toleranceMinor: row.tolerance_minor,
  lines: lines.filter((line) => line.order_id === row.id).map(lineOnShelf),
})

const lineOnShelf = (row: LineRow): LineOnShelf => ({
  offerId: row.offer_id,
  quantity: row.quantity,
  priceVersion: row.price_version,
  priceMinor: row.price_minor,
  amountMinor: row.amount_minor,
  discountMinor: row.discount_minor,
  depositMinor: row.line_deposit_minor,
  pricing: pricingOf(row),
  costMinor: row.cost_minor,
})

const pricingOf = (
  row: Pick<OfferRow, 'price_minor' | 'tiers' | 'tier_by' | 'deposit_minor' | 'tolerance_bps'>,
): Pricing => ({
  priceMinor: row.price_minor,
  tiers: row.tiers,
  tierBy: row.tier_by,
  depositMinor: row.deposit_minor,
  toleranceBps: row.tolerance_bps,
})
