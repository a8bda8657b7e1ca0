'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { leaderGate } from '#lib/queries/gates.ts'
import { carryGroupOrder } from '#lib/usecases/carrying/carry.ts'
import { stopCarrying } from '#lib/usecases/carrying/end.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { whole } from '#lib/web/schemas.ts'

const gate = async (userId: string | undefined) => (userId ? leaderGate(userId) : undefined)

export const carry = defineAction({
  schema: z.object({ groupOrderId: z.uuid(), shownBps: whole(1, 10_000) }),
  gate,
  run: (who, input) => carryGroupOrder(who, input),
  explain: (refusal) => ('splitBps' in refusal ? { values: { percent: refusal.splitBps / 100 } } : {}),
  done: async ({ carrierId }) => redirect(`/leader/carried?done=accepted#${carrierId}`),
})

export const stop = defineAction({
  schema: z.object({ carrierId: z.uuid() }),
  gate,
  run: (who, input) => stopCarrying(who, input.carrierId),
  done: async () => redirect('/leader/carried?done=stopped'),
})
