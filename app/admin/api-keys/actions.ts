'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { ALL_SCOPES, API_SCOPES } from '#lib/domain/api-scopes.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { createApiKey, MAX_KEY_NAME } from '#lib/usecases/api-key/create.ts'
import { revokeApiKey } from '#lib/usecases/api-key/revoke.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { neededText, tickedOf } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

const PATH = '/admin/api-keys'

/** Answers with the key itself: in the page that comes back and nowhere else, so it stands in no address and no log. */
export const make = defineAction({
  schema: z.object({
    name: neededText(MAX_KEY_NAME),
    scopes: tickedOf([...API_SCOPES, ALL_SCOPES]),
    leaderId: z.union([z.literal(''), z.uuid()]).default(''),
  }),
  gate: dutyGate('people'),
  run: (who: AdminFor<'people'>, { name, scopes, leaderId }) =>
    createApiKey(who, { name, scopes: scopes.join(','), leaderId: leaderId || undefined }),
  done: async ({ key }) => {
    revalidatePath(PATH)
    return key
  },
})

export const revoke = defineAction({
  schema: z.object({ apiKeyId: z.uuid() }),
  gate: dutyGate('people'),
  run: revokeApiKey,
  done: () => redirect(PATH),
})
