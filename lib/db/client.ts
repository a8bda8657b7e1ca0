import { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#generated/prisma/client.ts'
import { env } from '#lib/infra/env.ts'

export type { Prisma } from '#generated/prisma/client.ts'

// int8 and numeric come as text from pg; our sums fit a double exactly (below 2^53 minor units).
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/**
 * A socket that sends what is written to it in one turn of the loop together: a batch of statements costs one system call
 * and wakes the database once.
 */
function gatheringSocket(): Socket {
  const socket = new Socket()
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  let isGathering = false
  const send = () => {
    isGathering = false
    socket.uncork()
  }
  return Object.assign(socket, {
    write: (...args: unknown[]) => {
      if (!isGathering) {
        isGathering = true
        socket.cork()
        process.nextTick(send)
      }
      return write(...args)
    },
  })
}

/**
 * One pool for Prisma and for the desk's own SQL. A statement may take 15 s, a transaction left idle 10 s, and a
 * full pool answers after 5 s instead of never. What a city’s evening is sorted and grouped by fits into memory, and rows are
 * looked up by their keys where that costs less on today’s disks: left to the days of turning ones, Postgres reads all
 * orders that ever were to find those of one evening.
 */
const makePool = () =>
  new pg.Pool({
    connectionString: env.DATABASE_URL,
    max: env.DATABASE_POOL,
    connectionTimeoutMillis: 5_000,
    // Postgres ends a slow statement itself; this is for a network that has fallen silent
    query_timeout: 16_000,
    // statements given together are sent together, without waiting for each answer before the next
    pipeline: true,
    stream: gatheringSocket,
    options:
      '-c statement_timeout=15000 -c idle_in_transaction_session_timeout=10000 -c work_mem=32MB -c random_page_cost=1.1',
  })

const kept = globalThis as unknown as { pool?: pg.Pool; db?: PrismaClient }
kept.pool ??= makePool()
kept.pool.on('error', () => {
  // an idle connection died: the pool opens another when asked
})

export const pool = kept.pool
kept.db ??= new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
export const db = kept.db

/** Ends every connection of this process. */
export async function closePool(): Promise<void> {
  await db.$disconnect()
  if (!pool.ended) await pool.end()
}
