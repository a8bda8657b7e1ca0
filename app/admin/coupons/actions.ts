'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { createCoupon } from '#lib/usecases/coupon/create.ts'
import { endCoupon } from '#lib/usecases/coupon/end.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { money, optionalMoney, percent, text, whole } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

const orNothing = z
  .union([z.literal(''), z.uuid()])
  .default('')
  .transform((id) => id || null)

/** Makes a coupon. */
export const create = defineAction({
  schema: z.object({
    couponId: z.uuid(),
    code: text(40),
    off: percent,
    amount: optionalMoney,
    minimum: optionalMoney,
    groupOrderId: orNothing,
    validFrom: text(16),
    validUntil: text(16),
    budget: money,
    limitPerShopper: whole(1, 1_000),
    reason: text(200),
    supplierId: orNothing,
  }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { off, amount, minimum, budget, ...rest }) =>
    createCoupon(who, {
      ...rest,
      bps: off || null,
      amountMinor: amount || null,
      minimumMinor: minimum ?? 0,
      budgetMinor: budget,
    }),
  done: () => redirect('/admin/coupons'),
})

/** Ends a coupon before its time. */
export const end = defineAction({
  schema: z.object({ couponId: z.uuid() }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { couponId }) => endCoupon(who, couponId),
  done: () => redirect('/admin/coupons'),
})
