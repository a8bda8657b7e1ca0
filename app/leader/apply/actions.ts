'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { AWNINGS } from '#lib/domain/catalogue.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { applyAsLeader } from '#lib/usecases/leader/apply.ts'
import { defineAction } from '#lib/web/define-action.ts'

const texts = z.object({ en: z.string().max(60).default(''), 'zh-CN': z.string().max(60).default('') })

export const apply = defineAction({
  schema: z.object({
    name: texts,
    community: texts,
    about: z.string('required').trim().min(1, 'required').max(1000),
    awning: z.enum(AWNINGS, 'chooseOne'),
  }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: (who, application) => applyAsLeader(who, application),
  done: async () => redirect('/leader/apply'),
})
