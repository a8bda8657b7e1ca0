import { pool } from '#lib/db/client.ts'
import { isUnavailable } from '#lib/db/errors.ts'

export type Workload = {
  /** Group orders past their cutoff that nothing has closed yet, and by how many seconds the oldest. */
  overdueGroups: number
  overdueSeconds: number
  /** How late the latest of the last hour's cutoffs was closed, seconds. */
  closeLagSeconds: number
  openGroups: number
  /** Messages waiting to be sent, how long the oldest has, and those that never got away. */
  messagesQueued: number
  messagesOldestSeconds: number
  messagesFailed: number
  announcements: number
}

/**
 * What waits to be done and how late it is, over the whole shop: for the metrics, whichever process is asked.
 * @returns undefined when the database does not answer
 */
export async function workload(): Promise<Workload | undefined> {
  try {
    return (await pool.query<Workload>(WORKLOAD)).rows[0]
  } catch (error) {
    if (isUnavailable(error)) return undefined
    throw error
  }
}

const WORKLOAD = `select overdue.groups as "overdueGroups", overdue.seconds as "overdueSeconds", closed.lag as "closeLagSeconds",
       open.groups as "openGroups", queued.messages as "messagesQueued", queued.seconds as "messagesOldestSeconds",
       failed.messages as "messagesFailed", (select count(*)::int from announcements) as announcements
     from
       (select count(*)::int as groups, coalesce(extract(epoch from clock_timestamp() - min(cutoff_at)), 0)::float8 as seconds
        from group_orders where state in ('scheduled', 'open') and cutoff_at <= clock_timestamp()) as overdue,
       (select coalesce(max(extract(epoch from closed_at - cutoff_at)), 0)::float8 as lag from group_orders
        where state not in ('draft', 'scheduled', 'open') and cutoff_at > clock_timestamp() - interval '1 hour'
          and closed_at >= cutoff_at) as closed,
       (select count(*)::int as groups from group_orders
        where state in ('scheduled', 'open') and opens_at <= clock_timestamp() and cutoff_at > clock_timestamp()) as open,
       (select count(*)::int as messages, coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as seconds
        from messages where state = 'queued') as queued,
       (select count(*)::int as messages from messages where state = 'failed') as failed`
