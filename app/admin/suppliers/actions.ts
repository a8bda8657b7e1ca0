'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { LOCALES } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { saveSupplier } from '#lib/usecases/supplier/save.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { neededTexts, optionalEmail, optionalId, text, texts, ticked } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const save = defineAction({
  schema: z.object({
    supplierId: optionalId,
    name: neededTexts(80),
    email: optionalEmail,
    phone: text(40),
    terms: texts(200),
    locale: z.enum(LOCALES),
    active: ticked,
  }),
  gate: dutyGate('catalogue'),
  run: (who: AdminFor<'catalogue'>, input) => saveSupplier(who, input),
  done: () => redirect('/admin/suppliers'),
})
