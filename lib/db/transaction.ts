import type { PoolClient } from 'pg'
import type { Prisma } from '#generated/prisma/client.ts'
import { db, pool } from './client.ts'
import { isTransient } from './errors.ts'

/** A Prisma transaction: functions that write take one, so they cannot be called outside. */
export type Tx = Prisma.TransactionClient
/** A transaction of plain SQL, for set-based work. */
export type SqlTx = PoolClient

const MAX_TRIES = 4

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      // A deadlock or serialization failure rolled everything back: the same work may be done again.
      if (attempt >= MAX_TRIES || !isTransient(error)) throw error
    }
  }
}

/**
 * Runs `work` in one transaction and commits, or rolls all of it back when it throws. Deadlocks and serialization
 * failures are tried again, so `work` must do nothing outside the database.
 */
export const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  retrying(() => db.$transaction(work, { maxWait: 5_000, timeout: 20_000 }))

/** The same for plain SQL on a connection of the shared pool. */
export const sqlTransaction = <T>(work: (tx: SqlTx) => Promise<T>): Promise<T> =>
  retrying(async () => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      // not waited for: the first statements of the work go out with it, and fail with it
      const [, value] = await Promise.all([client.query('begin'), work(client)])
      await client.query('commit')
      return value
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => {
        broken = lost // the connection itself is gone: do not give it back to the pool
      })
      throw error
    } finally {
      client.release(broken)
    }
  })
