'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { shopperGate } from '#lib/queries/gates.ts'
import { askQuestion } from '#lib/usecases/question/ask.ts'
import { defineAction } from '#lib/web/define-action.ts'

export const ask = defineAction({
  schema: z.object({ groupOrderId: z.uuid(), text: z.string('required').trim().min(1).max(500) }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: (who, { groupOrderId, text }) => askQuestion(who, { groupOrderId, text }),
  done: async () => (await getTranslations('shop.group'))('asked'),
})
