'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { env } from '#lib/infra/env.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { startTopUp } from '#lib/usecases/payment/start.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { money } from '#lib/web/schemas.ts'

export const topUp = defineAction({
  schema: z.object({ paymentId: z.uuid(), amount: money }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: async (who, { paymentId, amount }, { locale }) =>
    startTopUp(who, {
      paymentId,
      amountMinor: amount,
      description: (await getTranslations('shop.topUp'))('forWhat'),
      locale,
    }),
  explain: (refusal, _input, locale) => {
    if (refusal.code !== 'TOP_UP_AMOUNT') return {}
    const f = formatsOf(locale)
    return {
      values: { least: f.money(refusal.leastMinor, env.CURRENCY), most: f.money(refusal.mostMinor, env.CURRENCY) },
    }
  },
  done: ({ paymentId }) => redirect(`/me/payments/${paymentId}`),
})
