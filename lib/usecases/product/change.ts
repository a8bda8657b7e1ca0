import { isDuplicate } from '#lib/db/errors.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import {
  auditProduct,
  checkPrices,
  checkTolerance,
  type ProductFields,
  type ProductRefusal,
  whatForbids,
} from './save.ts'

/**
 * Changes some fields of a product and leaves the others as they are, also those that somebody else changes meanwhile. The
 * rules are those of `saveProduct`, held against the product as it will be.
 * @returns its id. Refuses what ProductRefusal names
 */
export async function changeProduct(
  who: AdminFor<'catalogue'>,
  productId: string,
  patch: Partial<ProductFields>,
): Promise<Outcome<{ productId: string }, ProductRefusal>> {
  try {
    return await transaction(async (tx) => {
      await tx.$queryRaw`select 1 from products where id = ${productId}::uuid for update`
      const before = await tx.product.findUnique({ where: { id: productId } })
      if (!before) return refuse({ code: 'NOT_FOUND' })
      const after = { ...before, ...patch } as typeof before & ProductFields
      const priced = checkPrices(after)
      if (!priced.ok) return priced
      const tolerated = checkTolerance(after)
      if (!tolerated.ok) return tolerated
      const refusal = await whatForbids(tx, productId, after)
      if (refusal) return refuse(refusal)
      await tx.product.update({ where: { id: productId }, data: patch })
      await auditProduct(tx, who, productId, before, after)
      return accept({ productId })
    })
  } catch (error) {
    if (isDuplicate(error)) return refuse({ code: 'SKU_TAKEN', field: 'sku' })
    throw error
  }
}
