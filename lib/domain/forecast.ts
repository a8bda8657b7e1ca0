import { type Average, breakEvenOrders, lineMarginFine, type OrderRates } from './margin.ts'
import { roundHalfEven } from './money.ts'
import { type Pricing, priceAt } from './pricing.ts'
import { taxWithin } from './tax.ts'

/**
 * What a group order is likely to leave, before anybody has ordered. The basket is the leader's own average where there is
 * one; else a plain one: of about three items (RULES, "usual figures"), spread evenly over what is offered. Either way the
 * offers share it in proportion to their prices, as one of each would.
 */

/** An offer, minor units of one piece, kg, jin or lb; rates in basis points. */
export type ForecastOffer = { priceMinor: number; taxBps: number; costMinor: number; commissionBps: number }

/** What one order is likely to be. */
export type ForecastOrder = {
  /** What is paid, minor units. */
  basketMinor: number
  /** What the leader earns of it, minor units. */
  commissionMinor: number
  /** CM1, not rounded. */
  average: Average
}

/** How many things a plain basket holds. */
const PLAIN_ITEMS = 3

const FINE = 10_000n

/**
 * An order of the average kind.
 * @param offers what is on the stall; those priced at 0 say nothing and are left out
 * @param usualBasketMinor the average paid for an order of the leader's past group orders, minor units
 * @returns undefined where nothing is offered
 */
export function forecastOrder(
  offers: readonly ForecastOffer[],
  rates: OrderRates,
  usualBasketMinor?: number,
): ForecastOrder | undefined {
  const priced = offers.filter(({ priceMinor }) => priceMinor > 0)
  if (priced.length === 0) return undefined
  const { part, whole } = shareOfOneEach(priced, usualBasketMinor)
  const sum = (of: (offer: ForecastOffer) => bigint) => priced.reduce((total, offer) => total + of(offer), 0n)
  const commissionFine = sum(({ priceMinor, commissionBps }) => BigInt(priceMinor) * BigInt(commissionBps))
  const marginFine = sum((offer) => offerMarginFine(offer, rates))
  return {
    basketMinor: Number(roundHalfEven(sum(({ priceMinor }) => BigInt(priceMinor)) * part, whole)),
    commissionMinor: Number(roundHalfEven(commissionFine * part, whole * FINE)),
    average: { totalFine: marginFine * part - BigInt(rates.pickingMinor) * FINE * whole, of: whole },
  }
}

/**
 * What each offer contributes to an order of the average kind, before it is picked; in the order of `offers`.
 * @param usualBasketMinor as for `forecastOrder`
 */
export function forecastParts(
  offers: readonly ForecastOffer[],
  rates: OrderRates,
  usualBasketMinor?: number,
): Average[] {
  const priced = offers.filter(({ priceMinor }) => priceMinor > 0)
  const { part, whole } = shareOfOneEach(priced, usualBasketMinor)
  return offers.map((offer) => ({
    totalFine: offer.priceMinor > 0 ? offerMarginFine(offer, rates) * part : 0n,
    of: whole,
  }))
}

function offerMarginFine(offer: ForecastOffer, rates: OrderRates): bigint {
  const { priceMinor: paidMinor, taxBps, costMinor, commissionBps } = offer
  return lineMarginFine({ paidMinor, taxMinor: taxWithin(paidMinor, taxBps), costMinor, commissionBps }, rates)
}

/** The basket as a fraction of one of each. */
function shareOfOneEach(priced: readonly ForecastOffer[], usualBasketMinor?: number): { part: bigint; whole: bigint } {
  if (usualBasketMinor) {
    const oneEach = priced.reduce((sum, { priceMinor }) => sum + BigInt(priceMinor), 0n)
    return { part: BigInt(usualBasketMinor), whole: oneEach }
  }
  return { part: BigInt(Math.min(PLAIN_ITEMS, priced.length)), whole: BigInt(priced.length) }
}

/** What a group order must pay for beside its goods, minor units. */
export type GroupCosts = { freightMinor: number; stopCostsMinor: readonly number[] }

export type GroupForecast = {
  /** CM2, minor units: what the orders leave after the freight. */
  marginMinor: number
  /** The same with the stops paid, minor units. */
  afterStopsMinor: number
  /** How many orders pay for freight and stops; undefined where no number does. */
  breakEven: number | undefined
}

/**
 * What so many orders of the average kind leave.
 * @param orders how many are expected
 */
export function forecastGroup({ average }: ForecastOrder, orders: number, costs: GroupCosts): GroupForecast {
  const stopsMinor = costs.stopCostsMinor.reduce((sum, each) => sum + each, 0)
  const left = (costMinor: number): number =>
    Number(roundHalfEven(average.totalFine * BigInt(orders) - BigInt(costMinor) * FINE * average.of, FINE * average.of))
  return {
    marginMinor: left(costs.freightMinor),
    afterStopsMinor: left(costs.freightMinor + stopsMinor),
    breakEven: breakEvenOrders(costs.freightMinor + stopsMinor, average),
  }
}

/** What the form for a group order is forecast from. */
export type ForecastFacts = {
  /** Averages of the leader's latest group orders; null before the first. */
  usual: { basketMinor: number; orders: number } | null
  commissionBps: number
  /** Null where the operator keeps its costs to itself: then only the commission is told. */
  costs: {
    rates: OrderRates
    freightMinor: number
    /** What a delivery costs, by station. */
    stops: Record<string, number>
    /** Minor units, and basis points, by product. */
    products: Record<string, { costMinor: number; taxBps: number }>
  } | null
}

/** What a form holds at the moment. */
export type ForecastSketch = {
  offers: readonly ({ productId: string } & Pricing)[]
  stationIds: readonly string[]
  minimumOrders: number
}

export type FormForecast = {
  order: ForecastOrder
  /** How many orders are expected: the leader's usual number, else the minimum. */
  expected: number
  isUsual: boolean
  /** Null where costs are not shown. */
  group: GroupForecast | null
  /** How many orders pay for each stop alone; undefined where no number does. Empty where costs are not shown. */
  stops: ReadonlyMap<string, number | undefined>
}

/**
 * What a form promises. Offers count at the price that the expected number of orders reaches.
 * @returns undefined where nothing is offered
 */
export function forecastOf(facts: ForecastFacts, sketch: ForecastSketch): FormForecast | undefined {
  const { usual, commissionBps, costs } = facts
  const expected = usual ? Math.max(usual.orders, sketch.minimumOrders) : sketch.minimumOrders
  const offers = sketch.offers.map(({ productId, ...pricing }): ForecastOffer => {
    const product = costs?.products[productId] ?? { costMinor: 0, taxBps: 0 }
    return { ...product, commissionBps, priceMinor: priceAt(pricing, { orders: expected, quantity: 0 }) }
  })
  const rates = costs?.rates ?? { paymentFeeBps: 0, claimsBps: 0, pickingMinor: 0 }
  const order = forecastOrder(offers, rates, usual?.basketMinor)
  if (!order) return undefined
  const stopOf = (id: string) => costs?.stops[id] ?? 0
  const stopCostsMinor = sketch.stationIds.map(stopOf)
  return {
    order,
    expected,
    isUsual: usual !== null && expected === usual.orders,
    group: costs && forecastGroup(order, expected, { freightMinor: costs.freightMinor, stopCostsMinor }),
    stops: new Map(costs ? Object.keys(costs.stops).map((id) => [id, breakEvenOrders(stopOf(id), order.average)]) : []),
  }
}
