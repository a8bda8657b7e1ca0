'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { shopperGate } from '#lib/queries/gates.ts'
import { saveProfile } from '#lib/usecases/person/save-profile.ts'
import { defineAction } from '#lib/web/define-action.ts'

/** Saves name and nickname. A box that is not sent is a box that was not ticked. */
export const saveMe = defineAction({
  schema: z.object({
    name: z.string().trim().max(60).default(''),
    nickname: z.string().trim().max(24).default(''),
    showNickname: z.literal('on').optional(),
  }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: (who, { name, nickname, showNickname }) =>
    saveProfile(who, {
      name: name || null,
      nickname: nickname || null,
      showNickname: showNickname === 'on' && nickname !== '',
    }),
  done: async () => (await getTranslations('shop.me'))('saved'),
})
