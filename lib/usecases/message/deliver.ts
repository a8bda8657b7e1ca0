import { pool } from '#lib/db/client.ts'
import { env } from '#lib/infra/env.ts'
import { type Carrier, carrierOf } from '#lib/infra/mail/deliver.ts'
import { renderMessage } from '#lib/infra/mail/templates.ts'

type Row = {
  id: string
  channel: 'email' | 'sms'
  to: string
  template: string
  locale: string
  facts: unknown
  attempts: number
}

const AT_ONCE = 50
const MAX_TRIES = 6
/** How long a worker may hold messages before another takes them for lost: longer than any carrier waits. */
const IN_HAND_SECONDS = 120

/**
 * Sends the messages that are due, the longest waiting first. The rows are the queue: a worker takes some by moving
 * their next try into the future, so that no other sends them meanwhile, and they come back by themselves if it dies.
 * What could not be sent is tried again after 2, 4, 8 … seconds, six times in all. After delivery a message is emptied,
 * except in demo mode where the mailbox shows it.
 * @param carrier how to send instead of the operator's own way
 * @returns how many were taken; 0 when nothing is due
 */
export async function deliverDueMessages(carrier?: Carrier): Promise<number> {
  const { rows } = await pool.query<Row>(
    `update messages m set attempts = attempts + 1, next_try_at = clock_timestamp() + $2 * interval '1 second'
     from (select id from messages where state = 'queued' and next_try_at <= clock_timestamp()
           order by next_try_at limit $1 for update skip locked) as due
     where m.id = due.id returning m.id, m.channel, m."to", m.template, m.locale, m.facts, m.attempts`,
    [AT_ONCE, IN_HAND_SECONDS],
  )
  if (rows.length === 0) return 0
  const results = await Promise.all(rows.map((row) => send(row, carrier ?? carrierOf(row.channel))))
  const sent = results.filter(({ error }) => error === undefined)
  await Promise.all([
    markSent(sent.map(({ row }) => row.id)),
    ...results.map(({ row, error }) => error !== undefined && markLost(row, error)),
  ])
  return rows.length
}

/** @returns why it did not get away, if it did not */
async function send(row: Row, carrier: Carrier): Promise<{ row: Row; error?: string }> {
  try {
    await carrier({ id: row.id, channel: row.channel, to: row.to, ...renderMessage(row) })
    return { row }
  } catch (error) {
    return { row, error: error instanceof Error ? error.message.slice(0, 200) : 'unknown' }
  }
}

const markSent = (ids: string[]) =>
  pool.query(
    `update messages set state = 'sent', sent_at = clock_timestamp(), error = null,
       facts = case when $2 then facts else '{}' end where id = any($1::uuid[])`,
    [ids, env.DEMO],
  )

/** Tried again later, or given up: then it stays, marked, for an admin to see. */
const markLost = ({ id, attempts }: Row, error: string) =>
  pool.query(
    `update messages set error = $2, state = case when $3 then 'failed'::"MessageState" else state end,
       next_try_at = clock_timestamp() + $4 * interval '1 second' where id = $1`,
    [id, error, attempts >= MAX_TRIES, 2 ** attempts],
  )
