import { type Average, minorOf } from './margin.ts'
import { roundHalfEven } from './money.ts'

/** What was to be expected of a group order, or of a part of it. */
export type Plan = {
  orders: number
  /** CM1 of an order. */
  average: Average
  /** Freight and stops, minor units. */
  costsMinor: number
}

/** What became of it. Amounts are Σ CM1, ten-thousandths of a minor unit. */
export type Result = {
  orders: number
  /** As ordered, at the prices that were paid in the end. */
  orderedFine: bigint
  /** The same without what was never handed over or paid. */
  handedFine: bigint
  /** The same with what really went back in place of the claims to expect. */
  actualFine: bigint
  /** Freight and stops, minor units. */
  costsMinor: number
}

/** Why a result is not what was planned, minor units each; above 0 where it brought more. */
export type Causes = {
  /** More or fewer orders and stops. */
  densityMinor: number
  /** Prices, tiers, discounts and what was in the baskets. */
  priceMinor: number
  /** Goods that were short or never collected. */
  shortageMinor: number
  /** What went back against what was to be expected. */
  claimsMinor: number
}

export type Variance = Causes & { forecastMinor: number; actualMinor: number }

/**
 * Explains a result by its causes: each step from the plan to the result changes one thing, so that the causes sum to the
 * whole difference. Each step is rounded once, half to even, and a cause is the difference of two steps.
 */
export function explain(plan: Plan, result: Result): Variance {
  const { totalFine, of } = plan.average
  const expected = (orders: number, costsMinor: number): number =>
    of === 0n
      ? 0 - costsMinor
      : Number(roundHalfEven(totalFine * BigInt(orders) - BigInt(costsMinor) * 10_000n * of, 10_000n * of))
  const less = (fine: bigint): number => minorOf(fine) - result.costsMinor
  const forecastMinor = expected(plan.orders, plan.costsMinor)
  const denser = expected(result.orders, result.costsMinor)
  const ordered = less(result.orderedFine)
  const handed = less(result.handedFine)
  const actualMinor = less(result.actualFine)
  return {
    forecastMinor,
    actualMinor,
    densityMinor: denser - forecastMinor,
    priceMinor: ordered - denser,
    shortageMinor: handed - ordered,
    claimsMinor: actualMinor - handed,
  }
}

const NOTHING: Variance = {
  forecastMinor: 0,
  actualMinor: 0,
  densityMinor: 0,
  priceMinor: 0,
  shortageMinor: 0,
  claimsMinor: 0,
}

/** Several together. */
export const sumOf = (variances: readonly Variance[]): Variance =>
  variances.reduce(
    (sum, each) => ({
      forecastMinor: sum.forecastMinor + each.forecastMinor,
      actualMinor: sum.actualMinor + each.actualMinor,
      densityMinor: sum.densityMinor + each.densityMinor,
      priceMinor: sum.priceMinor + each.priceMinor,
      shortageMinor: sum.shortageMinor + each.shortageMinor,
      claimsMinor: sum.claimsMinor + each.claimsMinor,
    }),
    NOTHING,
  )

/**
 * Whether a station has been in the red seven days running: its last seven days with a delivery all left less than nothing.
 * @param days what each day left, minor units (CM3), the latest last
 */
export const isInTheRed = (days: readonly number[], running = 7): boolean =>
  days.length >= running && days.slice(-running).every((minor) => minor < 0)
