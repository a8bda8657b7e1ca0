import type { SqlTx } from './transaction.ts'

// hashtextextended makes the 64-bit key that advisory locks want out of a uuid.

/**
 * Takes the group order's lock as one of many desks. A clock read by a later statement than this is later than the lock:
 * an order decided with that instant cannot slip in behind a close.
 */
export const lockAsDesk = (tx: SqlTx, groupOrderId: string): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock_shared(hashtextextended($1::text, 7))', [groupOrderId])

/**
 * Takes the locks of these group orders alone, in id order so that two closers cannot wait for each other: no desk decides
 * while they are held. Returns the database's clock after them.
 */
export async function lockAsCloser(tx: SqlTx, groupOrderIds: readonly string[]): Promise<Date> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended(id, 7)) from unnest($1::text[]) as id', [
    [...groupOrderIds].map((id) => id.toLowerCase()).sort(),
  ])
  return databaseClock(tx)
}

/** The database's own clock, now (not the transaction's start). */
export async function databaseClock(tx: Pick<SqlTx, 'query'>): Promise<Date> {
  const { rows } = await tx.query<{ at: Date }>('select clock_timestamp() as at')
  return (rows[0] as { at: Date }).at
}
