import { type Coupon, termsOf } from '#lib/domain/coupon.ts'

export type CouponRow = {
  id: string
  code: string
  bps: number | null
  amount_minor: number | null
  minimum_minor: number
  group_order_id: string | null
  valid_from: Date
  valid_until: Date
  budget_minor: number
  spent_minor: number
  limit_per_shopper: number
  is_active: boolean
}

/** A coupon as the rules know it. */
export const couponOf = (row: CouponRow): Coupon => ({
  id: row.id,
  terms: termsOf(row.bps, row.amount_minor),
  minimumMinor: row.minimum_minor,
  groupOrderId: row.group_order_id,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  budgetMinor: row.budget_minor,
  spentMinor: row.spent_minor,
  limitPerShopper: row.limit_per_shopper,
  isActive: row.is_active,
})
