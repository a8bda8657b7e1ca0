import { db } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { isDuplicate } from '#lib/db/errors.ts'
import { transaction } from '#lib/db/transaction.ts'
import { couponCode } from '#lib/domain/coupon.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { zonedInstant } from '#lib/domain/time.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { audit } from '../audit.ts'

export type CouponInput = {
  /** Made with the form: a form sent twice makes one coupon. */
  couponId: string
  code: string
  /** Either a part of the goods, or an amount; minor units and basis points. */
  bps: number | null
  amountMinor: number | null
  minimumMinor: number
  /** Null = in every group order. */
  groupOrderId: string | null
  /** Wall-clock times of the instance's zone, 'YYYY-MM-DDTHH:mm'; an empty beginning is now. */
  validFrom: string
  validUntil: string
  budgetMinor: number
  limitPerShopper: number
  reason: string
  supplierId: string | null
}

export type CouponFormRefusal =
  | { code: 'BAD_COUPON_CODE' | 'COUPON_CODE_TAKEN'; field: 'code' }
  | { code: 'ONE_OF_BOTH'; field: 'amount' }
  | { code: 'BAD_TIME' | 'NONEXISTENT_TIME' | 'OVER_BEFORE_IT_BEGINS'; field: 'validFrom' | 'validUntil' }
  | { code: 'AMOUNT_NEEDED'; field: 'budget' }
  | { code: 'TELL_WHY'; field: 'reason' }
  | { code: 'UNKNOWN_SUPPLIER'; field: 'supplierId' }
  | { code: 'GROUP_NOT_THERE'; field: 'groupOrderId' }

/**
 * Makes a coupon: what it takes off, for how long, up to which budget, and why.
 * @returns its code as it is typed. Refuses what CouponFormRefusal names, each at its field
 */
export async function createCoupon(
  who: AdminFor<'money'>,
  input: CouponInput,
): Promise<Outcome<{ code: string }, CouponFormRefusal>> {
  const code = couponCode(input.code)
  if (!code) return refuse({ code: 'BAD_COUPON_CODE', field: 'code' })
  const { bps, amountMinor, supplierId, groupOrderId } = input
  if ((bps ?? 0) > 0 === (amountMinor ?? 0) > 0) return refuse({ code: 'ONE_OF_BOTH', field: 'amount' })
  if (input.budgetMinor <= 0) return refuse({ code: 'AMOUNT_NEEDED', field: 'budget' })
  if (input.reason.trim().length < 2) return refuse({ code: 'TELL_WHY', field: 'reason' })
  const from = input.validFrom === '' ? accept(await now()) : zonedInstant(input.validFrom, env.TIME_ZONE)
  if (!from.ok) return refuse({ code: from.refusal.code, field: 'validFrom' })
  const until = zonedInstant(input.validUntil, env.TIME_ZONE)
  if (!until.ok) return refuse({ code: until.refusal.code, field: 'validUntil' })
  if (until.value <= from.value) return refuse({ code: 'OVER_BEFORE_IT_BEGINS', field: 'validUntil' })
  if (supplierId && !(await db.supplier.count({ where: { id: supplierId } })))
    return refuse({ code: 'UNKNOWN_SUPPLIER', field: 'supplierId' })
  if (groupOrderId && !(await db.groupOrder.count({ where: { id: groupOrderId } })))
    return refuse({ code: 'GROUP_NOT_THERE', field: 'groupOrderId' })
  const known = await db.coupon.findUnique({ where: { id: input.couponId } })
  if (known) return known.code === code ? accept({ code }) : refuse({ code: 'COUPON_CODE_TAKEN', field: 'code' })
  const { couponId: id, minimumMinor, budgetMinor, limitPerShopper } = input
  const terms = { bps: bps || null, amountMinor: amountMinor || null, minimumMinor, budgetMinor, limitPerShopper }
  try {
    await transaction(async (tx) => {
      await tx.coupon.create({
        data: {
          ...{ id, code, ...terms, groupOrderId, supplierId },
          currency: env.CURRENCY,
          validFrom: from.value,
          validUntil: until.value,
          reason: input.reason.trim(),
          createdBy: who.userId,
        },
      })
      await audit(tx, {
        ...actorOf(who, 'admin'),
        action: 'coupon.create',
        subjectType: 'coupon',
        subjectId: id,
        data: { code, ...terms, groupOrderId, validUntil: until.value, reason: input.reason.trim() },
      })
    })
  } catch (error) {
    if (isDuplicate(error)) return refuse({ code: 'COUPON_CODE_TAKEN', field: 'code' })
    throw error
  }
  return accept({ code })
}
