import type { SqlTx } from './transaction.ts'

// hashtextextended makes the 64-bit key that advisory locks want out of a uuid.
const KEY = `hashtextextended($1::text, 7)`

/**
 * Takes the group order's lock as one of many desks and returns the database's clock, read after the lock was granted:
 * an order decided with that instant cannot slip in behind a close.
 */
export async function lockAsDesk(tx: SqlTx, groupOrderId: string): Promise<Date> {
  await tx.query(`select pg_advisory_xact_lock_shared(${KEY})`, [groupOrderId])
  return databaseClock(tx)
}

/** Takes the group order's lock alone: no desk decides while it is held. Returns the database's clock after it. */
export async function lockAsCloser(tx: SqlTx, groupOrderId: string): Promise<Date> {
  await tx.query(`select pg_advisory_xact_lock(${KEY})`, [groupOrderId])
  return databaseClock(tx)
}

/** The database's own clock, now (not the transaction's start). */
export async function databaseClock(tx: Pick<SqlTx, 'query'>): Promise<Date> {
  const { rows } = await tx.query<{ at: Date }>('select clock_timestamp() as at')
  return (rows[0] as { at: Date }).at
}
