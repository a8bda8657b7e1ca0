'use server'

import { z } from 'zod'
import { requestSignInCode } from '#lib/usecases/sign-in/request-code.ts'
import { toCodePage } from '#lib/web/ask-code.ts'
import { anyone, defineAction } from '#lib/web/define-action.ts'
import { clientAddress } from '#lib/web/session.ts'

/** Sends a one-time code to whatever address was typed, known or not: both look and take the same. */
export const sendCode = defineAction({
  schema: z.object({
    contact: z.string('required').trim().min(1, 'required').max(254),
    next: z.string().max(300).default('/'),
  }),
  gate: anyone,
  run: async (_, { contact }, { locale }) => requestSignInCode(contact, await clientAddress(), locale),
  done: ({ askId, contact }, { next }) => toCodePage(askId, contact.value, next),
})
