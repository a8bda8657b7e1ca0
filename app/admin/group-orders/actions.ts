'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { ADVANCE_STEPS, advanceGroupOrder } from '#lib/usecases/group-order/advance.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { dutyGate } from '../gate.ts'

export const advance = defineAction({
  schema: z.object({ groupOrderId: z.uuid(), step: z.enum(ADVANCE_STEPS) }),
  gate: dutyGate('stock'),
  run: advanceGroupOrder,
  done: (_state, { groupOrderId }) => redirect(`/admin/group-orders/${groupOrderId}`),
})
