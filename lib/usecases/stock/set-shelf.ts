import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { lockStock } from './stock-row.ts'

export type ShelfInput = { productId: string; place: string; reorderAt: number }

/**
 * Says where a product lies and below what it is to be ordered again.
 * @param input `reorderAt` in pieces, or grams where the unit is weighed
 * @returns nothing of interest. Refuses NOT_FOUND
 */
export const setShelf = (
  who: AdminFor<'stock'>,
  { productId, place, reorderAt }: ShelfInput,
): Promise<Outcome<true, { code: 'NOT_FOUND' }>> =>
  transaction(async (tx) => {
    if (!(await lockStock(tx, productId))) return refuse({ code: 'NOT_FOUND' })
    await tx.stock.update({ where: { productId }, data: { place: place.trim(), reorderAt } })
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: 'stock.set_shelf',
      subjectType: 'product',
      subjectId: productId,
      data: { place: place.trim(), reorderAt },
    })
    return accept(true)
  })
