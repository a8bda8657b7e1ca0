'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { readStopToken } from '#lib/infra/mail/stop-link.ts'
import { stopNotices } from '#lib/usecases/person/choose-notices.ts'
import { defineAction } from '#lib/web/define-action.ts'

/** Ends the notices that a link is about. Whoever holds it may: it went to their own address. */
export const stop = defineAction({
  schema: z.object({ token: z.string() }),
  gate: async (_userId, { token }) => readStopToken(token),
  run: ({ userId, ...which }) => stopNotices(userId, which),
  done: async () => (await getTranslations('shop.notices'))('stopped'),
})
