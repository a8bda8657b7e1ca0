import pg from 'pg'
import { fromPrisma, PgBoss } from 'pg-boss'
import { z } from 'zod'
import { env } from './env.ts'
import { log } from './log.ts'

/** Every queue there is, and what its jobs carry. A job only wakes somebody up: the rows decide what is to do. */
export const QUEUES = {
  'deliver-message': z.object({ messageId: z.uuid() }),
} as const

export type QueueName = keyof typeof QUEUES
export type JobOf<Name extends QueueName> = z.infer<(typeof QUEUES)[Name]>

/** Where jobs go whose every try failed. */
export const DEAD = 'dead'

const SCHEMA = 'jobs'
type PrismaTx = Parameters<typeof fromPrisma>[0]
type SqlRunner = { query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }

const onSql = (runner: SqlRunner) => ({ executeSql: (text: string, values?: unknown[]) => runner.query(text, values) })

const kept = globalThis as unknown as { sender?: PgBoss }
/** Sends within the caller's own transaction; never started, so it holds no connection and no timers. */
function sender(runner: ReturnType<typeof onSql> | ReturnType<typeof fromPrisma>): PgBoss {
  kept.sender ??= new PgBoss({ db: runner as ReturnType<typeof fromPrisma>, schema: SCHEMA })
  return kept.sender
}

/**
 * Enqueues inside the caller's Prisma transaction: the job exists exactly when the transaction commits.
 * @param startAfter do not run before this instant
 */
export async function enqueue<Name extends QueueName>(
  tx: PrismaTx,
  name: Name,
  data: JobOf<Name>,
  startAfter?: Date,
): Promise<void> {
  const runner = fromPrisma(tx)
  await sender(runner).send(name, data, { db: runner, ...(startAfter && { startAfter }) })
}

/** The same for many jobs in a transaction of plain SQL, in one statement. */
export async function enqueueSql<Name extends QueueName>(
  tx: SqlRunner,
  name: Name,
  jobs: JobOf<Name>[],
): Promise<void> {
  const runner = onSql(tx)
  await sender(runner).insert(
    name,
    jobs.map((data) => ({ data })),
    { db: runner },
  )
}

/** A boss with connections of its own, for the worker. */
export function openBoss(): PgBoss {
  const boss = new PgBoss({ connectionString: env.DATABASE_URL, schema: SCHEMA, max: 4, useListenNotify: true })
  // an 'error' event nobody hears ends the process
  boss.on('error', (error) => log.error({ error: error.message }, 'jobs'))
  return boss
}

/** Are all queues there already? Asked first, since starting a boss takes longer than the question. */
async function arePrepared(): Promise<boolean> {
  const client = new pg.Client(env.DATABASE_URL)
  await client.connect()
  try {
    const { rows } = await client.query(`select name from ${SCHEMA}.queue`)
    const names = new Set(rows.map(({ name }) => name))
    return Object.keys(QUEUES).every((name) => names.has(name))
  } catch {
    return false // no such schema yet
  } finally {
    await client.end()
  }
}

/** Makes the schema and the queues where they are missing; part of every migration. */
export async function prepareQueues(): Promise<void> {
  if (await arePrepared()) return
  const boss = openBoss()
  await boss.start()
  await boss.createQueue(DEAD)
  for (const name of Object.keys(QUEUES)) {
    if (await boss.getQueue(name)) continue
    await boss.createQueue(name, {
      retryLimit: 5,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 120,
      deadLetter: DEAD,
      notify: true,
    })
  }
  await boss.stop({ graceful: false })
}
