'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { KEEPER_PAY_PER } from '#lib/domain/rates.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { closePeriod } from '#lib/usecases/statement/close-period.ts'
import { payOut } from '#lib/usecases/statement/pay-out.ts'
import { savePayRates } from '#lib/usecases/statement/save-pay-rates.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { money, neededText, percent, whole } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

const accountId = whole(1, 999_999_999)

export const closeAccount = defineAction({
  schema: z.object({ statementId: z.uuid(), accountId }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, input) => closePeriod(who, input),
  done: ({ number }, input) => redirect(`/admin/earnings/${input.accountId}?closed=${number}`),
})

export const payAccount = defineAction({
  schema: z.object({ payoutId: z.uuid(), accountId, amount: money, reference: neededText(60) }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { amount, ...input }) => payOut(who, { ...input, amountMinor: amount }),
  explain: (refusal, _, locale) =>
    refusal.code === 'MORE_THAN_OWED'
      ? { values: { owed: formatsOf(locale).money(refusal.owedMinor, env.CURRENCY) } }
      : {},
  done: (_, input) => redirect(`/admin/earnings/${input.accountId}?paid=1`),
})

export const saveRates = defineAction({
  schema: z.object({ keeperPay: money, keeperPayPer: z.enum(KEEPER_PAY_PER), withholding: percent }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { keeperPay, keeperPayPer, withholding }) =>
    savePayRates(who, { keeperPayMinor: keeperPay, keeperPayPer, withholdingBps: withholding }),
  done: () => redirect('/admin/earnings?saved=1'),
})
