import type { SqlTx } from '#lib/db/transaction.ts'
import { isBalanced, type Movement } from '#lib/domain/ledger.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'

/**
 * Writes movements of money in the transaction of what caused them: the only code that writes the books. Three statements
 * however many there are. The database adds every movement up again and takes no change of what is written.
 * @param movements each with its own key; one whose key is known already is not written again
 * @returns the keys that were written now
 * @throws when a movement does not balance: then something computed it wrongly
 */
export async function postToLedger(tx: SqlTx, movements: readonly Movement[]): Promise<Set<string>> {
  if (movements.length === 0) return new Set()
  const wrong = movements.find(({ entries }) => !isBalanced(entries))
  if (wrong) throw new Error(`the movement "${wrong.key}" does not balance`)
  const { rows } = await tx.query<{ id: string; key: string }>(
    `insert into ledger_transactions (id, key, cause, order_id, actor_id, reason, at, region)
     select n.id, n.key, n.cause, n.order_id, n.actor_id, n.reason, coalesce(n.at, clock_timestamp()), $8
     from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::timestamptz[])
       as n(id, key, cause, order_id, actor_id, reason, at)
     on conflict (key) do nothing returning id, key`,
    [
      movements.map(() => newId()),
      movements.map(({ key }) => key),
      movements.map(({ cause }) => cause),
      movements.map(({ orderId }) => orderId ?? null),
      movements.map(({ actorId }) => actorId ?? null),
      movements.map(({ reason }) => reason ?? ''),
      movements.map(({ at }) => at ?? null),
      env.REGION,
    ],
  )
  const idOf = new Map(rows.map(({ id, key }) => [key, id]))
  const entries = movements.flatMap(({ key, currency, entries }) => {
    const transactionId = idOf.get(key)
    return transactionId ? entries.map((entry) => ({ ...entry, transactionId, currency })) : []
  })
  if (entries.length === 0) return new Set()
  const accounts = [
    entries.map(({ kind }) => kind),
    entries.map(({ ownerId }) => ownerId),
    entries.map(({ currency }) => currency),
  ]
  await tx.query(
    `insert into ledger_accounts (kind, owner_id, currency)
     select distinct n.kind, n.owner, n.currency from unnest($1::"AccountKind"[], $2::uuid[], $3::text[]) as n(kind, owner, currency)
     where not exists (select 1 from ledger_accounts a where (a.kind, a.owner_id, a.currency) = (n.kind, n.owner, n.currency))
     order by 1, 2, 3 on conflict do nothing`,
    accounts,
  )
  // An entry gets its number only while its account is locked: whoever closes a period, holding that lock alone, has every
  // lower number before them. The foreign keys take the same lock, but after the number.
  const { rowCount } = await tx.query(
    `insert into ledger_entries (transaction_id, account_id, amount_minor)
     select n.transaction, a.id, n.amount
     from unnest($1::"AccountKind"[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[]) as n(kind, owner, currency, transaction, amount)
     join ledger_accounts a on a.kind = n.kind and a.owner_id = n.owner and a.currency = n.currency
     for key share of a`,
    [...accounts, entries.map(({ transactionId }) => transactionId), entries.map(({ amountMinor }) => amountMinor)],
  )
  if (rowCount !== entries.length) throw new Error('an account of the books is missing')
  return new Set(idOf.keys())
}
