import { pool } from '#lib/db/client.ts'
import { LAST_STATEMENT, OWED } from '#lib/db/earner-balance.ts'
import type { EarnerRole } from '#lib/domain/earnings.ts'
import { type KeeperPayPer, USUAL_RATES } from '#lib/domain/rates.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { type Earnings, earningsOfAccount } from './earnings.ts'

export type EarnerView = {
  accountId: number
  role: EarnerRole
  /** A leader's public name; a keeper's own. */
  name: LocalText
  balanceMinor: number
  /** What moved since the last statement. */
  isOpen: boolean
  lastNumber: number | null
  lastUntil: Date | null
}

const EARNER = `select a.id as "accountId", a.kind as role,
  coalesce(case when a.kind = 'leader' then l.name end, jsonb_build_object('en', coalesce(u.name, ''))) as name,
  ${OWED} as "balanceMinor",
  exists (select 1 from ledger_entries e where e.account_id = a.id and e.id > coalesce(s.upto_entry_id, 0)) as "isOpen", s.number as "lastNumber", s.until as "lastUntil"
  from ledger_accounts a
  ${LAST_STATEMENT}
  left join leaders l on l.user_id = a.owner_id left join users u on u.id = a.owner_id
  where a.kind in ('leader', 'keeper')`

/** Everybody who has earned, whom most is owed first. */
export async function earners(_who: AdminFor<'money'>): Promise<EarnerView[]> {
  const { rows } = await pool.query<EarnerView>(`${EARNER} order by "balanceMinor" desc, a.id`)
  return rows
}

export type EarnerPage = EarnerView & { earnings: Earnings }

/** One account, with a page of what moved on it; undefined where there is no such account. */
export async function earner(
  _who: AdminFor<'money'>,
  accountId: number,
  below?: number,
): Promise<EarnerPage | undefined> {
  const { rows } = await pool.query<EarnerView>(`${EARNER} and a.id = $1`, [accountId])
  const [found] = rows
  if (!found) return undefined
  const earnings = await earningsOfAccount({ id: accountId, balance: found.balanceMinor }, below)
  return { ...found, earnings }
}

export type PayRates = { keeperPayMinor: number; keeperPayPer: KeeperPayPer; withholdingBps: number }

/** What keepers are paid and what is held back. */
export async function payRates(_who: AdminFor<'money'>): Promise<PayRates> {
  const { rows } = await pool.query<PayRates>(
    `select keeper_pay_minor as "keeperPayMinor", keeper_pay_per as "keeperPayPer", withholding_bps as "withholdingBps"
     from rates where id = 1`,
  )
  return rows[0] ?? USUAL_RATES
}
