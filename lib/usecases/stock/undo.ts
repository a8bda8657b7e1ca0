import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { moveStock, type StockLevel, type StockRefusal } from '#lib/domain/stock.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { audit } from '../audit.ts'
import { ADJUST_REASONS } from './adjust.ts'
import { lockStock } from './stock-row.ts'

export type UndoRefusal = StockRefusal | { code: 'NOT_FOUND' | 'ALREADY_UNDONE' }

/**
 * Takes a movement back by one that reverses it; both stay in the history.
 * @returns the product and its level after. Refuses NOT_FOUND (also for collections, which the keeper undoes),
 *   ALREADY_UNDONE, STOCK_BELOW_ZERO and STOCK_RESERVED when what came in is already promised or gone
 */
export const undoMovement = (
  who: AdminFor<'stock'>,
  { movementId }: { movementId: string },
): Promise<Outcome<StockLevel & { productId: string; available: number }, UndoRefusal>> =>
  transaction(async (tx) => {
    const movement = await tx.stockMovement.findUnique({ where: { id: movementId } })
    const isOurs = movement && (ADJUST_REASONS as readonly string[]).includes(movement.reason)
    if (!isOurs || movement.quantity === 0) return refuse({ code: 'NOT_FOUND' })
    const { productId } = movement
    const level = await lockStock(tx, productId)
    if (!level) return refuse({ code: 'NOT_FOUND' })
    // Asked under the lock: of two who undo at once the second finds the first's movement.
    if (await tx.stockMovement.findUnique({ where: { undoesId: movementId }, select: { id: true } })) {
      return refuse({ code: 'ALREADY_UNDONE' })
    }
    // Reservations stay as they are, so the rule of a correction applies, not that of a handing over taken back.
    const moved = moveStock(level, -movement.quantity, 'correction')
    if (!moved.ok) return moved
    const { onHand } = moved.value
    await tx.stock.update({ where: { productId }, data: { onHand } })
    const undo = {
      productId,
      quantity: -movement.quantity,
      reason: 'undone',
      onHandAfter: onHand,
      undoesId: movementId,
    }
    await tx.stockMovement.create({ data: { ...undo, id: newId(), actorId: who.userId } })
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: 'stock.undo',
      subjectType: 'product',
      subjectId: productId,
      data: { movementId, quantity: -movement.quantity, onHandAfter: onHand },
    })
    return accept({ ...moved.value, productId })
  })
