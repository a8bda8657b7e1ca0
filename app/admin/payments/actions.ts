'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { settleRefund } from '#lib/usecases/payment/settle-refund.ts'
import { sendBack } from '#lib/usecases/payment/want-refund.ts'
import { defineAction, type Explained } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { money } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

/** Sends money from a shopper's wallet back to where it was paid from. */
export const send = defineAction({
  schema: z.object({ paymentId: z.uuid(), refundId: z.uuid(), amount: money }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { paymentId, refundId, amount }) =>
    sendBack(who, { paymentId, refundId, amountMinor: amount }),
  explain: (refusal, _input, locale): Explained => {
    const amount = (minor: number) => formatsOf(locale).money(minor, env.CURRENCY)
    if (refusal.code === 'MORE_THAN_PAID') return { values: { left: amount(refusal.leftMinor) } }
    if (refusal.code !== 'WALLET_TOO_LOW') return {}
    return { values: { balance: amount(refusal.balanceMinor), needed: amount(refusal.neededMinor) } }
  },
  done: () => redirect('/admin/payments'),
})

/** What becomes of a refund that the provider has turned down. */
export const settle = defineAction({
  schema: z.object({ refundId: z.uuid(), how: z.enum(['again', 'give_up']) }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, input) => settleRefund(who, input),
  done: () => redirect('/admin/payments'),
})
