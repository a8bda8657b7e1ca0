import type { Rates } from '#lib/domain/margin.ts'
import { USUAL_RATES } from '#lib/domain/rates.ts'
import type { pool } from './client.ts'
import type { SqlTx } from './transaction.ts'

/** What running the shop costs, as it stands; the usual rates until the operator has said anything else. */
export async function readRates(tx: SqlTx | typeof pool): Promise<Rates> {
  const { rows } = await tx.query<Rates>(
    `select commission_bps as "commissionBps", payment_fee_bps as "paymentFeeBps", picking_minor as "pickingMinor",
       claims_bps as "claimsBps", freight_minor as "freightMinor", site_fee_minor as "siteFeeMinor",
       shows_cost_to_leaders as "showsCostToLeaders" from rates where id = 1`,
  )
  return rows[0] ?? USUAL_RATES
}
