'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { ADVANCE_STEPS, advanceGroupOrder } from '#lib/usecases/group-order/advance.ts'
import { setOfferCommission } from '#lib/usecases/group-order/set-offer-commission.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { optionalPercent } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const advance = defineAction({
  schema: z.object({ groupOrderId: z.uuid(), step: z.enum(ADVANCE_STEPS) }),
  gate: dutyGate('stock'),
  run: advanceGroupOrder,
  done: (_state, { groupOrderId }) => redirect(`/admin/group-orders/${groupOrderId}`),
})

export const offerCommission = defineAction({
  schema: z.object({ groupOrderId: z.uuid(), offerId: z.uuid(), commission: optionalPercent }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, { commission, ...input }) =>
    setOfferCommission(who, { ...input, commissionBps: commission }),
  done: (_value, { groupOrderId }) => redirect(`/admin/group-orders/${groupOrderId}`),
})
