'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { env } from '#lib/infra/env.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { askWithdrawal } from '#lib/usecases/wallet/ask-withdrawal.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { money } from '#lib/web/schemas.ts'

/** Asks for money of the wallet to be paid out. */
export const withdraw = defineAction({
  schema: z.object({ withdrawalId: z.uuid(), amount: money }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: (who, { withdrawalId, amount }) => askWithdrawal(who, { withdrawalId, amountMinor: amount }),
  explain: async (refusal, _, locale): Promise<{ values?: Record<string, string> }> => {
    if (refusal.code !== 'WALLET_TOO_LOW') return {}
    const f = formatsOf(locale)
    const { balanceMinor, neededMinor } = refusal
    return { values: { balance: f.money(balanceMinor, env.CURRENCY), needed: f.money(neededMinor, env.CURRENCY) } }
  },
  done: () => redirect('/me/wallet'),
})
