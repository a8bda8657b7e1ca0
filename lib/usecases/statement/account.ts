import { LAST_STATEMENT, OWED } from '#lib/db/earner-balance.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import type { EarnerRole } from '#lib/domain/earnings.ts'

export type EarnerAccount = { id: number; role: EarnerRole; ownerId: string; currency: string; balanceMinor: number }

/**
 * What a leader or keeper is owed, while nobody else closes their period, pays them or books anything on it.
 * @returns undefined where there is no such account
 */
export async function lockEarner(tx: SqlTx, accountId: number): Promise<EarnerAccount | undefined> {
  const { rows } = await tx.query<Omit<EarnerAccount, 'balanceMinor'>>(
    `select id, kind as role, owner_id as "ownerId", currency from ledger_accounts
     where id = $1 and kind in ('leader', 'keeper') for update`,
    [accountId],
  )
  const [account] = rows
  if (!account) return undefined
  const { rows: sums } = await tx.query<{ balance: number }>(
    `select ${OWED} as balance from ledger_accounts a ${LAST_STATEMENT} where a.id = $1`,
    [accountId],
  )
  return { ...account, balanceMinor: sums[0]?.balance ?? 0 }
}
