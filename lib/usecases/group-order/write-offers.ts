import type { Prisma } from '#generated/prisma/client.ts'
import type { CheckedOffer } from './content.ts'

/**
 * A new offer as Prisma's nested write wants it: with its first price and its counter, which every offer has.
 * @param commissionBps the leader's rate, kept with the price
 */
export const offerRow = (
  offer: CheckedOffer,
  position: number,
  commissionBps: number,
): Prisma.OfferUncheckedCreateWithoutGroupOrderInput => ({
  productId: offer.productId,
  position,
  source: offer.source,
  cap: offer.cap,
  limitPerShopper: offer.limitPerShopper,
  prices: {
    create: {
      version: 1,
      priceMinor: offer.priceMinor,
      tierBy: offer.tierBy,
      tiers: offer.tiers,
      costMinor: offer.costMinor,
      taxBps: offer.taxBps,
      depositMinor: offer.depositMinor,
      toleranceBps: offer.toleranceBps,
      commissionBps,
    },
  },
  counter: { create: {} },
})
