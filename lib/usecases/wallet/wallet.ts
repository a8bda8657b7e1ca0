import type { SqlTx } from '#lib/db/transaction.ts'

/**
 * Takes a wallet, so that nobody else spends from it until the end of the transaction.
 * @returns what is in it, minor units; 0 where nothing ever was
 */
export async function lockWallet(tx: SqlTx, userId: string, currency: string): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `select id from ledger_accounts where kind = 'wallet' and owner_id = $1 and currency = $2 for no key update`,
    [userId, currency],
  )
  const [account] = rows
  if (!account) return 0
  // asked for after the lock, which alone makes it true
  const { rows: sums } = await tx.query<{ balance: number }>(
    'select -coalesce(sum(amount_minor), 0) as balance from ledger_entries where account_id = $1',
    [account.id],
  )
  return sums[0]?.balance ?? 0
}
