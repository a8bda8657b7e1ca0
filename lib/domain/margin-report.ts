import { type ForecastOffer, forecastOrder, forecastParts } from './forecast.ts'
import { type Average, lineMarginFine, type OrderRates } from './margin.ts'
import { shareOut } from './money.ts'
import { type Pricing, priceAt } from './pricing.ts'
import { taxWithin } from './tax.ts'
import { explain, type Variance } from './variance.ts'

/** Equal lines; what one of them comes to, minor units, as ordered and as handed over. */
export type ReportLine = {
  stationId: string
  productId: string
  times: number
  paidMinor: number
  costMinor: number
  /** What was paid of it in the end, and what the goods that left cost; as ordered while that is open. */
  handedPaidMinor: number
  handedCostMinor: number
  /** What suppliers give towards its discount. */
  fundedMinor: number
  taxBps: number
  commissionBps: number
  /** Handed over: claims are no longer to be expected but known. */
  isOver: boolean
}

export type ReportStation = { stationId: string; stopCostMinor: number; orders: number; refundMinor: number }

/** A group order with what was to be expected of it and what became of it. */
export type ReportGroup = {
  usual: { orders: number; basketMinor: number } | null
  minimumOrders: number
  offers: readonly (Pricing & Omit<ForecastOffer, 'priceMinor'> & { productId: string })[]
  stations: readonly ReportStation[]
  lines: readonly ReportLine[]
}

export type ReportRates = OrderRates & { freightMinor: number }

const NOTHING: Average = { totalFine: 0n, of: 1n }

/** The number of orders that was to be expected, and the offers at the price which so many reach. */
function planned({ usual, minimumOrders, offers }: ReportGroup): { orders: number; offers: ForecastOffer[] } {
  const orders = usual ? Math.max(usual.orders, minimumOrders) : minimumOrders
  return {
    orders,
    offers: offers.map((offer) => ({ ...offer, priceMinor: priceAt(offer, { orders, quantity: 0 }) })),
  }
}

type Sums = { orderedFine: bigint; handedFine: bigint; actualFine: bigint }

/** Σ CM1 of lines before picking; refunds take the place of the claims to expect where lines are over. */
function sumsOf(lines: readonly ReportLine[], rates: OrderRates, refundMinor: number): Sums {
  const sums = { orderedFine: 0n, handedFine: 0n, actualFine: -BigInt(refundMinor) * 10_000n }
  for (const line of lines) {
    const { taxBps, commissionBps, isOver } = line
    const times = BigInt(line.times)
    const margin = (paidMinor: number, costMinor: number) =>
      lineMarginFine({ paidMinor, taxMinor: taxWithin(paidMinor, taxBps), costMinor, commissionBps }, rates) +
      BigInt(line.fundedMinor) * 10_000n
    const handed = margin(line.handedPaidMinor, line.handedCostMinor) * times
    const noClaims = isOver ? BigInt(line.handedPaidMinor) * BigInt(rates.claimsBps) * times : 0n
    sums.orderedFine += margin(line.paidMinor, line.costMinor) * times
    sums.handedFine += handed
    sums.actualFine += handed + noClaims
  }
  return sums
}

const picked = (sums: Sums, orders: number, { pickingMinor }: OrderRates): Sums => {
  const picking = BigInt(orders * pickingMinor) * 10_000n
  return {
    orderedFine: sums.orderedFine - picking,
    handedFine: sums.handedFine - picking,
    actualFine: sums.actualFine - picking,
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

/** A whole group order: CM2 with its stops paid, each station that has orders one. */
export function groupVariance(group: ReportGroup, rates: ReportRates): Variance {
  const plan = planned(group)
  const { stations, lines } = group
  const orders = total(stations.map((each) => each.orders))
  const sums = sumsOf(lines, rates, total(stations.map(({ refundMinor }) => refundMinor)))
  const stops = (needed: readonly ReportStation[]) => total(needed.map(({ stopCostMinor }) => stopCostMinor))
  return explain(
    {
      orders: plan.orders,
      average: forecastOrder(plan.offers, rates, group.usual?.basketMinor)?.average ?? NOTHING,
      costsMinor: rates.freightMinor + stops(stations),
    },
    {
      ...picked(sums, orders, rates),
      orders,
      costsMinor: rates.freightMinor + stops(stations.filter((station) => station.orders > 0)),
    },
  )
}

/** Its stations: expected orders and freight are spread evenly over them. */
export function stationVariances(group: ReportGroup, rates: ReportRates): Map<string, Variance> {
  const { stations, lines } = group
  if (stations.length === 0) return new Map()
  const plan = planned(group)
  const average = forecastOrder(plan.offers, rates, group.usual?.basketMinor)?.average ?? NOTHING
  const evenly = stations.map(() => 1)
  const [orders, freight] = [shareOut(plan.orders, evenly), shareOut(rates.freightMinor, evenly)]
  return new Map(
    stations.map((station, index) => {
      const own = lines.filter(({ stationId }) => stationId === station.stationId)
      const sums = picked(sumsOf(own, rates, station.refundMinor), station.orders, rates)
      const freightMinor = freight[index] ?? 0
      const variance = explain(
        { orders: orders[index] ?? 0, average, costsMinor: freightMinor + station.stopCostMinor },
        {
          ...sums,
          orders: station.orders,
          costsMinor: freightMinor + (station.orders > 0 ? station.stopCostMinor : 0),
        },
      )
      return [station.stationId, variance]
    }),
  )
}

/** Its products, before picking, freight and stops; what went back is spread by what was paid. */
export function productVariances(group: ReportGroup, rates: ReportRates): Map<string, Variance> {
  const plan = planned(group)
  const parts = forecastParts(plan.offers, rates, group.usual?.basketMinor)
  const linesOf = Map.groupBy(group.lines, ({ productId }) => productId)
  const own = group.offers.map(({ productId }) => linesOf.get(productId) ?? [])
  const paid = own.map((lines) => total(lines.map(({ times, handedPaidMinor }) => times * handedPaidMinor)))
  const refundMinor = total(group.stations.map((station) => station.refundMinor))
  const refunds = total(paid) > 0 ? shareOut(refundMinor, paid) : paid
  const orders = total(group.stations.map((station) => station.orders))
  return new Map(
    group.offers.map(({ productId }, index) => [
      productId,
      explain(
        { orders: plan.orders, average: parts[index] ?? NOTHING, costsMinor: 0 },
        { ...sumsOf(own[index] ?? [], rates, refunds[index] ?? 0), orders, costsMinor: 0 },
      ),
    ]),
  )
}

/** What each station of a group order leaves before stop and site: Σ CM1 less its part of the freight, minor units. */
export function stationActuals(group: ReportGroup, rates: ReportRates): Map<string, number> {
  const variances = stationVariances(group, rates)
  return new Map(
    group.stations
      .filter(({ orders }) => orders > 0)
      .map(({ stationId, stopCostMinor }) => [stationId, (variances.get(stationId)?.actualMinor ?? 0) + stopCostMinor]),
  )
}
