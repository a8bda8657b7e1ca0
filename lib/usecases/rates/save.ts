import { readRates } from '#lib/db/rates.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import type { Rates } from '#lib/domain/margin.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'

export type RatesRefusal = { code: 'RATES_TOO_HIGH'; field: 'commission' }

/** A whole, in basis points. */
const ALL_BPS = 10_000

/**
 * Says what running the shop costs from now on. What was priced before keeps the rates it was priced with.
 * @param rates basis points of what is paid; money in minor units, 0 or more
 * @returns which rates changed. Refuses RATES_TOO_HIGH where fee, claims and commission together take all that is paid
 */
export async function saveRates(
  who: AdminFor<'money'>,
  rates: Rates,
): Promise<Outcome<{ changed: (keyof Rates)[] }, RatesRefusal>> {
  if (rates.commissionBps + rates.paymentFeeBps + rates.claimsBps >= ALL_BPS)
    return refuse({ code: 'RATES_TOO_HIGH', field: 'commission' })
  return sqlTransaction(async (tx) => {
    // two admins at once: the row that both change is there before either reads it
    await tx.query('insert into rates (id, updated_at) values (1, clock_timestamp()) on conflict (id) do nothing')
    await tx.query('select 1 from rates where id = 1 for update')
    const before = await readRates(tx)
    const changed = (Object.keys(before) as (keyof Rates)[]).filter((name) => before[name] !== rates[name])
    if (changed.length === 0) return accept({ changed })
    await tx.query(
      `update rates set commission_bps = $1, payment_fee_bps = $2, picking_minor = $3, claims_bps = $4, freight_minor = $5,
         site_fee_minor = $6, shows_cost_to_leaders = $7, updated_at = clock_timestamp() where id = 1`,
      [
        rates.commissionBps,
        rates.paymentFeeBps,
        rates.pickingMinor,
        rates.claimsBps,
        rates.freightMinor,
        rates.siteFeeMinor,
        rates.showsCostToLeaders,
      ],
    )
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'rates.change',
        subjectType: 'rates',
        subjectId: '1',
        data: Object.fromEntries(changed.map((name) => [name, [before[name], rates[name]]])),
      },
    ])
    return accept({ changed })
  })
}
