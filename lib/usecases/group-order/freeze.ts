import type { SqlTx } from '#lib/db/transaction.ts'
import { returnedToWallet } from '#lib/domain/ledger-wallet.ts'
import { type Pricing, priceAt, type Tier } from '#lib/domain/pricing.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import { postToLedger } from '../ledger/post.ts'

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
}

/**
 * Writes the final price where a tier was reached below the price when ordered, and what those lines and orders come to. Who
 * paid more in advance has the difference back.
 */
async function lowerPrices(tx: SqlTx, groupOrderIds: string[]): Promise<void> {
  const { rows } = await tx.query<PriceRow>(
    `select v.offer_id, v.version, v.price_minor, v.tiers, v.tier_by, c.sold, n.orders, p.unit
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
  const { rows: prepaid } = await tx.query<{ id: string; shopper_id: string; currency: string; less: number }>(
    `with lowered as (
       update order_lines l set final_minor = n.final, amount_minor = line_total(n.final, l.quantity, n.per)
       from unnest($2::uuid[], $3::int[], $4::int[], $5::int[]) as n(offer_id, version, final, per), orders o
       where l.offer_id = n.offer_id and l.price_version = n.version and o.id = l.order_id
         and o.group_order_id = any($1::uuid[]) and o.state = 'placed'
       returning l.order_id, line_total(l.price_minor, l.quantity, n.per) - l.amount_minor as less),
     orders_less as (select order_id, sum(less)::int as less from lowered group by order_id),
     cheaper as (update orders o set total_minor = o.total_minor - n.less from orders_less n where o.id = n.order_id
       returning o.id, o.shopper_id, o.currency, o.payment_state, n.less)
     select id, shopper_id, currency, less from cheaper where payment_state = 'held' and less > 0`,
    [
      groupOrderIds,
      lowered.map(({ offer_id }) => offer_id),
      lowered.map(({ version }) => version),
      lowered.map(({ final }) => final),
      lowered.map(({ unit }) => UNITS[unit].perPrice),
    ],
  )
  await postToLedger(
    tx,
    prepaid.map(({ id, shopper_id: shopperId, currency, less }) =>
      returnedToWallet({ orderId: id, shopperId, amountMinor: less, currency }, 'final_price'),
    ),
  )
}

const finalPrice = ({ price_minor, tiers, tier_by, orders, sold }: PriceRow): number =>
  priceAt({ priceMinor: price_minor, tiers, tierBy: tier_by }, { orders, quantity: sold })
