import type { Tx } from '#lib/db/transaction.ts'
import { commissionRate } from '#lib/domain/commission.ts'
import { USUAL_RATES } from '#lib/domain/rates.ts'

/**
 * The rate that offers of this leader get where they have none of their own: what a new price version keeps.
 * @returns basis points of what is paid
 */
export async function leaderCommission(db: Tx, leaderId: string): Promise<number> {
  const [leader, rates] = await Promise.all([
    db.leader.findUniqueOrThrow({ where: { id: leaderId }, select: { commissionBps: true } }),
    db.rates.findUnique({ where: { id: 1 }, select: { commissionBps: true } }),
  ])
  return commissionRate(null, leader.commissionBps, (rates ?? USUAL_RATES).commissionBps)
}
