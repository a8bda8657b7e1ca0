import { roundHalfEven } from './money.ts'
import { taxWithin } from './tax.ts'

/**
 * Whether an order, a group order and a stop pay their way (RULES, "Money"). Amounts that end in `Fine` are exact: whole
 * ten-thousandths of a minor unit, so that rates in basis points never round. `minorOf` is the one rounding, half to even,
 * for who reads them.
 */

/** A rate's basis points in one minor unit. */
const FINE = 10_000n

/** What running the shop costs: basis points of what is paid, money in minor units. */
export type Rates = {
  /** A leader's part where neither the leader nor the offer has a rate of its own. */
  commissionBps: number
  paymentFeeBps: number
  /** Sorting and packing one order. */
  pickingMinor: number
  /** Claims to expect. */
  claimsBps: number
  /** Bringing in the goods of one group order. */
  freightMinor: number
  /** A day of the warehouse, shared among its stops. */
  siteFeeMinor: number
  /** Whether leaders see the operator's cost, or their commission only. */
  showsCostToLeaders: boolean
}

/** The rates that come off an order beside the leader's. */
export type OrderRates = Pick<Rates, 'paymentFeeBps' | 'claimsBps' | 'pickingMinor'>

/** What a line brings and takes, minor units. */
export type LineMoney = {
  paidMinor: number
  refundMinor?: number
  /** Within what is paid; `taxWithin` tells it from a rate. */
  taxMinor: number
  /** What the goods supplied cost. */
  costMinor: number
  /** The leader's part of what is paid. */
  commissionBps: number
}

/**
 * What a line leaves before its order is picked: paid − refund − tax − cost − fee − commission − expected claims, every rate
 * on what is paid.
 * @returns ten-thousandths of a minor unit
 */
export function lineMarginFine(line: LineMoney, rates: OrderRates): bigint {
  const { paidMinor, refundMinor = 0, taxMinor, costMinor, commissionBps } = line
  const bps = BigInt(rates.paymentFeeBps + rates.claimsBps + commissionBps)
  return BigInt(paidMinor - refundMinor - taxMinor - costMinor) * FINE - BigInt(paidMinor) * bps
}

/**
 * CM1: what an order leaves.
 * @param supplierFundedMinor what suppliers give towards its discounts, minor units
 * @returns ten-thousandths of a minor unit
 */
export const orderMarginFine = (lines: readonly LineMoney[], rates: OrderRates, supplierFundedMinor = 0): bigint =>
  lines.reduce((sum, line) => sum + lineMarginFine(line, rates), 0n) +
  BigInt(supplierFundedMinor - rates.pickingMinor) * FINE

/**
 * CM2: what a group order leaves.
 * @param ordersFine Σ CM1 of its orders
 * @returns ten-thousandths of a minor unit
 */
export const groupMarginFine = (ordersFine: bigint, costs: { freightMinor: number; spoilageMinor: number }): bigint =>
  ordersFine - BigInt(costs.freightMinor + costs.spoilageMinor) * FINE

/**
 * CM3: what a station and day leave.
 * @param groupsFine Σ CM2 of the group orders that it served
 * @returns ten-thousandths of a minor unit
 */
export const stationMarginFine = (
  groupsFine: bigint,
  costs: { lineHaulMinor: number; stopCostMinor: number; siteFeeMinor: number },
): bigint => groupsFine - BigInt(costs.lineHaulMinor + costs.stopCostMinor + costs.siteFeeMinor) * FINE

/** An average that is not rounded: so much over so many. */
export type Average = { totalFine: bigint; of: bigint }

/**
 * How many orders pay for a stop: the least n with n × the average CM ≥ its cost. Divides by the unrounded average.
 * @param costMinor minor units
 * @param average what an order leaves before the stop
 * @returns 0 where there is nothing to pay; undefined where no number of such orders ever pays for it
 */
export function breakEvenOrders(costMinor: number, { totalFine, of }: Average): number | undefined {
  if (costMinor <= 0) return 0
  if (totalFine <= 0n || of <= 0n) return undefined
  const needed = BigInt(costMinor) * FINE * of
  return Number((needed + totalFine - 1n) / totalFine)
}

/** Minor units of an exact amount, half to even: the one rounding. */
export const minorOf = (amountFine: bigint): number => Number(roundHalfEven(amountFine, FINE))

/** Minor units of an average, half to even. */
export const averageMinor = ({ totalFine, of }: Average): number =>
  of === 0n ? 0 : Number(roundHalfEven(totalFine, FINE * of))

/**
 * What an offer leaves of its price before any rate: the margin that leaders and shops speak of.
 * @param offer minor units of one piece, kg, jin or lb; tax in basis points of the price without it
 * @returns minor units, and basis points of the price rounded half to even (0 where the price is 0)
 */
export function offerMargin(offer: { priceMinor: number; taxBps: number; costMinor: number }): {
  keepMinor: number
  keepBps: number
} {
  const { priceMinor, taxBps, costMinor } = offer
  const keepMinor = priceMinor - taxWithin(priceMinor, taxBps) - costMinor
  const keepBps = priceMinor === 0 ? 0 : Number(roundHalfEven(BigInt(keepMinor) * FINE, BigInt(priceMinor)))
  return { keepMinor, keepBps }
}
