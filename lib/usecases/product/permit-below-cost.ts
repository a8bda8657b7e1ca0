import { now as databaseNow } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { type BelowCostReason, checkPermission, type PermissionRefusal } from '#lib/domain/below-cost.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type TimeRefusal, zonedInstant } from '#lib/domain/time.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { audit } from '../audit.ts'

export type PermissionInput = {
  /** Made with the form: a form sent twice allows once. */
  permissionId: string
  productId: string
  reason: BelowCostReason
  note: string
  /** Minor units per piece, kg, jin or lb: offers at this price or above it pass. */
  lowestMinor: number
  /** Wall-clock time of the instance's zone, 'YYYY-MM-DDTHH:mm'. */
  until: string
}

export type PermitRefusal =
  | PermissionRefusal
  | { code: 'NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: TimeRefusal['code']; field: 'until' }

/**
 * Allows offers of a product below what it costs, for a lawful reason and a while (RULES M1).
 * @returns its id. Refuses NOT_FOUND, BAD_PRICE, NOT_BELOW_COST (it needs no permission), PERMISSION_ENDED, what
 *   `zonedInstant` refuses, and IDEMPOTENCY_KEY_REUSED
 */
export async function permitBelowCost(
  who: AdminFor<'catalogue'>,
  { until, ...wanted }: PermissionInput,
): Promise<Outcome<{ permissionId: string }, PermitRefusal>> {
  const instant = zonedInstant(until, env.TIME_ZONE)
  if (!instant.ok) return refuse({ code: instant.refusal.code, field: 'until' })
  const { permissionId, ...facts } = { ...wanted, until: instant.value }
  const now = await databaseNow()
  return transaction(async (tx) => {
    const product = await tx.product.findUnique({ where: { id: facts.productId }, select: { costMinor: true } })
    if (!product) return refuse({ code: 'NOT_FOUND' })
    const allowed = checkPermission(facts, product.costMinor, now)
    if (!allowed.ok) return allowed
    const { count } = await tx.belowCostPermission.createMany({
      data: [{ ...facts, id: permissionId, costMinor: product.costMinor, givenAt: now, givenBy: who.userId }],
      skipDuplicates: true,
    })
    if (count === 0) {
      const same = await tx.belowCostPermission.count({ where: { ...facts, id: permissionId, givenBy: who.userId } })
      return same === 1 ? accept({ permissionId }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    }
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: 'product.permit_below_cost',
      subjectType: 'product',
      subjectId: facts.productId,
      data: { permissionId, ...facts, costMinor: product.costMinor },
    })
    return accept({ permissionId })
  })
}
