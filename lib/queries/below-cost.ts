import { db } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import type { BelowCostReason } from '#lib/domain/below-cost.ts'
import type { AdminFor } from '#lib/domain/who.ts'

export type PermissionView = {
  id: string
  reason: BelowCostReason
  note: string
  /** Minor units. */
  lowestMinor: number
  costMinor: number
  until: Date
  givenAt: Date
  givenBy: string
  revokedAt: Date | null
  isInForce: boolean
}

/** Every permission to sell this product below cost, those in force first. */
export async function belowCostPermissions(_who: AdminFor<'catalogue'>, productId: string): Promise<PermissionView[]> {
  const [at, rows] = await Promise.all([
    now(),
    db.belowCostPermission.findMany({ where: { productId }, orderBy: { givenAt: 'desc' }, take: 50 }),
  ])
  const people = await db.user.findMany({
    where: { id: { in: rows.map(({ givenBy }) => givenBy) } },
    select: { id: true, name: true },
  })
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return rows
    .map(({ id, reason, note, lowestMinor, costMinor, until, givenAt, givenBy, revokedAt }) => ({
      id,
      reason,
      note,
      lowestMinor,
      costMinor,
      until,
      givenAt,
      givenBy: names.get(givenBy) ?? '',
      revokedAt,
      isInForce: revokedAt === null && until > at,
    }))
    .toSorted((a, b) => Number(b.isInForce) - Number(a.isInForce))
}
