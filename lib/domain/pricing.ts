import { type CouponTerms, discountsOf } from './coupon.ts'
import { MAX_PRICE_MINOR, shareOut } from './money.ts'
import { accept, type Outcome, refuse } from './outcome.ts'
import { lineTotalMinor, UNITS, type Unit } from './quantity.ts'
import { chargedQuantity, mostQuantity } from './weighing.ts'

/** From this many orders (or pieces or grams sold) on, everybody pays this price. */
export type Tier = { from: number; priceMinor: number }

/**
 * Prices in minor units for one piece, or for one kg, jin or lb. `tierBy` says what `from` counts. `depositMinor` is what the
 * container of a piece is paid with until it comes back, on top of the price. `toleranceBps` is by how much weighed goods may
 * come to more than ordered; without it they are charged as ordered.
 */
export type Pricing = {
  priceMinor: number
  tiers: Tier[]
  tierBy: 'orders' | 'quantity'
  depositMinor?: number
  toleranceBps?: number
}

/** Live orders of the group, and live pieces or grams of the offer. */
export type Counts = { orders: number; quantity: number }

function reachedBy(pricing: Pricing, counts: Counts): number {
  return pricing.tierBy === 'orders' ? counts.orders : counts.quantity
}

/**
 * The price in force. It knows counts and no person, so that nobody can be charged by profile (RULES M6).
 * @param pricing base price and tiers
 * @param counts what has been reached so far
 * @returns minor units: the price of the deepest tier reached, else the base price
 */
export function priceAt(pricing: Pricing, counts: Counts): number {
  const count = reachedBy(pricing, counts)
  let deepest: Tier | undefined
  for (const tier of pricing.tiers) {
    if (tier.from <= count && (!deepest || tier.from > deepest.from)) deepest = tier
  }
  return deepest ? deepest.priceMinor : pricing.priceMinor
}

/**
 * The tier that comes next.
 * @param pricing base price and tiers
 * @param counts what has been reached so far
 * @returns where it starts, its price, and how many are missing; undefined when the last tier is reached
 */
export function nextTier(pricing: Pricing, counts: Counts): (Tier & { missing: number }) | undefined {
  const count = reachedBy(pricing, counts)
  let nearest: Tier | undefined
  for (const tier of pricing.tiers) {
    if (tier.from > count && (!nearest || tier.from < nearest.from)) nearest = tier
  }
  return nearest ? { ...nearest, missing: nearest.from - count } : undefined
}

/**
 * The lowest price that the group can reach; a "from" price must be this one (RULES P3).
 * @param pricing base price and tiers
 * @returns minor units
 */
export function lowestPrice(pricing: Pricing): number {
  return Math.min(pricing.priceMinor, ...pricing.tiers.map((tier) => tier.priceMinor))
}

export type TierRefusal = { code: 'TIERS_NOT_ASCENDING' | 'TIER_NOT_CHEAPER' | 'BAD_TIER'; index: number }

/**
 * Whether tiers can be published: each starts later and costs less than the one before.
 * @param pricing base price and tiers
 * @returns true, or the first tier that is wrong. Refuses BAD_TIER (a start below 2, a price that is not a whole amount
 *   above 0), TIERS_NOT_ASCENDING and TIER_NOT_CHEAPER
 */
export function checkTiers(pricing: Pricing): Outcome<true, TierRefusal> {
  let before: Tier = { from: 0, priceMinor: pricing.priceMinor }
  for (const [index, tier] of pricing.tiers.entries()) {
    const isPrice = Number.isSafeInteger(tier.priceMinor) && tier.priceMinor > 0 && tier.priceMinor <= MAX_PRICE_MINOR
    if (!Number.isSafeInteger(tier.from) || tier.from < 2 || !isPrice) return refuse({ code: 'BAD_TIER', index })
    if (tier.from <= before.from) return refuse({ code: 'TIERS_NOT_ASCENDING', index })
    if (tier.priceMinor >= before.priceMinor) return refuse({ code: 'TIER_NOT_CHEAPER', index })
    before = tier
  }
  return accept(true)
}

/**
 * A line to price. `quantity` and `quantitySold` are pieces, or grams where the unit is weighed, and `actual` the grams that were
 * weighed for it, where they were. `costMinor` is what the operator pays for one piece, kg, jin or lb: known where a coupon may
 * be used, since none goes below it.
 */
export type LineToPrice = {
  offerId: string
  quantity: number
  actual?: number | null
  unit: Unit
  pricing: Pricing
  quantitySold: number
  costMinor?: number
}

/** `amountMinor` is the price of what is charged; the coupon takes `discountMinor` off it, the deposit comes on top. */
export type PricedLine = {
  offerId: string
  priceMinor: number
  amountMinor: number
  discountMinor: number
  depositMinor: number
}

/**
 * `totalMinor` is what is paid: goods less discount, and deposits; `toleranceMinor` what lines that are not weighed yet may come
 * to beyond it, at most.
 */
export type Priced = {
  lines: PricedLine[]
  goodsMinor: number
  discountMinor: number
  depositMinor: number
  totalMinor: number
  toleranceMinor: number
}

/**
 * Prices lines: the one function behind list, basket, checkout, receipt, freeze and scale, so that they cannot differ
 * (RULES P3). Rounds once for each line; the total is the sum of lines.
 * @param lines what to price, each with what its offer has sold so far
 * @param orders live orders of the group
 * @param coupon what the order's coupon takes off; of what is weighed never more than of what was ordered
 * @returns price, amount, discount and deposit of each line, in the order given, and their sums; all in minor units
 */
