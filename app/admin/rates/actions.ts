'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { saveRates } from '#lib/usecases/rates/save.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { money, neededPercent, ticked } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const save = defineAction({
  schema: z.object({
    commission: neededPercent,
    paymentFee: neededPercent,
    claims: neededPercent,
    picking: money,
    freight: money,
    siteFee: money,
    showsCost: ticked,
  }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, sent) =>
    saveRates(who, {
      commissionBps: sent.commission,
      paymentFeeBps: sent.paymentFee,
      claimsBps: sent.claims,
      pickingMinor: sent.picking,
      freightMinor: sent.freight,
      siteFeeMinor: sent.siteFee,
      showsCostToLeaders: sent.showsCost,
    }),
  done: async () => (await getTranslations('common'))('saved'),
})
