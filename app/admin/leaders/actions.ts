'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { decideLeader, LEADER_DECISIONS } from '#lib/usecases/leader/decide.ts'
import { setCommission } from '#lib/usecases/leader/set-commission.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { optionalPercent, text } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const decide = defineAction({
  schema: z.object({ leaderId: z.uuid(), decision: z.enum(LEADER_DECISIONS), reason: text(300) }),
  gate: dutyGate('people'),
  run: decideLeader,
  done: () => redirect('/admin/leaders'),
})

export const commission = defineAction({
  schema: z.object({ leaderId: z.uuid(), commission: optionalPercent }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, input) =>
    setCommission(who, { leaderId: input.leaderId, commissionBps: input.commission }),
  done: () => redirect('/admin/leaders'),
})
