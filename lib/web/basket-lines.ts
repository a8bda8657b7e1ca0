import { atBasePrices, type LineToPrice, nextTier, priceLines } from '#lib/domain/pricing.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import type { GroupView, OfferView } from '#lib/queries/group-page.ts'
import type { Basket } from './basket.ts'

export type BasketView = {
  lines: { offer: OfferView; quantity: number; amountMinor: number }[]
  totalMinor: number
  /** The same at base prices: what is set aside where it is paid in advance, since a tier that was reached may be lost. */
  baseMinor: number
  /** Pieces, a weighed line counting as one. */
  items: number
  /** What the same basket costs when the group reaches its next number of orders. */
  atNext: { from: number; totalMinor: number } | undefined
}

/** The basket priced as everything is priced: by the one function, at the group's orders of this moment. */
export function basketView(group: GroupView, basket: Basket): BasketView {
  const chosen = group.offers.flatMap((offer) => {
    const quantity = basket[offer.offerId] ?? 0
    return quantity > 0 && !offer.withdrawn ? [{ offer, quantity }] : []
  })
  const toPrice = chosen.map(
    ({ offer, quantity }): LineToPrice => ({
      offerId: offer.offerId,
      quantity,
      unit: offer.unit,
      pricing: offer.pricing,
      quantitySold: offer.sold,
    }),
  )
  const priced = priceLines(toPrice, group.orders)
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
    baseMinor: priceLines(atBasePrices(toPrice), 0).totalMinor,
    items: chosen.reduce((sum, { offer, quantity }) => sum + (UNITS[offer.unit].weighed ? 1 : quantity), 0),
    atNext: Number.isFinite(from) ? { from, totalMinor: priceLines(toPrice, from).totalMinor } : undefined,
  }
}
