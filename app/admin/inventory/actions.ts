'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { AdminFor } from '#lib/domain/who.ts'
import { ADJUST_REASONS, type AdjustReason, adjustStock } from '#lib/usecases/stock/adjust.ts'
import { setShelf } from '#lib/usecases/stock/set-shelf.ts'
import { undoMovement } from '#lib/usecases/stock/undo.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { text, whole } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'
import { MODE_OF } from './modes.ts'

const MOST = 100_000_000

/** Turns the number that was typed into what its reason makes of it. */
function changeOf(reason: AdjustReason, typed: number): { by: number } | { to: number } {
  if (MODE_OF[reason] === 'count') return { to: typed }
  return { by: MODE_OF[reason] === 'out' ? -typed : typed }
}

const adjustment = z
  .object({
    productId: z.uuid(),
    movementId: z.uuid(),
    reason: z.enum(ADJUST_REASONS),
    quantity: z
      .string('required')
      .default('')
      .transform((typed) => typed.normalize('NFKC').replace('−', '-').trim())
      .pipe(
        z
          .string()
          .min(1, 'required')
          .regex(/^-?\d{1,9}$/, 'badNumber'),
      )
      .transform(Number)
      .pipe(z.number().max(MOST)),
    note: text(200),
  })
  .superRefine(({ reason, quantity }, context) => {
    const isCount = MODE_OF[reason] === 'count'
    const isWrong = MODE_OF[reason] === 'signed' ? quantity === 0 : quantity < (isCount ? 0 : 1)
    if (isWrong)
      context.addIssue({ code: 'custom', message: isCount ? 'notNegative' : 'aboveZero', path: ['quantity'] })
  })
  .transform(({ quantity, ...rest }) => ({ ...rest, change: changeOf(rest.reason, quantity) }))

export const adjust = defineAction({
  schema: adjustment,
  gate: dutyGate('stock'),
  run: (who: AdminFor<'stock'>, input) => adjustStock(who, input),
  explain: ({ code }) =>
    code.startsWith('STOCK_') || code === 'BAD_QUANTITY' ? { field: 'quantity', values: { name: '' } } : {},
  done: ({ movementId }) => redirect(`/admin/inventory?done=${movementId}`),
})

export const undo = defineAction({
  schema: z.object({ movementId: z.uuid() }),
  gate: dutyGate('stock'),
  run: undoMovement,
  done: ({ productId }) => redirect(`/admin/inventory/${productId}`),
})

export const shelf = defineAction({
  schema: z.object({ productId: z.uuid(), place: text(40), reorderAt: whole(0, MOST) }),
  gate: dutyGate('stock'),
  run: setShelf,
  done: (_value, { productId }) => redirect(`/admin/inventory/${productId}`),
})
