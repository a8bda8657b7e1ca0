import { priceAt, type Tier } from '#lib/domain/pricing.ts'
import { lineTotalMinor, type Unit } from '#lib/domain/quantity.ts'
import type { Sold, SoldLine } from '#lib/domain/standing.ts'
import type { pool } from './client.ts'
import type { SqlTx } from './transaction.ts'

type LineRow = {
  group_order_id: string
  /** What is charged, and what leaves the house: the weight where it was weighed. */
  charged: number
  supplied: number
  final_minor: number | null
  price_minor: number
  tiers: Tier[]
  tier_by: 'orders' | 'quantity'
  cost_minor: number
  tax_bps: number
  commission_bps: number
  discount_minor: number
  is_funded: boolean
  unit: Unit
  sold: number
  orders: number
  times: number
}

type StopRow = { group_order_id: string; stop_cost_minor: number; orders: number }

/**
 * What group orders have sold so far: two statements however many there are. Equal lines are read as one, so the size of
 * the answer depends on what is sold, not on how many join.
 * @returns one for each id; without orders or stations it is empty
 */
export async function readSold(tx: SqlTx | typeof pool, groupOrderIds: readonly string[]): Promise<Map<string, Sold>> {
  const lines = await tx.query<LineRow>(
    `select o.group_order_id, charged_quantity(l.quantity, l.actual, v.tolerance_bps) as charged, coalesce(l.actual, l.quantity) as supplied, l.final_minor, v.price_minor, v.tiers, v.tier_by, v.cost_minor, v.tax_bps,
       v.commission_bps, l.discount_minor, k.supplier_id is not null as is_funded, p.unit, c.sold, g.orders, count(*)::int as times
     from orders o
     join order_lines l on l.order_id = o.id
     join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
     join offers f on f.id = l.offer_id
     join products p on p.id = f.product_id
     join offer_counters c on c.offer_id = l.offer_id
     join group_counters g on g.group_order_id = o.group_order_id
     left join coupon_uses u on u.order_id = o.id
     left join coupons k on k.id = u.coupon_id
     where o.group_order_id = any($1::uuid[]) and o.state <> 'cancelled'
     group by o.group_order_id, l.offer_id, 2, 3, l.final_minor, l.discount_minor, k.supplier_id is not null, v.offer_id, v.version,
       p.unit, c.sold, g.orders`,
    [groupOrderIds],
  )
  const stops = await tx.query<StopRow>(
    `select gs.group_order_id, s.stop_cost_minor, count(o.id)::int as orders
     from group_order_stations gs
     join stations s on s.id = gs.station_id
     left join orders o on o.group_order_id = gs.group_order_id and o.station_id = gs.station_id and o.state <> 'cancelled'
     where gs.group_order_id = any($1::uuid[])
     group by gs.group_order_id, gs.station_id, s.stop_cost_minor`,
    [groupOrderIds],
  )
  const linesOf = Map.groupBy(lines.rows, (row) => row.group_order_id)
  const stopsOf = Map.groupBy(stops.rows, (row) => row.group_order_id)
  return new Map(
    groupOrderIds.map((id) => {
      const own = stopsOf.get(id) ?? []
      return [
        id,
        {
          orders: own.reduce((sum, { orders }) => sum + orders, 0),
          lines: (linesOf.get(id) ?? []).map(soldLine),
          stops: own.map(({ stop_cost_minor, orders }) => ({ stopCostMinor: stop_cost_minor, orders })),
        },
      ]
    }),
  )
}

function soldLine(row: LineRow): SoldLine {
  const pricing = { priceMinor: row.price_minor, tiers: row.tiers, tierBy: row.tier_by }
  const price = row.final_minor ?? priceAt(pricing, { orders: row.orders, quantity: row.sold })
  return {
    times: row.times,
    paidMinor: lineTotalMinor(price, row.charged, row.unit) - row.discount_minor,
    fundedMinor: row.is_funded ? row.discount_minor : 0,
    costMinor: lineTotalMinor(row.cost_minor, row.supplied, row.unit),
    taxBps: row.tax_bps,
    commissionBps: row.commission_bps,
  }
}
