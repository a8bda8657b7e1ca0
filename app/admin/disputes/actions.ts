'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { noteAnswer } from '#lib/usecases/payment/answer-dispute.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { text } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

/** Notes that a dispute was answered at the provider's site, and what with. */
export const answered = defineAction({
  schema: z.object({ disputeId: z.uuid(), note: text(500) }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, input) => noteAnswer(who, input),
  done: () => redirect('/admin/disputes'),
})
