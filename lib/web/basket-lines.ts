import type { CouponTerms } from '#lib/domain/coupon.ts'
import { atBasePrices, type LineToPrice, nextTier, priceLines } from '#lib/domain/pricing.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import type { GroupView, OfferView } from '#lib/queries/group-page.ts'
import type { Basket } from './basket.ts'

export type BasketView = {
  lines: { offer: OfferView; quantity: number; amountMinor: number }[]
  totalMinor: number
  goodsMinor: number
  discountMinor: number
  depositMinor: number
  /** What weighed goods in it may come to beyond that, at most. */
  toleranceMinor: number
  /**
   * What is set aside where it is paid in advance: the most that it may come to, at base prices, since a tier that was reached
   * may be lost.
   */
  heldMinor: number
  /** Pieces, a weighed line counting as one. */
  items: number
  /** What the same basket costs when the group reaches its next number of orders. */
  atNext: { from: number; totalMinor: number } | undefined
}

const inBasket = (group: GroupView, basket: Basket) =>
  group.offers.flatMap((offer) => {
    const quantity = basket[offer.offerId] ?? 0
    return quantity > 0 && !offer.withdrawn ? [{ offer, quantity }] : []
  })

/** What is in the basket and still on the stall, as everything is priced. */
export const linesToPrice = (group: GroupView, basket: Basket): LineToPrice[] =>
  inBasket(group, basket).map(({ offer, quantity }) => ({
    offerId: offer.offerId,
    quantity,
    unit: offer.unit,
    pricing: offer.pricing,
    quantitySold: offer.sold,
    costMinor: offer.costMinor,
  }))

/**
 * The basket priced as everything is priced: by the one function, at the group's orders of this moment.
 * @param coupon what a coupon takes off it
 */
export function basketView(group: GroupView, basket: Basket, coupon?: CouponTerms): BasketView {
  const chosen = inBasket(group, basket)
  const toPrice = linesToPrice(group, basket)
  const priced = priceLines(toPrice, group.orders, coupon)
  const base = priceLines(atBasePrices(toPrice), 0, coupon)
  const from = chosen
    .filter(({ offer }) => offer.pricing.tierBy === 'orders')
    .map(
      ({ offer }) =>
        nextTier(offer.pricing, { orders: group.orders, quantity: offer.sold })?.from ?? Number.POSITIVE_INFINITY,
    )
    .reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY)
  return {
    lines: chosen.map((line, index) => ({ ...line, amountMinor: priced.lines[index]?.amountMinor ?? 0 })),
    totalMinor: priced.totalMinor,
    goodsMinor: priced.goodsMinor,
    discountMinor: priced.discountMinor,
    depositMinor: priced.depositMinor,
    toleranceMinor: priced.toleranceMinor,
    heldMinor: base.totalMinor + base.toleranceMinor,
    items: chosen.reduce((sum, { offer, quantity }) => sum + (UNITS[offer.unit].weighed ? 1 : quantity), 0),
    atNext: Number.isFinite(from) ? { from, totalMinor: priceLines(toPrice, from, coupon).totalMinor } : undefined,
  }
}
