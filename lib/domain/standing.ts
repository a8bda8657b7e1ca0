import {
  type Average,
  averageMinor,
  breakEvenOrders,
  groupMarginFine,
  lineMarginFine,
  minorOf,
  type OrderRates,
} from './margin.ts'
import { taxWithin } from './tax.ts'

/** Equal lines of live orders; what one of them comes to in minor units, rates in basis points. */
export type SoldLine = {
  times: number
  /** After its discount, without deposits: those are given back. */
  paidMinor: number
  /** What a supplier gives towards its discount. */
  fundedMinor: number
  costMinor: number
  taxBps: number
  commissionBps: number
}

/** What a group order has sold so far, at the prices that would hold if it closed now. */
export type Sold = {
  /** Live orders. */
  orders: number
  lines: readonly SoldLine[]
  /** Its stations: what a delivery costs, minor units, and how many of the orders it is for. */
  stops: readonly { stopCostMinor: number; orders: number }[]
}

/** Where a group order stands between what its orders leave and what it must pay for. */
export type Standing = {
  orders: number
  /** Σ CM1, ten-thousandths of a minor unit. */
  ordersFine: bigint
  /** CM2: after the freight. */
  groupFine: bigint
  /** CM2 with its stops paid. */
  afterStopsFine: bigint
  /** Freight and the stops that it needs, minor units. */
  costsMinor: number
  /** How many orders of the average kind pay for that; undefined before the first order, and where no number does. */
  breakEven: number | undefined
  /** How many are missing; undefined where that cannot be said. */
  missing: number | undefined
}

/**
 * Where a group order stands (the thermometer). A stop counts once it has orders, since only then it is driven to; before
 * the first order all of them.
 * @param rates with the freight of one group order, minor units
 */
export function standingOf(sold: Sold, rates: OrderRates & { freightMinor: number }): Standing {
  const { orders, lines, stops } = sold
  const picking = BigInt(rates.pickingMinor * orders) * 10_000n
  const linesFine = lines.reduce((sum, { times, taxBps, fundedMinor, ...line }) => {
    const taxMinor = taxWithin(line.paidMinor, taxBps)
    return sum + BigInt(times) * (lineMarginFine({ ...line, taxMinor }, rates) + BigInt(fundedMinor) * 10_000n)
  }, 0n)
  const ordersFine = linesFine - picking
  const needed = orders === 0 ? stops : stops.filter((stop) => stop.orders > 0)
  const stopsMinor = needed.reduce((sum, { stopCostMinor }) => sum + stopCostMinor, 0)
  const costsMinor = rates.freightMinor + stopsMinor
  const average: Average = { totalFine: ordersFine, of: BigInt(orders) }
  const breakEven = orders === 0 ? undefined : breakEvenOrders(costsMinor, average)
  const groupFine = groupMarginFine(ordersFine, { freightMinor: rates.freightMinor, spoilageMinor: 0 })
  const afterStopsFine = groupFine - BigInt(stopsMinor) * 10_000n
  const isPaid = orders > 0 && afterStopsFine >= 0n
  const missing = isPaid ? 0 : breakEven === undefined ? undefined : Math.max(1, breakEven - orders)
  return { orders, ordersFine, groupFine, afterStopsFine, costsMinor, breakEven, missing }
}

/** Whether a no-loss group order goes ahead: its orders pay its freight and its stops, so that CM2 is above 0 for sure. */
export const paysItsWay = ({ orders, afterStopsFine }: Standing): boolean => orders > 0 && afterStopsFine >= 0n

/** A standing in minor units, for who reads it. */
export type StandingView = {
  orders: number
  breakEven: number | null
  missing: number | null
  /** Null where costs are not shown. */
  money: { coveredMinor: number; costsMinor: number; averageMinor: number } | null
}

/** @param showsMoney whether the reader may know costs */
export const viewOf = (standing: Standing, showsMoney: boolean): StandingView => ({
  orders: standing.orders,
  breakEven: standing.breakEven ?? null,
  missing: standing.missing ?? null,
  money: showsMoney
    ? {
        coveredMinor: minorOf(standing.ordersFine),
        costsMinor: standing.costsMinor,
        averageMinor: averageMinor({ totalFine: standing.ordersFine, of: BigInt(standing.orders) }),
      }
    : null,
})
