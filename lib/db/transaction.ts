import { hash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Prisma } from '#generated/prisma/client.ts'
import { directUrl, env } from '#lib/infra/env.ts'
import { db, pool } from './client.ts'
import { isTransient, isUnavailable, sqlState } from './errors.ts'

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

/** Hands over statements that are sent but not waited for: they end together with the commit. */
export type WithCommit = (sent: Promise<unknown>) => void

/**
 * The same for plain SQL on a connection of the shared pool. Last statements may be given to `withCommit`: the commit is
 * sent right behind them, so that locks are held for one round trip less. When one of them fails Postgres makes a rollback
 * of that commit, and the failure is thrown.
 * @param isPrepared the work looks rows up by their keys with few different statements, again and again: each connection
 * plans them once
 */
export const sqlTransaction = <T>(
  work: (tx: SqlTx, withCommit: WithCommit) => Promise<T>,
  { isPrepared = false } = {},
): Promise<T> =>
  retrying(async () => {
    const client = await pool.connect()
    let broken: Error | undefined
    // a backend that ends between two statements tells nobody's query: unheard, it would end this process
    const onLost = (error: Error) => {
      broken = error
    }
    client.on('error', onLost)
    const { tx, firstError } = watched(client, isPrepared)
    try {
      // not waited for: the first statements of the work go out with it, and fail with it
      const last: Promise<unknown>[] = []
      const [, value] = await Promise.all([
        tx.query(isPrepared ? BEGIN_BY_KEYS : 'begin'),
        work(tx, (sent) => last.push(sent)),
      ])
      await Promise.all([...last, tx.query('commit')])
      return value
    } catch (error) {
      const cause = sqlState(error) === ABORTED ? (firstError() ?? error) : error
      // a connection that is gone is not asked to roll back: Postgres does it when it finds out
      if (isUnavailable(cause)) broken = cause as Error
      else
        await client.query('rollback').catch((lost: Error) => {
          broken = lost // the connection itself is gone: do not give it back to the pool
        })
      throw cause
    } finally {
      client.off('error', onLost)
      client.release(broken)
    }
  })

/** What every statement says after the one that failed. */
const ABORTED = '25P02'

/**
 * Statements that are sent together fail together, and which error comes out first is chance: this remembers the one that
 * came first from the database, which alone says what happened and whether to try again.
 */
function watched(client: PoolClient, isPrepared: boolean): { tx: SqlTx; firstError: () => unknown } {
  let first: unknown
  const query = (text: unknown, values?: unknown[]) => {
    const given =
      isPrepared && typeof text === 'string' && values ? [{ name: nameOf(text), text, values }] : [text, values]
    const asked = (client.query as (...given: unknown[]) => Promise<unknown>).apply(client, given)
    asked.catch((error: unknown) => {
      first ??= error
    })
    return asked
  }
  return { tx: Object.create(client, { query: { value: query } }) as SqlTx, firstError: () => first }
}

/** A plan that is kept must stay right while tables grow: it may not read a whole one because it was empty that day. */
const BEGIN_BY_KEYS = 'begin; set local enable_seqscan = off'

const names = new Map<string, string>()

/**
 * The name under which a connection keeps a statement; none where a pooler deals connections out by the transaction. It follows
 * from the text alone: this module is bundled more than once, and all copies share the connections.
 */
function nameOf(text: string): string | undefined {
  if (directUrl !== env.DATABASE_URL) return undefined
  const name = names.get(text) ?? `kt${hash('sha1', text, 'hex').slice(0, 20)}`
  names.set(text, name)
  return name
}
