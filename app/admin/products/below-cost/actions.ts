'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { BELOW_COST_REASONS } from '#lib/domain/below-cost.ts'
import { formatAmount } from '#lib/domain/money.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { permitBelowCost } from '#lib/usecases/product/permit-below-cost.ts'
import { revokeBelowCost } from '#lib/usecases/product/revoke-below-cost.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { money, text } from '#lib/web/schemas.ts'
import { dutyGate } from '../../gate.ts'

export const permit = defineAction({
  schema: z.object({
    permissionId: z.uuid(),
    productId: z.uuid(),
    reason: z.enum(BELOW_COST_REASONS),
    note: text(200),
    lowest: money,
    until: z.string('required').trim().min(1, 'badTime'),
  }),
  gate: dutyGate('catalogue'),
  run: (who: AdminFor<'catalogue'>, { lowest: lowestMinor, ...input }) =>
    permitBelowCost(who, { ...input, lowestMinor }),
  explain: (refusal, _input, locale) =>
    refusal.code === 'NOT_BELOW_COST'
      ? { values: { cost: formatAmount(refusal.costMinor, env.CURRENCY, locale) } }
      : {},
  done: (_value, { productId }) => redirect(`/admin/products/${productId}?saved=1`),
})

export const revoke = defineAction({
  schema: z.object({ permissionId: z.uuid() }),
  gate: dutyGate('catalogue'),
  run: (who: AdminFor<'catalogue'>, input) => revokeBelowCost(who, input),
  done: ({ productId }) => redirect(`/admin/products/${productId}?saved=1`),
})
