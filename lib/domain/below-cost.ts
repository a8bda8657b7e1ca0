import { accept, type Outcome, refuse } from './outcome.ts'

/** Why a price below cost is lawful (RULES M1). */
export const BELOW_COST_REASONS = ['fresh', 'seasonal', 'overstock', 'near_expiry'] as const

export type BelowCostReason = (typeof BELOW_COST_REASONS)[number]

export type PermissionRefusal =
  | { code: 'NOT_BELOW_COST'; field: 'lowest'; costMinor: number }
  | { code: 'BAD_PRICE'; field: 'lowest' }
  | { code: 'PERMISSION_ENDED'; field: 'until' }

/**
 * Whether a price below cost can be allowed like this: above nothing, below what the product costs, and for a while yet.
 * @param wanted the lowest price that passes, minor units; until when, exclusive
 * @param costMinor what the product costs, minor units
 * @param now the database's time
 */
export function checkPermission(
  wanted: { lowestMinor: number; until: Date },
  costMinor: number,
  now: Date,
): Outcome<true, PermissionRefusal> {
  if (wanted.lowestMinor <= 0) return refuse({ code: 'BAD_PRICE', field: 'lowest' })
  if (wanted.lowestMinor >= costMinor) return refuse({ code: 'NOT_BELOW_COST', field: 'lowest', costMinor })
  if (wanted.until <= now) return refuse({ code: 'PERMISSION_ENDED', field: 'until' })
  return accept(true)
}

/**
 * The lowest price at which a product may be offered: its cost, or what an admin allows below it.
 * @param costMinor minor units
 * @param permissions those in force
 */
export const lowestPriceMinor = (costMinor: number, permissions: readonly { lowestMinor: number }[]): number =>
  permissions.reduce((lowest, { lowestMinor }) => Math.min(lowest, lowestMinor), costMinor)
