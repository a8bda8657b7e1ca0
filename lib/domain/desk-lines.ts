import type { CouponTerms } from './coupon.ts'
import { type Change, heldNow, loadedOffer, type Running, soldNow, stockNow, toPrice } from './desk-running.ts'
import type { DeskRefusal, LineOnShelf, OfferOnShelf, RequestedLine } from './desk-types.ts'
import { MAX_TOTAL_MINOR } from './money.ts'
import { accept, type Outcome, refuse } from './outcome.ts'
import { atBasePrices, type PricedLine, priceLines } from './pricing.ts'
import { isQuantity } from './quantity.ts'

/** More lines than any basket has; bounds the work of one request. */
export const MAX_LINES = 200

/**
 * What an accepted request would make of an order. `totalMinor`, `toleranceMinor` and `discountMinor` are at base prices,
 * `liveMinor` and `goodsMinor` at the tiers reached.
 */
export type LinePlan = {
  lines: LineOnShelf[]
  changes: Change[]
  totalMinor: number
  toleranceMinor: number
  discountMinor: number
  liveMinor: number
  goodsMinor: number
}

export type LineQuestion = {
  shopperId: string
  requested: readonly RequestedLine[]
  before: readonly LineOnShelf[]
  shownTotalMinor: number | undefined
  shownMostMinor?: number | undefined
  /** What the order's coupon takes off. */
  coupon: CouponTerms | undefined
}

/**
 * Decides the lines of an order, new or amended, without changing anything.
 * @param running the batch so far
 * @param question who asks for which lines, what the order has now, and what was shown (minor units)
 * @returns the lines, what they change, and both totals. Refuses EMPTY_ORDER, ORDER_TOO_LARGE, BAD_QUANTITY,
 *   NOT_OFFERED, SOLD_OUT, OVER_LIMIT, and PRICE_CHANGED when the real total, or the most it may come to, is above the one shown
 */
export function planLines(running: Running, question: LineQuestion): Outcome<LinePlan, DeskRefusal> {
  const { shopperId, before, shownTotalMinor, shownMostMinor } = question
  const summed = sumRequested(running, question)
  if (!summed.ok) return summed
  const wanted = summed.value

  const had = new Map(before.map((line) => [line.offerId, line]))
  const changes = changesBetween(running, had, wanted)
  const fit = checkFit(running, shopperId, changes)
  if (!fit.ok) return fit

  const kept = [...wanted].map(([offerId, quantity]) => termsFor(running, had.get(offerId), offerId, quantity))
  const asked = toPrice(running, kept)
  const base = priceLines(atBasePrices(asked), 0, question.coupon)
  const { totalMinor, toleranceMinor, discountMinor } = base
  if (totalMinor + toleranceMinor > MAX_TOTAL_MINOR) return refuse({ code: 'ORDER_TOO_LARGE' })
  const live = priceLines(asked, running.orderCount, question.coupon)
  const { totalMinor: liveMinor, goodsMinor } = live
  // A total that fell since it was shown is a pleasant surprise; one that rose needs the shopper's word.
  const isAbove = (minor: number, shown: number | undefined) => shown !== undefined && minor > shown
  if (isAbove(liveMinor, shownTotalMinor) || isAbove(liveMinor + live.toleranceMinor, shownMostMinor)) {
    return refuse({ code: 'PRICE_CHANGED', totalMinor: liveMinor })
  }
  const lines = kept.map((line, index) => ({ ...line, ...(base.lines[index] as PricedLine) }))
  return accept({ lines, changes, totalMinor, toleranceMinor, discountMinor, liveMinor, goodsMinor })
}

/** One quantity for each offer, in the order first named. */
function sumRequested(running: Running, question: LineQuestion): Outcome<Map<string, number>, DeskRefusal> {
  if (question.requested.length === 0) return refuse({ code: 'EMPTY_ORDER' })
  if (question.requested.length > MAX_LINES) return refuse({ code: 'ORDER_TOO_LARGE' })
  const wanted = new Map<string, number>()
  for (const { offerId, quantity } of question.requested) {
    const offer = running.shelf.offers.get(offerId)
    if (!offer) return refuse({ code: 'NOT_OFFERED', offerId })
    const sum = (wanted.get(offerId) ?? 0) + quantity
    // Each part is checked as well: 5 and -3 of the same offer are not 2.
    if (!isQuantity(quantity, offer.unit) || !isQuantity(sum, offer.unit)) {
      return refuse({ code: 'BAD_QUANTITY', offerId })
    }
    wanted.set(offerId, sum)
  }
  return accept(wanted)
}

/** What grows or shrinks; what is given back comes first, so that one request may swap two offers of the same goods. */
function changesBetween(
  running: Running,
  had: ReadonlyMap<string, LineOnShelf>,
  wanted: ReadonlyMap<string, number>,
): Change[] {
  const changes: Change[] = []
  for (const offerId of new Set([...had.keys(), ...wanted.keys()])) {
    const difference = (wanted.get(offerId) ?? 0) - (had.get(offerId)?.quantity ?? 0)
    if (difference !== 0) changes.push({ offer: loadedOffer(running, offerId), difference })
  }
  return changes.sort((a, b) => Number(a.difference > 0) - Number(b.difference > 0))
}

/** Whether what grows is still offered and fits; what shrinks or stays always fits. */
function checkFit(running: Running, shopperId: string, changes: readonly Change[]): Outcome<true, DeskRefusal> {
  const taken = new Map<string, number>()
  for (const { offer, difference } of changes) {
    const stockTaken = taken.get(offer.productId) ?? 0
    if (difference > 0) {
      if (offer.withdrawn) return refuse({ code: 'NOT_OFFERED', offerId: offer.id })
      const left = leftOf(running, offer, stockTaken)
      if (difference > left) return refuse({ code: 'SOLD_OUT', offerId: offer.id, left })
      const limit = offer.limitPerShopper
      const held = heldNow(running, shopperId, offer.id)
      if (limit !== null && held + difference > limit) {
        return refuse({ code: 'OVER_LIMIT', offerId: offer.id, limit, held })
      }
    }
    if (offer.stockLeft !== null) taken.set(offer.productId, stockTaken + difference)
  }
  return accept(true)
}

/** How much more of an offer can be had: what its cap leaves and, from stock, what this request has not yet taken. */
function leftOf(running: Running, offer: OfferOnShelf, stockTaken: number): number {
  const underCap = offer.cap === null ? Number.POSITIVE_INFINITY : offer.cap - soldNow(running, offer)
  const inStock = offer.stockLeft === null ? Number.POSITIVE_INFINITY : stockNow(running, offer.productId) - stockTaken
  return Math.max(0, Math.min(underCap, inStock))
}

/**
 * A line that does not grow keeps the price it was ordered at, whatever the leader edited since (RULES P5); one that
 * grows takes the offer's current version.
 */
function termsFor(running: Running, had: LineOnShelf | undefined, offerId: string, quantity: number) {
  const offer = loadedOffer(running, offerId)
  const { priceVersion, pricing, costMinor } = had && quantity <= had.quantity ? had : offer
  return { offerId, quantity, priceVersion, pricing, costMinor }
}
