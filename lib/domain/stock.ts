import { accept, type Outcome, refuse } from './outcome.ts'

/** Why stock moved: the sign that a movement of this reason must have, and whether reservations move with the goods. */
const MOVEMENTS = {
  received: { sign: 1, takesReserved: false },
  counted: { sign: 0, takesReserved: false },
  damaged: { sign: -1, takesReserved: false },
  spoiled: { sign: -1, takesReserved: false },
  returned: { sign: 0, takesReserved: false },
  collected: { sign: -1, takesReserved: true },
  correction: { sign: 0, takesReserved: false },
  undone: { sign: 1, takesReserved: true },
} as const satisfies Record<string, { sign: -1 | 0 | 1; takesReserved: boolean }>

export type MovementReason = keyof typeof MOVEMENTS

export const MOVEMENT_REASONS = Object.keys(MOVEMENTS) as readonly MovementReason[]

/** Pieces, or grams where the product's unit is weighed. */
export type StockLevel = { onHand: number; reserved: number }

export type StockRefusal =
  | { code: 'STOCK_BELOW_ZERO'; available: number }
  | { code: 'STOCK_RESERVED'; reserved: number; available: number }
  | { code: 'BAD_QUANTITY' }

/**
 * What can still be promised.
 * @param level on hand and reserved
 * @returns pieces or grams
 */
export function availableOf(level: StockLevel): number {
  return level.onHand - level.reserved
}

/**
 * Applies one movement to a stock level. Stock never goes below zero, nor below what is reserved (TRUST I2): then the
 * caller asks which reservations give way.
 * @param level on hand and reserved before
 * @param quantity signed: pieces or grams that came in (above 0) or went out (below 0)
 * @param reason why. `collected` hands out reserved goods and `undone` takes such a slip back: both move the reservation
 * @returns the level after, with what is available. Refuses BAD_QUANTITY (not a whole number, zero, the wrong sign for
 *   the reason, more collected than reserved), STOCK_BELOW_ZERO, STOCK_RESERVED
 */
export function moveStock(
  level: StockLevel,
  quantity: number,
  reason: MovementReason,
): Outcome<StockLevel & { available: number }, StockRefusal> {
  const { sign, takesReserved } = MOVEMENTS[reason]
  const isSigned = sign === 0 || Math.sign(quantity) === sign
  if (!Number.isSafeInteger(quantity) || quantity === 0 || !isSigned) return refuse({ code: 'BAD_QUANTITY' })

  const after = {
    onHand: level.onHand + quantity,
    reserved: level.reserved + (takesReserved ? quantity : 0),
  }
  const available = availableOf(level)
  if (!Number.isSafeInteger(after.onHand)) return refuse({ code: 'BAD_QUANTITY' })
  if (quantity < 0 && after.onHand < 0) return refuse({ code: 'STOCK_BELOW_ZERO', available })
  if (after.reserved < 0) return refuse({ code: 'BAD_QUANTITY' })
  if (quantity < 0 && !takesReserved && availableOf(after) < 0) {
    return refuse({ code: 'STOCK_RESERVED', reserved: level.reserved, available })
  }
  return accept({ ...after, available: availableOf(after) })
}
