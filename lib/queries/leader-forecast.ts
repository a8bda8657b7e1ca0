import { db, pool } from '#lib/db/client.ts'
import { readRates } from '#lib/db/rates.ts'
import type { ForecastFacts } from '#lib/domain/forecast.ts'

/** So many of the latest group orders say what is usual. */
const LATEST = 5

type Costs = {
  products: readonly { id: string; costMinor: number; taxBps: number }[]
  stations: readonly { id: string; stopCostMinor: number }[]
}

/**
 * What a leader's next group order is forecast from: what their latest ones were like, the rates, and, where the operator
 * shows them, costs. Averages are of live orders of group orders that went ahead.
 */
export async function forecastFacts(leaderId: string, { products, stations }: Costs): Promise<ForecastFacts> {
  const [rates, leader, usual] = await Promise.all([
    readRates(pool),
    db.leader.findUniqueOrThrow({ where: { id: leaderId }, select: { commissionBps: true } }),
    usualOf(leaderId),
  ])
  const commissionBps = leader.commissionBps ?? rates.commissionBps
  if (!rates.showsCostToLeaders) return { usual, commissionBps, costs: null }
  const { paymentFeeBps, claimsBps, pickingMinor, freightMinor } = rates
  return {
    usual,
    commissionBps,
    costs: {
      rates: { paymentFeeBps, claimsBps, pickingMinor },
      freightMinor,
      stops: Object.fromEntries(stations.map(({ id, stopCostMinor }) => [id, stopCostMinor])),
      products: Object.fromEntries(products.map(({ id, costMinor, taxBps }) => [id, { costMinor, taxBps }])),
    },
  }
}

async function usualOf(leaderId: string): Promise<ForecastFacts['usual']> {
  const { rows } = await pool.query<{ orders: number; groups: number; total: number }>(
    `with latest as (
       select id from group_orders where leader_id = $1 and closed_at is not null and state not in ('failed', 'cancelled')
       order by created_at desc limit $2)
     select count(*)::int as orders, count(distinct o.group_order_id)::int as groups,
       coalesce(sum(o.total_minor), 0)::bigint as total
     from latest l join orders o on o.group_order_id = l.id where o.state <> 'cancelled'`,
    [leaderId, LATEST],
  )
  const [{ orders, groups, total } = { orders: 0, groups: 0, total: 0 }] = rows
  return orders > 0 ? { basketMinor: Math.round(total / orders), orders: Math.round(orders / groups) } : null
}
