import type { SqlTx } from '#lib/db/transaction.ts'
import { type Pricing, priceAt, type Tier } from '#lib/domain/pricing.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'

type PriceRow = {
  offer_id: string
  version: number
  price_minor: number
  tiers: Tier[]
  tier_by: Pricing['tierBy']
  sold: number
  unit: Unit
}

/**
 * Freezes the orders of a group order that goes ahead: everybody pays the final tier, shelf labels are given station by
 * station, and what to buy and what goes into each bag is written down. Set-based: a few statements however many orders.
 * @param orders live orders of the group
 */
export async function freeze(tx: SqlTx, groupOrderId: string, orders: number): Promise<void> {
  const { rows } = await tx.query<PriceRow>(
    `select v.offer_id, v.version, v.price_minor, v.tiers, v.tier_by, c.sold, p.unit
     from offer_prices v
     join offers o on o.id = v.offer_id
     join offer_counters c on c.offer_id = o.id
     join products p on p.id = o.product_id
     where o.group_order_id = $1`,
    [groupOrderId],
  )
  const final = rows.map((row) =>
    priceAt({ priceMinor: row.price_minor, tiers: row.tiers, tierBy: row.tier_by }, { orders, quantity: row.sold }),
  )
  await tx.query(
    `update order_lines l set final_minor = n.final, amount_minor = line_total(n.final, l.quantity, n.per)
     from unnest($2::uuid[], $3::int[], $4::int[], $5::int[]) as n(offer_id, version, final, per), orders o
     where l.offer_id = n.offer_id and l.price_version = n.version and o.id = l.order_id
       and o.group_order_id = $1 and o.state = 'placed'`,
    [
      groupOrderId,
      rows.map((row) => row.offer_id),
      rows.map((row) => row.version),
      final,
      rows.map((row) => UNITS[row.unit].perPrice),
    ],
  )
  await tx.query(
    `with totals as (
       select o.id, sum(l.amount_minor)::int as total, row_number() over (partition by o.station_id order by o.number)::int - 1 as shelf
       from orders o join order_lines l on l.order_id = o.id
       where o.group_order_id = $1 and o.state = 'placed' group by o.id)
     update orders o set state = 'frozen', total_minor = t.total, shelf = t.shelf from totals t where o.id = t.id`,
    [groupOrderId],
  )
  await tx.query(
    `insert into demand (group_order_id, product_id, ordered, orders)
     select $1, f.product_id, sum(l.quantity)::int, count(distinct l.order_id)::int
     from order_lines l join orders o on o.id = l.order_id join offers f on f.id = l.offer_id
     where o.group_order_id = $1 and o.state = 'frozen' and f.source = 'presale'
     group by f.product_id`,
    [groupOrderId],
  )
  await tx.query(
    `insert into picks (group_order_id, station_id, order_id, offer_id, quantity)
     select $1, o.station_id, o.id, l.offer_id, l.quantity
     from order_lines l join orders o on o.id = l.order_id
     where o.group_order_id = $1 and o.state = 'frozen'`,
    [groupOrderId],
  )
}
