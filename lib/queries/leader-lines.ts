import { pool } from '#lib/db/client.ts'
import { type Counts, priceAt, type Tier } from '#lib/domain/pricing.ts'
import { lineTotalMinor, UNITS, type Unit } from '#lib/domain/quantity.ts'

type Row = {
  station_id: string
  offer_id: string
  quantity: number
  /** What is charged, and what leaves the house: the weight where it was weighed. */
  charged: number
  supplied: number
  final_minor: number | null
  price_minor: number
  tiers: Tier[]
  tier_by: 'orders' | 'quantity'
  cost_minor: number
  tax_bps: number
  unit: Unit
  sold: number
  orders: number
  times: number
}

/** Equal lines of live orders, summed. Amounts are what everybody would pay if the group closed now, or pays since. */
export type LineSum = {
  stationId: string
  offerId: string
  /** Orders that hold such a line. */
  times: number
  /** Pieces or grams. */
  quantity: number
  /** Things to carry: a weighed line is one item however heavy. */
  items: number
  amountMinor: number
  /** Amount without tax, less what the goods cost when their price was made. */
  marginMinor: number
}

/**
 * What the live orders of a group order come to, per station and offer. Read per group of equal lines, so its size
 * depends on what is sold, not on how many join.
 */
export async function lineSums(groupOrderId: string): Promise<LineSum[]> {
  const { rows } = await pool.query<Row>(
    `select o.station_id, l.offer_id, l.quantity, charged_quantity(l.quantity, l.actual, v.tolerance_bps) as charged,
            coalesce(l.actual, l.quantity) as supplied, l.final_minor, v.price_minor, v.tiers, v.tier_by, v.cost_minor,
            p.tax_bps, p.unit, c.sold, gc.orders, count(*)::int as times
     from orders o
     join order_lines l on l.order_id = o.id
     join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
     join offers f on f.id = l.offer_id
     join products p on p.id = f.product_id
     join offer_counters c on c.offer_id = l.offer_id
     join group_counters gc on gc.group_order_id = o.group_order_id
     where o.group_order_id = $1 and o.state <> 'cancelled'
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14`,
    [groupOrderId],
  )
  return rows.map(sumOf)
}

function sumOf(row: Row): LineSum {
  const price = priceNow(row, { orders: row.orders, quantity: row.sold })
  const amount = lineTotalMinor(price, row.charged, row.unit)
  const net = Math.round((amount * 10_000) / (10_000 + row.tax_bps))
  return {
    stationId: row.station_id,
    offerId: row.offer_id,
    times: row.times,
    quantity: row.quantity * row.times,
    items: UNITS[row.unit].weighed ? row.times : row.quantity * row.times,
    amountMinor: amount * row.times,
    marginMinor: (net - lineTotalMinor(row.cost_minor, row.supplied, row.unit)) * row.times,
  }
}

type PricedRow = Pick<Row, 'final_minor' | 'price_minor' | 'tiers' | 'tier_by'>

/** The price of a line: final once frozen, before that the tier reached so far. */
export function priceNow(row: PricedRow, counts: Counts): number {
  return row.final_minor ?? priceAt({ priceMinor: row.price_minor, tiers: row.tiers, tierBy: row.tier_by }, counts)
}
