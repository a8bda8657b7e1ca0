'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { decideLeader, LEADER_DECISIONS } from '#lib/usecases/leader/decide.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { text } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const decide = defineAction({
  schema: z.object({ leaderId: z.uuid(), decision: z.enum(LEADER_DECISIONS), reason: text(300) }),
  gate: dutyGate('people'),
  run: decideLeader,
  done: () => redirect('/admin/leaders'),
})
