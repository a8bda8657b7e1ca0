'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { ADMIN_DUTIES } from '#lib/domain/duties.ts'
import { giveDuty } from '#lib/usecases/people/give-duty.ts'
import { setDisabled } from '#lib/usecases/people/set-disabled.ts'
import { takeDuty } from '#lib/usecases/people/take-duty.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { neededText } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

const back = () => redirect('/admin/people')

export const give = defineAction({
  schema: z.object({ contact: neededText(254), duty: z.enum(ADMIN_DUTIES, 'chooseOne') }),
  gate: dutyGate('people'),
  run: giveDuty,
  done: back,
})

export const take = defineAction({
  schema: z.object({ userId: z.uuid(), duty: z.enum(ADMIN_DUTIES) }),
  gate: dutyGate('people'),
  run: takeDuty,
  done: back,
})

export const disable = defineAction({
  schema: z.object({ userId: z.uuid(), disabled: z.enum(['yes', 'no']) }).transform(({ userId, disabled }) => ({
    userId,
    disabled: disabled === 'yes',
  })),
  gate: dutyGate('people'),
  run: setDisabled,
  done: back,
})
