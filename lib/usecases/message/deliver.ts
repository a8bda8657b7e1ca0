import { pool } from '#lib/db/client.ts'
import { purchaseFiles } from '#lib/db/purchase-order-rows.ts'
import { type Choice, fateOf, noticeKindOf } from '#lib/domain/notices.ts'
import { env } from '#lib/infra/env.ts'
import type { Attached } from '#lib/infra/mail/attached.ts'
import { type Carrier, carrierOf } from '#lib/infra/mail/deliver.ts'
import { stopToken } from '#lib/infra/mail/stop-link.ts'
import { renderFooter, renderMessage } from '#lib/infra/mail/templates.ts'
import { localeOf } from '../post-message.ts'

type Row = {
  id: string
  channel: 'email' | 'sms'
  to: string
  template: string
  locale: string
  facts: unknown
  attached: Attached | null
  attempts: number
  user_id: string | null
}

const AT_ONCE = 50
const MAX_TRIES = 6
/** How long a worker may hold messages before another takes them for lost: longer than any carrier waits. */
const IN_HAND_SECONDS = 120

/**
 * Sends the messages that are due, the longest waiting first. The rows are the queue: a worker takes some by moving
 * their next try into the future, so that no other sends them meanwhile, and they come back by themselves if it dies.
 * What could not be sent is tried again after 2, 4, 8 … seconds, six times in all. After delivery a message is emptied,
 * except in demo mode where the mailbox shows it. What its reader does not want goes nowhere, and what may wait for the end of
 * their quiet hours waits.
 * @param carrier how to send instead of the operator's own way
 * @returns how many were taken; 0 when nothing is due
 */
export async function deliverDueMessages(carrier?: Carrier): Promise<number> {
  const { rows } = await pool.query<Row>(
    `update messages m set attempts = attempts + 1, next_try_at = clock_timestamp() + $2 * interval '1 second'
     from (select id from messages where state = 'queued' and next_try_at <= clock_timestamp()
           order by next_try_at limit $1 for update skip locked) as due
     where m.id = due.id returning m.id, m.channel, m."to", m.template, m.locale, m.facts, m.attached, m.attempts, m.user_id`,
    [AT_ONCE, IN_HAND_SECONDS],
  )
  if (rows.length === 0) return 0
  const wanted = await keepBack(rows)
  const results = await Promise.all(wanted.map((row) => send(row, carrier ?? carrierOf(row.channel))))
  const sent = results.filter(({ error }) => error === undefined)
  await Promise.all([
    markSent(sent.map(({ row }) => row.id)),
    ...results.map(({ row, error }) => error !== undefined && markLost(row, error)),
  ])
  return rows.length
}

type Reader = { id: string; quiet_from: number | null; quiet_until: number | null; choices: Choice[]; now: Date }

/** Marks what is unwanted, puts off what is to wait. @returns the rest, to be sent now */
async function keepBack(rows: Row[]): Promise<Row[]> {
  const userIds = [...new Set(rows.flatMap(({ user_id }) => user_id ?? []))]
  if (userIds.length === 0) return rows
  const { rows: readers } = await pool.query<Reader>(
    `select u.id, u.quiet_from, u.quiet_until, clock_timestamp() as now,
       coalesce((select json_agg(json_build_object('kind', c.kind, 'channel', c.channel, 'isWanted', c.is_wanted))
         from notice_choices c where c.user_id = u.id), '[]'::json) as choices
     from users u where u.id = any($1::uuid[])`,
    [userIds],
  )
  const fates = rows.map((row) => ({ row, fate: fateFor(row, readers) }))
  const unwanted = fates.flatMap(({ row, fate }) => (fate === 'unwanted' ? row.id : []))
  const waiting = fates.flatMap(({ row, fate }) => (typeof fate === 'object' ? { id: row.id, at: fate.at } : []))
  if (unwanted.length > 0)
    await pool.query(`update messages set state = 'unwanted', facts = '{}' where id = any($1::uuid[])`, [unwanted])
  if (waiting.length > 0)
    await pool.query(
      `update messages m set next_try_at = n.at, attempts = m.attempts - 1
       from unnest($1::uuid[], $2::timestamptz[]) as n(id, at) where m.id = n.id`,
      [waiting.map(({ id }) => id), waiting.map(({ at }) => at)],
    )
  return fates.flatMap(({ row, fate }) => (fate === 'send' ? row : []))
}

function fateFor({ template, channel, user_id }: Row, readers: Reader[]): ReturnType<typeof fateOf> {
  const reader = readers.find(({ id }) => id === user_id)
  if (!reader) return 'send'
  const { quiet_from: from, quiet_until: until, choices, now } = reader
  const quiet = from === null || until === null ? null : { from, until }
  return fateOf({ template, channel, choices, quiet, timeZone: env.TIME_ZONE, now })
}

/** @returns why it did not get away, if it did not */
async function send(row: Row, carrier: Carrier): Promise<{ row: Row; error?: string }> {
  try {
    const files = row.attached ? await purchaseFiles(row.attached, localeOf(row.locale)) : []
    const { subject, text } = renderMessage(row)
    const stop = stopLinkOf(row)
    const body = stop && row.channel === 'email' ? `${text}\n\n${renderFooter(row.locale, stop.page)}` : text
    await carrier({
      id: row.id,
      channel: row.channel,
      to: row.to,
      subject,
      text: body,
      ...(stop && { stop: stop.post }),
      ...(files.length > 0 && { files }),
    })
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

/** How to end notices of this kind, where there is a choice. */
function stopLinkOf({ template, channel, user_id: userId }: Row): { page: string; post: string } | undefined {
  const kind = noticeKindOf(template)
  if (!kind || !userId) return undefined
  const token = stopToken({ userId, kind, channel })
  return { page: `${env.PUBLIC_URL}/notices/${token}`, post: `${env.PUBLIC_URL}/api/webhooks/notices/${token}` }
}

/** Tried again later, or given up: then it stays, marked, for an admin to see. */
const markLost = ({ id, attempts }: Row, error: string) =>
  pool.query(
    `update messages set error = $2, state = case when $3 then 'failed'::"MessageState" else state end,
       next_try_at = clock_timestamp() + $4 * interval '1 second' where id = $1`,
    [id, error, attempts >= MAX_TRIES, 2 ** attempts],
  )
