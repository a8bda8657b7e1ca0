import { pool } from '#lib/db/client.ts'
import type { CouponTerms } from '#lib/domain/coupon.ts'
import type { OrderState } from '#lib/domain/lifecycle.ts'
import { maskName } from '#lib/domain/masking.ts'
import { priceLines, sumUp, type Tier } from '#lib/domain/pricing.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { ApiPlacer, ApiReader } from '#lib/domain/who.ts'
import { type ApiPage, type ApiRows, cut, oneMore } from './api-page.ts'

/** Quantities are pieces, or grams where the unit is weighed; money is minor units. */
export type ApiOrderLine = {
  offerId: string
  productId: string
  quantity: number
  /** Grams weighed; null where it is not weighed. */
  actual: number | null
  /** By how much it may weigh more and be charged for, basis points. */
  toleranceBps: number
  collected: number
  priceMinor: number
  amountMinor: number
  /** What the order's coupon takes off. */
  discountMinor: number
  /** For containers, until they come back. */
  depositMinor: number
}

export type ApiOrder = {
  id: string
  groupOrderId: string
  stationId: string
  number: number
  state: OrderState
  paymentState: string
  currency: string
  /** At the prices in force; final once the group order has closed. */
  totalMinor: number
  /** What it may come to at most beyond that, as lines are not weighed yet. */
  toleranceMinor: number
  /** Whole for the program that placed it, else masked. */
  name: string
  /** For the program that placed it alone. */
  contact: string | null
  pickupCode: string | null
  placedAt: Date
  amendedAt: Date | null
  cancelledAt: Date | null
  cancelReason: string | null
  collectedAt: Date | null
  lines: ApiOrderLine[]
}

type LineRow = Omit<ApiOrderLine, 'priceMinor' | 'amountMinor' | 'depositMinor'> & {
  orderedMinor: number
  finalMinor: number | null
  amountMinor: number
  lineDepositMinor: number
  depositMinor: number
  costMinor: number
  tiers: Tier[]
  tierBy: 'orders' | 'quantity'
  unit: Unit
  sold: number
}
type Row = Omit<ApiOrder, 'lines' | 'totalMinor' | 'contact' | 'pickupCode'> & {
  contact: string
  pickupCode: string
  isOwn: boolean
  orders: number
  coupon: CouponTerms | null
  lines: LineRow[]
}

/** Every order of a program carries its key's id in front of its Idempotency-Key: $1. */
const SELECT = `select o.id, o.group_order_id as "groupOrderId", o.station_id as "stationId", o.number,
    order_state(o.state, g.closed_at) as state, o.payment_state as "paymentState", o.tolerance_minor as "toleranceMinor", o.currency, o.name, o.contact,
    o.pickup_code as "pickupCode", o.placed_at as "placedAt", o.amended_at as "amendedAt", o.cancelled_at as "cancelledAt",
    o.cancel_reason as "cancelReason", o.collected_at as "collectedAt", starts_with(o.idempotency_key, $1) as "isOwn", c.orders,
    (select json_agg(json_build_object('offerId', l.offer_id, 'productId', f.product_id, 'quantity', l.quantity, 'actual', l.actual, 'toleranceBps', v.tolerance_bps,
        'collected', l.collected, 'orderedMinor', l.price_minor, 'finalMinor', l.final_minor, 'amountMinor', l.amount_minor,
        'discountMinor', l.discount_minor, 'lineDepositMinor', l.deposit_minor, 'depositMinor', v.deposit_minor, 'costMinor', v.cost_minor,
        'tiers', v.tiers, 'tierBy', v.tier_by, 'unit', p.unit, 'sold', n.sold) order by f.position, f.id)
      from order_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
      join offer_counters n on n.offer_id = f.id
      join offer_prices v on v.offer_id = f.id and v.version = l.price_version
      where l.order_id = o.id) as lines,
    (select json_build_object('bps', c.bps, 'amountMinor', c.amount_minor) from coupon_uses u join coupons c on c.id = u.coupon_id
      where u.order_id = o.id) as coupon
  from orders o join group_orders g on g.id = o.group_order_id join group_counters c on c.group_order_id = g.id`

/** What this program may see: its leader's groups, and of them all orders or its own. */
const VISIBLE = '($2::uuid is null or g.leader_id = $2) and ($3 or starts_with(o.idempotency_key, $1))'

const seen = (who: ApiReader) => [prefixOf(who), who.leaderId, who.seesAll] as const

/** In front of every Idempotency-Key that the desk keeps for this program. */
export const prefixOf = ({ userId }: Pick<ApiPlacer, 'userId'>): string => `api:${userId}:`

