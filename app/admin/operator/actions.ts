'use server'

import { revalidatePath } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { saveOperator } from '#lib/usecases/operator/save.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { neededText, neededTexts, text, texts, ticked, whole } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const save = defineAction({
  schema: z.object({
    name: neededTexts(80),
    legalName: neededText(160),
    registration: text(80),
    licence: text(160),
    address: text(200),
    about: texts(2_000),
    terms: texts(20_000),
    complaintContact: neededText(160),
    allowsWithdrawals: ticked,
    claimHours: whole(1, 720),
  }),
  gate: dutyGate('people'),
  run: saveOperator,
  done: async () => {
    revalidatePath('/about')
    return (await getTranslations('common'))('saved')
  },
})
