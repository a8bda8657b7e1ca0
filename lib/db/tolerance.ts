import { UNITS } from '#lib/domain/quantity.ts'

/** The units and how much of each one price buys: the two parameters of `toleranceOf`. */
export const UNIT_ROWS = [Object.keys(UNITS), Object.values(UNITS).map(({ perPrice }) => perPrice)] as const

/**
 * What the lines of orders that are not weighed yet may come to beyond their totals: lib/domain/pricing.ts toleranceOf, for
 * set-based work and for checking. A row for each order that has such lines: order_id, tolerance, and open, how many they are.
 * @param which of the lines l, as SQL
 * @param units the parameter that holds the names of UNIT_ROWS
 * @param pers the parameter that holds their measures
 */
export const toleranceOf = (which: string, units: string, pers: string): string =>
  `select l.order_id, count(*)::int as open,
     sum(line_total(coalesce(l.final_minor, l.price_minor), most_grams(l.quantity, v.tolerance_bps), u.per) - l.amount_minor
       + case when c.order_id is null then 0 else 1 end)::int as tolerance
   from order_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
   join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version and v.tolerance_bps > 0
   join unnest(${units}::text[], ${pers}::int[]) as u(unit, per) on u.unit = p.unit
   left join coupon_uses c on c.order_id = l.order_id
   where ${which} and l.actual is null and most_grams(l.quantity, v.tolerance_bps) > l.quantity group by l.order_id`
