'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { receiveTill } from '#lib/usecases/ledger/receive-till.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { money, text } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const receive = defineAction({
  schema: z.object({ countId: z.uuid(), received: money, note: text(200) }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { countId, received, note }) =>
    receiveTill(who, { countId, receivedMinor: received, note }),
  done: () => redirect('/admin/money'),
})