/** The orders of a group order; undefined where there is no such group order for this program. */
export async function apiOrders(
  who: ApiReader,
  groupOrderId: string,
  page: ApiPage,
): Promise<ApiRows<ApiOrder> | undefined> {
  const group = await pool.query('select 1 from group_orders where id = $1 and ($2::uuid is null or leader_id = $2)', [
    groupOrderId,
    who.leaderId,
  ])
  if (!group.rowCount) return undefined
  const { rows } = await pool.query<Row>(
    `${SELECT} where o.group_order_id = $4 and ${VISIBLE} and ($5::uuid is null or o.id > $5) order by o.id limit $6`,
    [...seen(who), groupOrderId, page.cursor ?? null, oneMore(page)],
  )
  return cut(
    // A list carries no pickup code, not even of one's own orders: lists are printed and passed on.
    rows.map((row) => ({ ...viewOf(who, row), pickupCode: null })),
    page,
    ({ id }) => id,
  )
}

/** One order; undefined for what this program may not see. */
export async function apiOrder(who: ApiReader, id: string): Promise<ApiOrder | undefined> {
  const { rows } = await pool.query<Row>(`${SELECT} where o.id = $4 and ${VISIBLE}`, [...seen(who), id])
  return rows[0] && viewOf(who, rows[0])
}

/** The order that this program placed under an Idempotency-Key, if it did (TRUST I12). */
export async function apiOrderByKey(who: ApiReader, key: string): Promise<ApiOrder | undefined> {
  const { rows } = await pool.query<Row>(`${SELECT} where o.idempotency_key = $1 || $4 and ${VISIBLE}`, [
    ...seen(who),
    key,
  ])
  return rows[0] && viewOf(who, rows[0])
}

/** Whose and where an order is that this program placed; undefined for any other. */
export async function placedOrder(
  who: ApiPlacer,
  id: string,
): Promise<{ groupOrderId: string; shopperId: string } | undefined> {
  const { rows } = await pool.query<{ groupOrderId: string; shopperId: string }>(
    `select group_order_id as "groupOrderId", shopper_id as "shopperId" from orders
     where id = $1 and starts_with(idempotency_key, $2)`,
    [id, prefixOf(who)],
  )
  return rows[0]
}

/** Where an order waits; undefined for one that is none. */
export async function placeOfOrder(id: string): Promise<{ groupOrderId: string; stationId: string } | undefined> {
  const { rows } = await pool.query<{ groupOrderId: string; stationId: string }>(
    'select group_order_id as "groupOrderId", station_id as "stationId" from orders where id = $1',
    [id],
  )
  return rows[0]
}

function viewOf(who: ApiReader, { isOwn, orders, coupon, lines, ...row }: Row): ApiOrder {
  const isWhole = isOwn && who.seesOwn
  const current = row.state === 'placed' ? atCurrentPrices(lines, orders, coupon ?? undefined) : undefined
  const priced = current?.lines ?? lines.map(asStored)
  return {
    ...row,
    name: isWhole ? row.name : maskName(row.name),
    contact: isWhole ? row.contact : null,
    pickupCode: isWhole ? row.pickupCode : null,
    lines: priced,
    totalMinor: sumUp(priced).totalMinor,
    toleranceMinor: row.state === 'cancelled' ? 0 : (current?.toleranceMinor ?? row.toleranceMinor),
  }
}

/** While the group's prices still move. */
function atCurrentPrices(lines: LineRow[], orders: number, coupon: CouponTerms | undefined) {
  const asked = lines.map(
    ({ offerId, quantity, unit, orderedMinor, tiers, tierBy, depositMinor, toleranceBps, costMinor, sold }) => ({
      ...{ offerId, quantity, unit, costMinor },
      pricing: { priceMinor: orderedMinor, tiers, tierBy, depositMinor, toleranceBps },
      quantitySold: sold,
    }),
  )
  const { lines: priced, toleranceMinor } = priceLines(asked, orders, coupon)
  return { lines: lines.map((line, index): ApiOrderLine => ({ ...asStored(line), ...priced[index] })), toleranceMinor }
}

const asStored = (line: LineRow): ApiOrderLine => ({
  offerId: line.offerId,
  productId: line.productId,
  quantity: line.quantity,
  actual: line.actual,
  toleranceBps: line.toleranceBps,
  collected: line.collected,
  priceMinor: line.finalMinor ?? line.orderedMinor,
  amountMinor: line.amountMinor,
  discountMinor: line.discountMinor,
  depositMinor: line.lineDepositMinor,
})