export function priceLines(lines: readonly LineToPrice[], orders: number, coupon?: CouponTerms): Priced {
  const plain = lines.map((line) => {
    const { offerId, quantity, unit, pricing, quantitySold } = line
    const priceMinor = priceAt(pricing, { orders, quantity: quantitySold })
    const amountMinor = lineTotalMinor(priceMinor, chargedQuantity(weightOf(line)), unit)
    // containers are counted in pieces: what is weighed comes without
    const depositMinor = UNITS[unit].weighed ? 0 : (pricing.depositMinor ?? 0) * quantity
    return { offerId, priceMinor, amountMinor, discountMinor: 0, depositMinor }
  })
  const prices = plain.map(({ priceMinor }) => priceMinor)
  const discounts = coupon && discountsWithin(lines, prices, coupon)
  const priced = sumUp(plain.map((line, index) => ({ ...line, discountMinor: discounts?.[index] ?? 0 })))
  return { ...priced, toleranceMinor: toleranceOf(lines, prices, coupon !== undefined) }
}

const weightOf = ({ quantity, unit, pricing, actual }: LineToPrice) => ({
  ...{ quantity, unit, actual },
  toleranceBps: pricing.toleranceBps,
})

/** What a coupon takes off what is charged, altogether never more than off what was ordered: its budget holds that much. */
function discountsWithin(lines: readonly LineToPrice[], prices: readonly number[], coupon: CouponTerms): number[] {
  const off = (of: (line: LineToPrice) => number) =>
    discountsOf(
      lines.map((line, index) => ({
        amountMinor: lineTotalMinor(prices[index] ?? 0, of(line), line.unit),
        costMinor: lineTotalMinor(line.costMinor ?? 0, of(line), line.unit),
      })),
      coupon,
    )
  const charged = off((line) => chargedQuantity(weightOf(line)))
  const mostMinor = sumOf(off(({ quantity }) => quantity))
  return sumOf(charged) > mostMinor ? shareOut(mostMinor, charged) : charged
}

/**
 * What lines that are not weighed yet may come to beyond what was ordered. Amounts and costs are rounded each by itself, so a
 * coupon's room above cost may be a unit smaller at another weight or a lower price: with a coupon there is a unit more for
 * each such line. Together with the total it bounds whatever a scale says, at any tier.
 */
function toleranceOf(lines: readonly LineToPrice[], prices: readonly number[], hasCoupon: boolean): number {
  const open = lines.map((line, index) => {
    const [charged, most] = [chargedQuantity(weightOf(line)), mostQuantity(weightOf(line))]
    const price = prices[index] ?? 0
    const moreMinor = lineTotalMinor(price, most, line.unit) - lineTotalMinor(price, charged, line.unit)
    return most > charged ? moreMinor + (hasCoupon ? 1 : 0) : 0
  })
  return sumOf(open)
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0)

/** Lines with their sums. */
export function sumUp<T extends Pick<PricedLine, 'amountMinor' | 'discountMinor' | 'depositMinor'>>(
  lines: T[],
): Omit<Priced, 'lines' | 'toleranceMinor'> & { lines: T[] } {
  const sum = (of: (line: T) => number) => lines.reduce((total, line) => total + of(line), 0)
  const goodsMinor = sum(({ amountMinor }) => amountMinor)
  const discountMinor = sum((line) => line.discountMinor)
  const depositMinor = sum((line) => line.depositMinor)
  return { lines, goodsMinor, discountMinor, depositMinor, totalMinor: goodsMinor - discountMinor + depositMinor }
}

/** The same lines without their tiers: the most that they can come to, as a tier that was reached may be lost again. */
export const atBasePrices = (lines: readonly LineToPrice[]): LineToPrice[] =>
  lines.map((line) => ({ ...line, pricing: { ...line.pricing, tiers: [] } }))

export type LadderStop = { at: number; kind: 'minimum' | 'tier' | 'lowest'; done: boolean }

export type Ladder = {
  stops: LadderStop[]
  fillPercent: number
  missing: number | undefined
  next: 'minimum' | 'tier' | undefined
}

/**
 * The progress of a group order: its minimum and every order count at which some offer gets cheaper.
 * @param minimumOrders how many orders it needs; a minimum of 0 or 1 is no step to wait for
 * @param orders live orders
 * @param pricings the offers' prices; those that count quantities have no place on this scale
 * @returns ascending stops, the last tier called 'lowest'; how full the scale is, in percent of the last stop; how many
 *   orders the next stop still needs. Where a tier starts at the minimum, the one stop is called 'minimum'
 */
export function ladder(minimumOrders: number, orders: number, pricings: readonly Pricing[]): Ladder {
  const byOrders = pricings.filter((pricing) => pricing.tierBy === 'orders')
  const starts = new Set(byOrders.flatMap((pricing) => pricing.tiers.map((tier) => tier.from)))
  const lowest = Math.max(0, ...starts)
  if (minimumOrders > 1) starts.add(minimumOrders)

  const stops = [...starts]
    .sort((a, b) => a - b)
    .map((at): LadderStop => {
      const tierKind = at === lowest ? 'lowest' : 'tier'
      return { at, kind: minimumOrders > 1 && at === minimumOrders ? 'minimum' : tierKind, done: orders >= at }
    })
  const end = stops.at(-1)?.at
  const next = stops.find((stop) => !stop.done)
  return {
    stops,
    // One decimal, rounded down: the scale must not look full before it is.
    fillPercent: end ? Math.floor(Math.min(1, orders / end) * 1000) / 10 : 0,
    missing: next && next.at - orders,
    next: next && (next.kind === 'minimum' ? 'minimum' : 'tier'),
  }
}
