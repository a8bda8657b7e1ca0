import type { Prisma } from '#generated/prisma/client.ts'
import { pool } from '#lib/db/client.ts'
import type { SqlTx, Tx } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'

/** An Idempotency-Key of a program, and a hash of all that was asked with it. */
export type Claim = { apiKeyId: string; key: string; bodyHash: string }

export type Reused = { code: 'IDEMPOTENCY_KEY_REUSED' }

/** What was made; `replayed` where it was made before, under the same key. */
export type Once<T> = T & { replayed?: boolean }

type ClaimRow = { body_hash: string; value: unknown }

/**
 * Makes something once for each key, forever. The key is written in the transaction that makes the thing, behind a lock of
 * its own: of two at once the second waits and is told what the first made. A refusal consumes nothing.
 * @param claim undefined where no key was sent: then nothing is promised
 * @param work makes it; its value must survive JSON
 * @returns what `work` answered, now or the first time. Refuses IDEMPOTENCY_KEY_REUSED when the key came with another body
 */
export async function once<T, R>(
  tx: Tx | SqlTx,
  claim: Claim | undefined,
  work: () => Promise<Outcome<T, R>>,
): Promise<Outcome<Once<T>, R | Reused>> {
  if (!claim) return work() as Promise<Outcome<Once<T>, R>>
  const { apiKeyId, key, bodyHash } = claim
  await sql(tx, 'select 1 from pg_advisory_xact_lock(hashtextextended($1, 11))', [`${apiKeyId}:${key}`])
  const [earlier] = await sql<ClaimRow>(
    tx,
    'select body_hash, value from api_claims where api_key_id = $1::uuid and key = $2',
    [apiKeyId, key],
  )
  if (earlier && earlier.body_hash !== bodyHash) return refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
  if (earlier) return accept({ ...(earlier.value as T), replayed: true })
  const made = await work()
  if (!made.ok) return made
  await sql(tx, 'insert into api_claims (api_key_id, key, body_hash, value) values ($1::uuid, $2, $3, $4::jsonb)', [
    apiKeyId,
    key,
    bodyHash,
    JSON.stringify(made.value),
  ])
  return made as Outcome<Once<T>, R>
}

async function sql<Row>(tx: Tx | SqlTx, text: string, values: string[]): Promise<Row[]> {
  if ('query' in tx) return (await tx.query(text, values)).rows
  return (tx as Prisma.TransactionClient).$queryRawUnsafe<Row[]>(text, ...values)
}

/** What was answered under a key, if anything was. */
export async function answerUnder({ apiKeyId, key }: Claim): Promise<unknown> {
  const { rows } = await pool.query<{ answer: unknown }>(
    'select answer from api_claims where api_key_id = $1 and key = $2',
    [apiKeyId, key],
  )
  return rows[0]?.answer ?? undefined
}

/** Keeps what was answered under a key: the first answer stays, whatever becomes of what it tells of. */
export async function keepAnswer({ apiKeyId, key }: Claim, answer: unknown): Promise<void> {
  await pool.query('update api_claims set answer = $3 where api_key_id = $1 and key = $2 and answer is null', [
    apiKeyId,
    key,
    JSON.stringify(answer),
  ])
}
