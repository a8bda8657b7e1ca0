import { toleranceOf, UNIT_ROWS } from '#lib/db/tolerance.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import { discountsOf, termsOf } from '#lib/domain/coupon.ts'
import { returnedToWallet } from '#lib/domain/ledger-wallet.ts'
import { type Pricing, priceAt, type Tier } from '#lib/domain/pricing.ts'
import { lineTotalMinor, UNITS, type Unit } from '#lib/domain/quantity.ts'
import { postToLedger } from '../ledger/post.ts'
import { giveBackOnline } from '../payment/give-back.ts'

/**
 * Freezes the orders of group orders that go ahead: everybody pays the final tier, and what to buy is written down. No
 * order is rewritten for it: that it is frozen, and its place on the shelf, follow from its group order's close
 * (docs/adr/0009). A few statements however many orders.
 */
export async function freeze(tx: SqlTx, groupOrderIds: string[]): Promise<void> {
  if (groupOrderIds.length === 0) return
  await lowerPrices(tx, groupOrderIds)
  // a product stands once in a group order, and an offer once in an order: lines are orders
  await tx.query(
    `insert into demand (group_order_id, product_id, ordered, orders)
     select o.group_order_id, f.product_id, sum(l.quantity)::int, count(*)::int
     from orders o join order_lines l on l.order_id = o.id join offers f on f.id = l.offer_id
     where o.group_order_id = any($1::uuid[]) and o.state = 'placed' and f.source = 'presale'
     group by o.group_order_id, f.product_id`,
    [groupOrderIds],
  )
}

type PriceRow = {
  offer_id: string
  version: number
  price_minor: number
  tiers: Tier[]
  tier_by: Pricing['tierBy']
  sold: number
  orders: number
  unit: Unit
  tolerance_bps: number
}

/**
 * Writes the final price where a tier was reached below the price when ordered, and what those lines and orders come to. Who
 * paid more in advance has the difference back.
 */
async function lowerPrices(tx: SqlTx, groupOrderIds: string[]): Promise<void> {
  const { rows } = await tx.query<PriceRow>(
    `select v.offer_id, v.version, v.price_minor, v.tiers, v.tier_by, v.tolerance_bps, c.sold, n.orders, p.unit
     from offer_prices v
     join offers o on o.id = v.offer_id
     join offer_counters c on c.offer_id = o.id
     join group_counters n on n.group_order_id = o.group_order_id
     join products p on p.id = o.product_id
     where o.group_order_id = any($1::uuid[]) and v.tiers <> '[]'::jsonb`,
    [groupOrderIds],
  )
  const lowered = rows
    .map((row) => ({ ...row, final: finalPrice(row) }))
    .filter(({ final, price_minor }) => final < price_minor)
  if (lowered.length === 0) return
  const { rows: cheaper } = await tx.query<Cheaper>(
    `with lowered as (
       update order_lines l set final_minor = n.final, amount_minor = line_total(n.final, l.quantity, n.per)
       from unnest($2::uuid[], $3::int[], $4::int[], $5::int[]) as n(offer_id, version, final, per), orders o
       where l.offer_id = n.offer_id and l.price_version = n.version and o.id = l.order_id
         and o.group_order_id = any($1::uuid[]) and o.state = 'placed'
       returning l.order_id, line_total(l.price_minor, l.quantity, n.per) - l.amount_minor as less),
     orders_less as (select order_id, sum(less)::int as less from lowered group by order_id),
     cheaper as (update orders o set total_minor = o.total_minor - n.less from orders_less n where o.id = n.order_id
       returning o.id, o.shopper_id, o.currency, o.payment_state, n.less)
     select c.id, c.shopper_id as "shopperId", c.currency, c.less, c.payment_state = 'held' as "isHeld", u.coupon_id as "couponId"
     from cheaper c left join coupon_uses u on u.order_id = c.id where c.payment_state = 'held' or u.order_id is not null`,
    [
      groupOrderIds,
      lowered.map(({ offer_id }) => offer_id),
      lowered.map(({ version }) => version),
      lowered.map(({ final }) => final),
      lowered.map(({ unit }) => UNITS[unit].perPrice),
    ],
  )
  const lessOff = await lowerDiscounts(
    tx,
    cheaper.filter(({ couponId }) => couponId).map(({ id }) => id),
  )
  const net = cheaper.map((order) => ({ ...order, amountMinor: order.less - (lessOff.get(order.id) ?? 0) }))
  const tolerant = lowered.filter(({ tolerance_bps }) => tolerance_bps > 0).map(({ offer_id }) => offer_id)
  const lessTolerance = await lowerTolerances(tx, groupOrderIds, tolerant, net)
  const back = net
    .map((order) => ({ ...order, amountMinor: order.amountMinor + (lessTolerance.get(order.id) ?? 0) }))
    .filter(({ isHeld, amountMinor }) => isHeld && amountMinor > 0)
  await postToLedger(
    tx,
    back.map(({ id, shopperId, currency, amountMinor }) =>
      returnedToWallet({ orderId: id, shopperId, amountMinor, currency }, 'final_price'),
    ),
  )
  await giveBackOnline(
    tx,
    back.map(({ id: orderId, amountMinor }) => ({ orderId, amountMinor, reason: 'lowered' })),
  )
}

