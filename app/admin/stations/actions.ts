'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { SHELF_COLOURS } from '#lib/domain/shelf-label.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { addKeeper } from '#lib/usecases/station/add-keeper.ts'
import { removeKeeper } from '#lib/usecases/station/remove-keeper.ts'
import { saveStation } from '#lib/usecases/station/save.ts'
import { setKeeperPay } from '#lib/usecases/station/set-keeper-pay.ts'
import { defineAction } from '#lib/web/define-action.ts'
import {
  money,
  neededText,
  neededTexts,
  optionalId,
  optionalMoney,
  optionalWhole,
  texts,
  ticked,
} from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

export const save = defineAction({
  schema: z.object({
    stationId: optionalId,
    name: neededTexts(80),
    address: neededTexts(160),
    hours: texts(160),
    note: texts(300),
    door: z.enum(SHELF_COLOURS),
    timeZone: neededText(60),
    capacity: optionalWhole(1, 100_000),
    stopCost: money,
    active: ticked,
  }),
  gate: dutyGate('people'),
  run: (who: AdminFor<'people'>, { stopCost: stopCostMinor, ...input }) =>
    saveStation(who, { ...input, stopCostMinor }),
  done: ({ stationId }) => redirect(`/admin/stations/${stationId}?saved=1`),
})

export const add = defineAction({
  schema: z.object({ stationId: z.uuid(), contact: neededText(254) }),
  gate: dutyGate('people'),
  run: addKeeper,
  done: (_value, { stationId }) => redirect(`/admin/stations/${stationId}`),
})

export const remove = defineAction({
  schema: z.object({ stationId: z.uuid(), userId: z.uuid() }),
  gate: dutyGate('people'),
  run: removeKeeper,
  done: (_value, { stationId }) => redirect(`/admin/stations/${stationId}`),
})

export const keeperPay = defineAction({
  schema: z.object({ stationId: z.uuid(), keeperPay: optionalMoney }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, input) =>
    setKeeperPay(who, { stationId: input.stationId, keeperPayMinor: input.keeperPay }),
  done: (_value, { stationId }) => redirect(`/admin/stations/${stationId}?saved=1`),
})
