'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { TOP_UP_SOURCES } from '#lib/domain/ledger-wallet.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { refundOrder } from '#lib/usecases/refund/refund-order.ts'
import { decideWithdrawal } from '#lib/usecases/wallet/decide-withdrawal.ts'
import { topUpWallet } from '#lib/usecases/wallet/top-up.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { money, text } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'
import { hrefWith } from '../query.ts'

/** Puts money into a wallet, or takes back what was put in by mistake. */
export const topUp = defineAction({
  schema: z.object({
    topUpId: z.uuid(),
    userId: z.uuid(),
    q: text(254),
    way: z.enum(['in', 'back'], 'chooseOne'),
    amount: money,
    source: z.enum(TOP_UP_SOURCES, 'chooseOne'),
    reason: text(200),
  }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { topUpId, userId, way, amount, source, reason }) =>
    topUpWallet(who, { topUpId, userId, amountMinor: way === 'in' ? amount : 0 - amount, source, reason }),
  explain: async (refusal, _, locale) => {
    if (refusal.code !== 'WALLET_TOO_LOW') return {}
    const f = formatsOf(locale)
    const { balanceMinor, neededMinor } = refusal
    return { values: { balance: f.money(balanceMinor, env.CURRENCY), needed: f.money(neededMinor, env.CURRENCY) } }
  },
  done: (_, { q }) => redirect(hrefWith('/admin/wallets', { q, done: true })),
})

/** Gives money of a paid order back, to its shopper's wallet. */
export const refund = defineAction({
  schema: z.object({ refundId: z.uuid(), orderId: z.uuid(), q: text(254), amount: money, reason: text(200) }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { refundId, orderId, amount, reason }) =>
    refundOrder(who, { refundId, orderId, amountMinor: amount, reason }),
  explain: async (refusal, _, locale): Promise<{ values?: Record<string, string> }> =>
    refusal.code === 'MORE_THAN_PAID'
      ? { values: { left: formatsOf(locale).money(refusal.leftMinor, env.CURRENCY) } }
      : {},
  done: (_, { q }) => redirect(hrefWith('/admin/wallets', { q, refunded: true })),
})

/** A withdrawal was paid out, or is refused. */
export const decide = defineAction({
  schema: z.object({ withdrawalId: z.uuid(), as: z.enum(['paid', 'refused'], 'chooseOne'), note: text(200) }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, input) => decideWithdrawal(who, input),
  done: () => redirect('/admin/wallets'),
})
