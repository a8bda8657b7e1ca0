import { isDuplicate } from '#lib/db/errors.ts'
import { type Tx, transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { availableOf, moveStock, type StockLevel, type StockRefusal } from '#lib/domain/stock.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { type Claim, type Once, once, type Reused } from '../api-key/once.ts'
import { audit } from '../audit.ts'
import { lockStock } from './stock-row.ts'

/** What a four-byte column holds, and more than any store. */
const MAX_ON_HAND = 2_000_000_000

/** The reasons a person may give; the others belong to collections and to undoing. */
export const ADJUST_REASONS = ['received', 'counted', 'damaged', 'spoiled', 'returned', 'correction'] as const
export type AdjustReason = (typeof ADJUST_REASONS)[number]

const NEEDS_NOTE: readonly AdjustReason[] = ['damaged', 'correction']

export type AdjustInput = {
  productId: string
  /** Made with the form: the movement's id, so that a form sent twice moves once. */
  movementId: string
  reason: AdjustReason
  /** Pieces, or grams: by how much (signed), or for a count to what it comes. */
  change: { by: number } | { to: number }
  note: string
}

export type Adjusted = StockLevel & { available: number; movementId: string; repeated: boolean }

export type AdjustRefusal =
  | StockRefusal
  | { code: 'NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'NOTE_NEEDED'; field: 'note' }

/**
 * Changes what lies in store, with a reason, leaving a movement.
 * @param claim moves it once for each key of a program
 * @returns the level after it; a repeat answers as the first did and moves nothing. Refuses NOT_FOUND, NOTE_NEEDED
 *   (damage and corrections), BAD_QUANTITY, STOCK_BELOW_ZERO, STOCK_RESERVED (orders hold it: TRUST I2),
 *   IDEMPOTENCY_KEY_REUSED
 */
export async function adjustStock(
  who: AdminFor<'stock'>,
  input: AdjustInput,
  claim?: Claim,
): Promise<Outcome<Once<Adjusted>, AdjustRefusal | Reused>> {
  if (NEEDS_NOTE.includes(input.reason) && !input.note.trim()) return refuse({ code: 'NOTE_NEEDED', field: 'note' })
  try {
    return await transaction((tx) => once(tx, claim, () => adjust(tx, who, input)))
  } catch (error) {
    // The same id at the same moment for another product: the lock on this one could not see it coming.
    if (isDuplicate(error)) return refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    throw error
  }
}

async function adjust(tx: Tx, who: AdminFor<'stock'>, input: AdjustInput): Promise<Outcome<Adjusted, AdjustRefusal>> {
  const { productId, movementId, reason, change, note } = input
  const level = await lockStock(tx, productId)
  if (!level) return refuse({ code: 'NOT_FOUND' })
  const earlier = await tx.stockMovement.findUnique({ where: { id: movementId } })
  if (earlier) {
    const isSame = earlier.productId === productId && earlier.reason === reason && earlier.note === note.trim()
    if (!isSame) return refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    return accept({ ...level, available: availableOf(level), movementId, repeated: true })
  }

  const quantity = 'to' in change ? change.to - level.onHand : change.by
  // A count that finds what was expected is worth its line in the history.
  const isConfirmed = 'to' in change && quantity === 0
  const moved = isConfirmed ? accept({ ...level, available: availableOf(level) }) : moveStock(level, quantity, reason)
  if (!moved.ok) return moved
  const { onHand } = moved.value
  if (onHand > MAX_ON_HAND) return refuse({ code: 'BAD_QUANTITY' })
  await tx.stock.update({ where: { productId }, data: { onHand } })
  await tx.stockMovement.create({
    data: { id: movementId, productId, quantity, reason, note: note.trim(), onHandAfter: onHand, actorId: who.userId },
  })
  await audit(tx, {
    ...actorOf(who, 'admin'),
    action: 'stock.adjust',
    subjectType: 'product',
    subjectId: productId,
    data: { movementId, reason, quantity, onHandAfter: onHand },
  })
  return accept({ ...moved.value, movementId, repeated: false })
}
