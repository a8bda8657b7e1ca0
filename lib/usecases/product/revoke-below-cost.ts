import { now as databaseNow } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

/**
 * Takes a permission to sell below cost back: no new offer or price passes by it any more. What is on a stall already keeps
 * its price, as people have been promised it.
 * @returns the product. Refuses NOT_FOUND, ALREADY_REVOKED
 */
export async function revokeBelowCost(
  who: AdminFor<'catalogue'>,
  { permissionId }: { permissionId: string },
): Promise<Outcome<{ productId: string }, { code: 'NOT_FOUND' | 'ALREADY_REVOKED' }>> {
  const now = await databaseNow()
  return transaction(async (tx) => {
    const permission = await tx.belowCostPermission.findUnique({ where: { id: permissionId } })
    if (!permission) return refuse({ code: 'NOT_FOUND' })
    const { count } = await tx.belowCostPermission.updateMany({
      where: { id: permissionId, revokedAt: null },
      data: { revokedAt: now, revokedBy: who.userId },
    })
    if (count !== 1) return refuse({ code: 'ALREADY_REVOKED' })
    const { productId, lowestMinor } = permission
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: 'product.revoke_below_cost',
      subjectType: 'product',
      subjectId: productId,
      data: { permissionId, lowestMinor },
    })
    return accept({ productId })
  })
}
