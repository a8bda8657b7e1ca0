import { pool } from '#lib/db/client.ts'
import { readRates } from '#lib/db/rates.ts'
import { readSold } from '#lib/db/sold.ts'
import { type StandingView, standingOf, viewOf } from '#lib/domain/standing.ts'
import type { AdminFor, ManagerOf } from '#lib/domain/who.ts'

async function standing(groupOrderId: string, isOperator: boolean): Promise<StandingView | undefined> {
  const [rates, sold] = await Promise.all([readRates(pool), readSold(pool, [groupOrderId])])
  const own = sold.get(groupOrderId)
  return own && viewOf(standingOf(own, rates), isOperator || rates.showsCostToLeaders)
}

/** Where a group order stands, for whoever runs it: without money where the operator hides its costs. */
export const leaderStanding = (who: ManagerOf): Promise<StandingView | undefined> =>
  standing(who.groupOrderId, who.role === 'admin')

/** The same for the operator. @param _who any duty */
export const adminStanding = (_who: AdminFor, groupOrderId: string): Promise<StandingView | undefined> =>
  standing(groupOrderId, true)
