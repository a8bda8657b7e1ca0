import { sqlTransaction } from '#lib/db/transaction.ts'
import { type Announcement, announce } from './announce.ts'

/** How long before the cutoff those who want to know are told that it closes. */
const CLOSING_HOURS = 3

/** What time alone makes worth telling: when it is due, and where it stands that it was told. */
const OCCASIONS = [
  {
    template: 'groupOpened',
    told: 'opening_told_at',
    isDue: `state in ('scheduled', 'open') and opens_at <= clock_timestamp() and cutoff_at > clock_timestamp()`,
  },
  {
    // one that is open for a few hours only was told of when it opened
    template: 'groupClosing',
    told: 'closing_told_at',
    isDue: `state in ('scheduled', 'open') and cutoff_at > clock_timestamp()
      and cutoff_at - ${CLOSING_HOURS} * interval '1 hour' <= clock_timestamp()
      and opens_at < cutoff_at - 2 * ${CLOSING_HOURS} * interval '1 hour'`,
  },
  {
    template: 'orderWaiting',
    told: 'waiting_told_at',
    isDue: `state = 'arrived' and pickup_until <= clock_timestamp()`,
  },
] as const satisfies { template: Announcement; told: string; isDue: string }[]

/**
 * Announces what has become due by time alone: a group order that opened or closes soon to those who want to know, and goods
 * that still wait after the pickup window to whoever left them. Each once: the group order says so in the same transaction.
 * @returns how many announcements were made; 0 when nothing is due
 */
export const announceDue = (): Promise<number> =>
  sqlTransaction(async (tx) => {
    let made = 0
    for (const { template, told, isDue } of OCCASIONS) {
      const { rows } = await tx.query<{ id: string; at: Date }>(
        `update group_orders set ${told} = clock_timestamp() where id in (
           select id from group_orders where ${told} is null and ${isDue} for update skip locked)
         returning id, ${told} as at`,
      )
      for (const { id, at } of rows) await announce(tx, template, at, [{ groupOrderId: id }])
      made += rows.length
    }
    return made
  })
