import { minorOf, type OrderRates, orderMarginFine } from './margin.ts'
import { type Pricing, priceAt, type Tier } from './pricing.ts'
import { lineTotalMinor, type Unit } from './quantity.ts'
import { taxWithin } from './tax.ts'

/** One order of a group order that is over. */
export type ReplayOrder = {
  stationId: string
  placedAt: Date
  lines: readonly {
    productId: string
    /** The price version that it was ordered at. */
    version: number
    /** What was ordered: it counts for tiers. */
    quantity: number
    /** Grams that were weighed, where they were: what left the house, and how much of it was charged. */
    weighed?: { actual: number; charged: number } | null
    discountMinor: number
    fundedMinor: number
  }[]
}

/** What was offered, at one of its prices. */
export type ReplayOffer = Pricing & {
  productId: string
  version: number
  unit: Unit
  costMinor: number
  taxBps: number
  commissionBps: number
}

export type ReplayGroup = {
  cutoffAt: Date
  minimumOrders: number
  orders: readonly ReplayOrder[]
  offers: readonly ReplayOffer[]
  stops: readonly { stationId: string; stopCostMinor: number }[]
}

/** What is tried; what is left out stays as it was. */
export type ReplayChange = {
  /** Basis points of what is paid, for every offer. */
  commissionBps?: number
  /** So many minutes before the cutoff as it was: who came later would have missed it. */
  earlierMinutes?: number
  /** Nobody collects there: its orders are gone, and so is the stop. */
  withoutStationId?: string
  /** Other tiers for one product, by orders. */
  tiers?: { productId: string; tiers: readonly Tier[] }
}

export type Played = {
  /** False where too few orders are left: then nothing is sold and nothing driven. */
  goesAhead: boolean
  orders: number
  /** CM2 with its stops paid, minor units. */
  leftMinor: number
  /** What its leader earns, minor units, rounded once. */
  commissionMinor: number
}

export type Rules = OrderRates & { freightMinor: number }

/**
 * Plays a group order again under other terms: which orders would still be there, the tier that they reach, and what it leaves.
 * Writes nothing and asks nobody: that another price brings other shoppers it cannot know.
 */
export function replay(group: ReplayGroup, rates: Rules, change: ReplayChange = {}): Played {
  const { earlierMinutes = 0, withoutStationId } = change
  const lastAt = group.cutoffAt.getTime() - earlierMinutes * 60_000
  const orders = group.orders.filter(
    ({ placedAt, stationId }) =>
      stationId !== withoutStationId && (earlierMinutes === 0 || placedAt.getTime() < lastAt),
  )
  if (orders.length === 0 || orders.length < group.minimumOrders)
    return { goesAhead: false, orders: 0, leftMinor: 0, commissionMinor: 0 }
  const priced = pricesOf(group, orders, change)
  let [leftFine, commissionFine] = [0n, 0n]
  for (const { lines } of orders) {
    const monies = lines.flatMap(({ quantity, weighed, discountMinor, ...line }) => {
      const offer = priced.get(keyOf(line))
      if (!offer) return []
      const paidMinor = lineTotalMinor(offer.priceMinor, weighed?.charged ?? quantity, offer.unit) - discountMinor
      const costMinor = lineTotalMinor(offer.costMinor, weighed?.actual ?? quantity, offer.unit)
      const { commissionBps } = offer
      return [{ paidMinor, costMinor, commissionBps, taxMinor: taxWithin(paidMinor, offer.taxBps) }]
    })
    const fundedMinor = lines.reduce((sum, line) => sum + line.fundedMinor, 0)
    leftFine += orderMarginFine(monies, rates, fundedMinor)
    commissionFine += monies.reduce((sum, line) => sum + BigInt(line.paidMinor) * BigInt(line.commissionBps), 0n)
  }
  const driven = new Set(orders.map(({ stationId }) => stationId))
  const stopsMinor = group.stops
    .filter(({ stationId }) => driven.has(stationId))
    .reduce((sum, { stopCostMinor }) => sum + stopCostMinor, 0)
  return {
    goesAhead: true,
    orders: orders.length,
    leftMinor: minorOf(leftFine - BigInt(rates.freightMinor + stopsMinor) * 10_000n),
    commissionMinor: minorOf(commissionFine),
  }
}

const keyOf = ({ productId, version }: { productId: string; version: number }): string => `${productId} ${version}`

/** Each price version as these orders reach its tiers. */
function pricesOf(
  { offers }: ReplayGroup,
  orders: readonly ReplayOrder[],
  { commissionBps, tiers }: ReplayChange,
): Map<string, ReplayOffer> {
  const sold = new Map<string, number>()
  for (const { lines } of orders)
    for (const { productId, quantity } of lines) sold.set(productId, (sold.get(productId) ?? 0) + quantity)
  return new Map(
    offers.map((offer) => {
      const pricing: Pricing =
        tiers?.productId === offer.productId ? { ...offer, tierBy: 'orders', tiers: [...tiers.tiers] } : offer
      const priceMinor = priceAt(pricing, { orders: orders.length, quantity: sold.get(offer.productId) ?? 0 })
      return [keyOf(offer), { ...offer, priceMinor, commissionBps: commissionBps ?? offer.commissionBps }]
    }),
  )
}
