'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { NOTICE_CHANNELS, NOTICE_KINDS } from '#lib/domain/notices.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { chooseNotices } from '#lib/usecases/person/choose-notices.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { tickedOf } from '#lib/web/schemas.ts'

/** "22:00" in minutes of the day; nothing where nothing is typed. */
const clock = z
  .string()
  .default('')
  .pipe(z.union([z.literal(''), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'badTime')], 'badTime'))
  .transform((time) => (time === '' ? undefined : Number(time.slice(0, 2)) * 60 + Number(time.slice(3))))

const TICKS = NOTICE_KINDS.flatMap((kind) => NOTICE_CHANNELS.map((channel) => `${kind} ${channel}` as const))

/** Keeps a person's choices; a box that is not sent is a box that was not ticked, on the channels that were shown. */
export const choose = defineAction({
  schema: z
    .object({ wanted: tickedOf(TICKS), shown: tickedOf(NOTICE_CHANNELS), quietFrom: clock, quietUntil: clock })
    .superRefine(({ quietFrom, quietUntil }, context) => {
      if (quietFrom === undefined && quietUntil !== undefined)
        context.addIssue({ code: 'custom', path: ['quietFrom'], message: 'required' })
      if (quietFrom !== undefined && quietUntil === undefined)
        context.addIssue({ code: 'custom', path: ['quietUntil'], message: 'required' })
    }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: (who, { wanted, shown, quietFrom, quietUntil }) =>
    chooseNotices(who, {
      choices: NOTICE_KINDS.flatMap((kind) =>
        shown.map((channel) => ({ kind, channel, isWanted: wanted.includes(`${kind} ${channel}`) })),
      ),
      quiet: quietFrom === undefined || quietUntil === undefined ? null : { from: quietFrom, until: quietUntil },
    }),
  done: async () => (await getTranslations('shop.notices'))('saved'),
})
