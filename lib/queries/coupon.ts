import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { type CouponRow, couponOf } from '#lib/db/coupon-row.ts'
import { type CouponRefusal, type CouponTerms, couponCode, whyNotCoupon } from '#lib/domain/coupon.ts'
import { type LineToPrice, priceLines } from '#lib/domain/pricing.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'

export type CouponTried =
  | { terms: CouponTerms; code: string; refusal?: undefined }
  | { refusal: CouponRefusal; terms?: undefined; code?: undefined }

/**
 * What a typed code would take off a basket at this moment: the desk asks the same again when the order is placed.
 * @param typed as the shopper typed it
 * @param lines the basket; `orders` the live orders of the group
 */
export async function tryCoupon(
  who: Shopper | undefined,
  typed: string,
  { groupOrderId, lines, orders }: { groupOrderId: string; lines: LineToPrice[]; orders: number },
): Promise<CouponTried> {
  const code = couponCode(typed)
  if (!code) return { refusal: { code: 'COUPON_UNKNOWN' } }
  const [{ rows }, at] = await Promise.all([
    pool.query<CouponRow & { used: number }>(
      `select c.*, c.ended_at is null as is_active,
         (select count(*)::int from coupon_uses u where u.coupon_id = c.id and u.shopper_id = $2) as used
       from coupons c where c.code = $1`,
      [code, who?.userId ?? null],
    ),
    now(),
  ])
  const [row] = rows
  const coupon = row && couponOf(row)
  const { goodsMinor, discountMinor } = priceLines(lines, orders, coupon?.terms)
  const refusal = whyNotCoupon(coupon, { groupOrderId, goodsMinor, discountMinor, used: row?.used ?? 0 }, at)
  return refusal || !coupon ? { refusal: refusal ?? { code: 'COUPON_UNKNOWN' } } : { terms: coupon.terms, code }
}

export type CouponView = {
  id: string
  code: string
  bps: number | null
  amountMinor: number | null
  minimumMinor: number
  group: LocalText | null
  validFrom: Date
  validUntil: Date
  budgetMinor: number
  spentMinor: number
  uses: number
  limitPerShopper: number
  reason: string
  supplier: LocalText | null
  state: 'coming' | 'running' | 'spent' | 'over'
}

const SHOWN = 100

/** All coupons with what they have cost, those that run first, then the newest. */
export async function coupons(_who: AdminFor<'money'>): Promise<CouponView[]> {
  const { rows } = await pool.query<CouponView>(
    `select c.id, c.code, c.bps, c.amount_minor as "amountMinor", c.minimum_minor as "minimumMinor", g.title as "group",
       c.valid_from as "validFrom", c.valid_until as "validUntil", c.budget_minor as "budgetMinor", c.spent_minor as "spentMinor",
       (select count(*)::int from coupon_uses u where u.coupon_id = c.id) as uses, c.limit_per_shopper as "limitPerShopper",
       c.reason, s.name as supplier,
       case when c.ended_at is not null or c.valid_until <= clock_timestamp() then 'over'
            when c.spent_minor >= c.budget_minor then 'spent'
            when c.valid_from > clock_timestamp() then 'coming' else 'running' end as state
     from coupons c left join group_orders g on g.id = c.group_order_id left join suppliers s on s.id = c.supplier_id
     order by c.ended_at is null and c.valid_until > clock_timestamp() desc, c.created_at desc limit ${SHOWN}`,
  )
  return rows
}

/** Suppliers who may pay for one. */
export async function couponSuppliers(_who: AdminFor<'money'>): Promise<{ id: string; name: LocalText }[]> {
  const { rows } = await pool.query<{ id: string; name: LocalText }>(
    `select id, name from suppliers where active order by name->>'en', id`,
  )
  return rows
}
