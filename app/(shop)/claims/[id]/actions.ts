'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { ClaimDecider } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { claimGate } from '#lib/queries/gates.ts'
import { decideClaim } from '#lib/usecases/claim/decide.ts'
import { defineAction, type Explained } from '#lib/web/define-action.ts'
import { getFormats } from '#lib/web/format.ts'
import { optionalMoney, text } from '#lib/web/schemas.ts'

/** Decides a claim: what each line gets back, and what the shopper is told. */
export const decide = defineAction({
  schema: z.object({
    claimId: z.uuid(),
    lines: z.array(z.object({ offerId: z.uuid(), granted: optionalMoney })),
    reason: text(500),
  }),
  gate: async (userId, { claimId }) => (userId ? claimGate(userId, claimId) : undefined),
  run: (who: ClaimDecider, { lines, reason }) =>
    decideClaim(who, {
      lines: lines.map(({ offerId, granted }) => ({ offerId, grantedMinor: granted ?? 0 })),
      answer: reason,
    }),
  explain: async (refusal, { lines }): Promise<Explained> => {
    const f = await getFormats()
    if (refusal.code === 'MORE_THAN_PAID') return { values: { left: f.money(refusal.leftMinor, env.CURRENCY) } }
    if (refusal.code !== 'MORE_THAN_CLAIMED') return {}
    const index = lines.findIndex(({ offerId }) => offerId === refusal.offerId)
    return { field: `lines.${index}.granted`, values: { most: f.money(refusal.mostMinor, env.CURRENCY) } }
  },
  done: (_value, { claimId }) => redirect(`/claims/${claimId}`),
})
