import { ofBps, shareOut } from './money.ts'

/** What a coupon takes off: a part of the goods, or an amount. Minor units and basis points. */
export type CouponTerms = { bps: number; amountMinor: null } | { bps: null; amountMinor: number }

/** What a coupon takes off, as its row holds it: basis points, or else minor units. */
export const termsOf = (bps: number | null, amountMinor: number | null): CouponTerms =>
  bps === null ? { bps, amountMinor: amountMinor ?? 0 } : { bps, amountMinor: null }

/** A coupon with what binds it. It says nothing of a person: whoever types its code gets the same (RULES M6). */
export type Coupon = {
  id: string
  terms: CouponTerms
  /** The goods must come to this much, minor units, deposits apart. */
  minimumMinor: number
  /** Null = in every group order. */
  groupOrderId: string | null
  validFrom: Date
  /** Exclusive. */
  validUntil: Date
  /** What it may cost altogether, and what live orders have taken of it, minor units. */
  budgetMinor: number
  spentMinor: number
  /** Live orders that one shopper may use it for. */
  limitPerShopper: number
  isActive: boolean
}

export type CouponRefusal =
  | { code: 'COUPON_UNKNOWN' | 'COUPON_SPENT' | 'COUPON_NOTHING_OFF' }
  | { code: 'COUPON_MINIMUM'; minimumMinor: number }
  | { code: 'COUPON_USED'; limit: number }

/**
 * What a coupon takes off each line. It never takes goods below what they cost (RULES M1): a line gives at most the room
 * between its amount and its cost, and an amount is shared by that room, so that the parts sum to the whole.
 * @param lines what each line comes to and costs the operator, minor units
 * @returns minor units for each line, 0 to its room
 */
export function discountsOf(
  lines: readonly { amountMinor: number; costMinor: number }[],
  terms: CouponTerms,
): number[] {
  const rooms = lines.map(({ amountMinor, costMinor }) => Math.max(0, amountMinor - costMinor))
  if (terms.bps !== null)
    return lines.map(({ amountMinor }, index) => Math.min(rooms[index] ?? 0, ofBps(amountMinor, terms.bps)))
  const room = rooms.reduce((sum, each) => sum + each, 0)
  return room === 0 ? rooms : shareOut(Math.min(terms.amountMinor, room), rooms)
}

/**
 * Whether a coupon may be used for an order.
 * @param coupon undefined where nobody knows the code
 * @param order goodsMinor at the prices shown; discountMinor at base prices, the most that it can come to; used: other live
 *   orders of the shopper with this coupon
 * @param now the database's time
 * @returns why not; undefined where it may. One that is over, or not of this group order, is as good as unknown
 */
export function whyNotCoupon(
  coupon: Coupon | undefined,
  order: { groupOrderId: string; goodsMinor: number; discountMinor: number; used: number },
  now: Date,
): CouponRefusal | undefined {
  const isValid =
    coupon?.isActive &&
    coupon.validFrom <= now &&
    now < coupon.validUntil &&
    (coupon.groupOrderId === null || coupon.groupOrderId === order.groupOrderId)
  if (!coupon || !isValid) return { code: 'COUPON_UNKNOWN' }
  const { minimumMinor, limitPerShopper, budgetMinor, spentMinor } = coupon
  if (order.used >= limitPerShopper) return { code: 'COUPON_USED', limit: limitPerShopper }
  if (order.goodsMinor < minimumMinor) return { code: 'COUPON_MINIMUM', minimumMinor }
  if (order.discountMinor === 0) return { code: 'COUPON_NOTHING_OFF' }
  if (spentMinor + order.discountMinor > budgetMinor) return { code: 'COUPON_SPENT' }
  return undefined
}

/**
 * Whether an order keeps the coupon that it has when it is amended: it may have ended since, it was accepted then.
 * @param order goodsMinor at the prices shown; moreMinor what it would take off more than before
 */
export function whyNotKeep(
  { minimumMinor, budgetMinor, spentMinor }: Coupon,
  order: { goodsMinor: number; moreMinor: number },
): CouponRefusal | undefined {
  if (order.goodsMinor < minimumMinor) return { code: 'COUPON_MINIMUM', minimumMinor }
  return order.moreMinor > 0 && spentMinor + order.moreMinor > budgetMinor ? { code: 'COUPON_SPENT' } : undefined
}

const CODE = /^[A-Z0-9]{3,20}$/

/**
 * A code as people type it, in the one spelling that is kept: capital letters and digits.
 * @returns undefined for what cannot be one
 */
export function couponCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  return CODE.test(code) ? code : undefined
}