/**
 * What weighed goods may come to beyond what was ordered, at the final price. Where rounding would make it more than what the
 * order could come to before, it stays with that: nobody is asked for more than they were shown.
 * @param offerIds those with a tolerance whose price fell
 * @param less by how much orders that were paid in advance, or use a coupon, come to less
 * @returns by order, how much less it may come to beyond its total, minor units
 */
async function lowerTolerances(
  tx: SqlTx,
  groupOrderIds: string[],
  offerIds: string[],
  less: readonly { id: string; amountMinor: number }[],
): Promise<Map<string, number>> {
  if (offerIds.length === 0) return new Map()
  const { rows } = await tx.query<{ id: string; less: number }>(
    `with tolerant as (
       select o.id, o.tolerance_minor from orders o
       where o.group_order_id = any($1::uuid[]) and o.state = 'placed' and o.tolerance_minor > 0
         and exists (select 1 from order_lines t where t.order_id = o.id and t.offer_id = any($2::uuid[]))),
     open as (
       select t.id, t.tolerance_minor as before, coalesce(n.tolerance, 0) as after
       from tolerant t left join (${toleranceOf('l.order_id in (select id from tolerant)', '$3', '$4')}) as n on n.order_id = t.id),
     bounded as (select open.id, before, least(after, before + coalesce(n.less, after)) as after
       from open left join unnest($5::uuid[], $6::int[]) as n(id, less) on n.id = open.id)
     update orders o set tolerance_minor = n.after from bounded n where o.id = n.id and n.after <> n.before
     returning o.id, n.before - n.after as less`,
    [groupOrderIds, offerIds, ...UNIT_ROWS, less.map(({ id }) => id), less.map(({ amountMinor }) => amountMinor)],
  )
  return new Map(rows.map((row) => [row.id, row.less]))
}

type CouponLine = {
  order_id: string
  offer_id: string
  unit: Unit
  quantity: number
  amount_minor: number
  discount_minor: number
  cost_minor: number
  bps: number | null
  off_minor: number | null
}

/**
 * What coupons take off lower prices, by the function that took it off when they were ordered: a part of less is less, and
 * there is less room above cost.
 * @returns by order, how much less is taken off, minor units
 */
async function lowerDiscounts(tx: SqlTx, orderIds: string[]): Promise<Map<string, number>> {
  if (orderIds.length === 0) return new Map()
  const { rows } = await tx.query<CouponLine>(
    `select l.order_id, l.offer_id, p.unit, l.quantity, l.amount_minor, l.discount_minor, v.cost_minor, c.bps, c.amount_minor as off_minor
     from order_lines l join coupon_uses u on u.order_id = l.order_id join coupons c on c.id = u.coupon_id
     join offers f on f.id = l.offer_id join products p on p.id = f.product_id
     join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
     where l.order_id = any($1::uuid[]) order by l.order_id, l.offer_id for update of c`,
    [orderIds],
  )
  const changed = [...Map.groupBy(rows, (row) => row.order_id).values()].flatMap(discountedAgain)
  if (changed.length === 0) return new Map()
  const { rows: less } = await tx.query<{ order_id: string; less: number }>(
    `with moved as (
       update order_lines l set discount_minor = n.discount
       from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as n(order_id, offer_id, discount, less)
       where l.order_id = n.order_id and l.offer_id = n.offer_id returning l.order_id, n.less),
     sums as (select order_id, sum(less)::int as less from moved group by 1),
     totals as (update orders o set total_minor = o.total_minor + n.less from sums n where o.id = n.order_id),
     used as (update coupon_uses u set discount_minor = u.discount_minor - n.less from sums n where u.order_id = n.order_id
       returning u.coupon_id, n.less),
     spent as (update coupons c set spent_minor = c.spent_minor - n.less
       from (select coupon_id, sum(less)::int as less from used group by 1) as n where c.id = n.coupon_id)
     select order_id, less from sums`,
    [
      changed.map((line) => line.order_id),
      changed.map((line) => line.offer_id),
      changed.map((line) => line.discountMinor),
      changed.map((line) => line.less),
    ],
  )
  return new Map(less.map((row) => [row.order_id, row.less]))
}

/** The lines of one order whose discount changes with their price. */
function discountedAgain(lines: CouponLine[]): (CouponLine & { discountMinor: number; less: number })[] {
  const [first] = lines
  if (!first) return []
  const asked = lines.map((line) => ({
    amountMinor: line.amount_minor,
    costMinor: lineTotalMinor(line.cost_minor, line.quantity, line.unit),
  }))
  const discounts = discountsOf(asked, termsOf(first.bps, first.off_minor))
  return lines
    .map((line, index) => ({ ...line, discountMinor: discounts[index] ?? 0 }))
    .map((line) => ({ ...line, less: line.discount_minor - line.discountMinor }))
    .filter(({ less }) => less !== 0)
}

/** An order whose final price is lower, where it was paid in advance or a coupon is used. */
type Cheaper = {
  id: string
  shopperId: string
  currency: string
  less: number
  isHeld: boolean
  couponId: string | null
}

const finalPrice = ({ price_minor, tiers, tier_by, orders, sold }: PriceRow): number =>
  priceAt({ priceMinor: price_minor, tiers, tierBy: tier_by }, { orders, quantity: sold })
