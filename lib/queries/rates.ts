import { pool } from '#lib/db/client.ts'
import { readRates } from '#lib/db/rates.ts'
import type { Rates } from '#lib/domain/margin.ts'
import type { AdminFor } from '#lib/domain/who.ts'

/** What running the shop costs, for the page that changes it. */
export const ratesPage = (_who: AdminFor<'money'>): Promise<Rates> => readRates(pool)

/** Whether leaders see what goods cost: the operator's choice (RULES, "Money"). */
export const leadersSeeCosts = async (): Promise<boolean> => (await readRates(pool)).showsCostToLeaders
