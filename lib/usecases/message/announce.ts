import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { KEPT_HOURS } from '#lib/domain/lifecycle.ts'
import type { NoticeKind } from '#lib/domain/notices.ts'
import { newId } from '#lib/infra/ids.ts'
import type { Facts, TemplateName } from '#lib/infra/mail/templates.ts'

/** What each announcement tells every shopper of a group order; see FACTS for what the words mean. */
const TELLS = {
  groupClosed: ['group', 'number', 'total', 'weighed', 'most', 'station', 'pickup', 'url'],
  groupFailed: ['group', 'number', 'minimum', 'payment'],
  groupNotPaying: ['group', 'number', 'payment'],
  groupCancelled: ['group', 'number', 'payment'],
  cutoffMoved: ['group', 'number', 'cutoff', 'url'],
  pickupMoved: ['group', 'number', 'station', 'pickup', 'url'],
  orderReady: ['group', 'number', 'total', 'weighed', 'most', 'payment', 'code', 'station', 'pickup', 'url'],
  orderWaiting: ['group', 'number', 'code', 'station', 'kept', 'url'],
  orderUncollected: ['group', 'number', 'station', 'payment', 'url'],
  groupOpened: ['group', 'leader', 'cutoff', 'page'],
  groupClosing: ['group', 'leader', 'cutoff', 'page'],
} as const satisfies Partial<Record<TemplateName, readonly (keyof typeof FACTS)[]>>

export type Announcement = keyof typeof TELLS

/** The facts of lib/infra/mail/templates.ts, as SQL makes them from an order, its group order and its station. */
const FACTS = {
  group: `jsonb_build_object('text', g.title)`,
  number: `to_jsonb(o.number)`,
  total: `jsonb_build_object('money', o.total_minor, 'currency', o.currency)`,
  // only while something is not weighed yet
  weighed: `to_jsonb(case when o.tolerance_minor > 0 then 'yes' else 'no' end)`,
  most: `jsonb_build_object('money', o.total_minor + o.tolerance_minor, 'currency', o.currency)`,
  // what was not paid does not come back
  payment: `to_jsonb(case when o.payment_method = 'online' and o.payment_state in ('due', 'not_due') then 'on_pickup' else o.payment_method::text end)`,
  code: `to_jsonb(o.pickup_code)`,
  station: `jsonb_build_object('text', s.name)`,
  pickup: `jsonb_build_object('window', jsonb_build_array(g.pickup_from, g.pickup_until), 'zone', g.time_zone)`,
  cutoff: `jsonb_build_object('when', g.cutoff_at, 'zone', g.time_zone)`,
  minimum: `to_jsonb(g.minimum_orders)`,
  kept: `jsonb_build_object('when', g.pickup_until + ${KEPT_HOURS} * interval '1 hour', 'zone', g.time_zone)`,
  leader: `jsonb_build_object('text', l.name)`,
  page: `jsonb_build_object('path', '/g/' || g.slug)`,
  url: `jsonb_build_object('path', '/orders/' || o.id)`,
}

type Told = {
  groupOrderId: string
  /** What the text needs beyond TELLS. */
  facts?: Facts
  /** Only the orders of this station. */
  stationId?: string
}

/**
 * Tells something to the shopper of every live order of some group orders: one row each in the caller's transaction,
 * however many shoppers there are; a worker makes the messages of it (expandAnnouncements).
 * @param at the database's time of what is told: who was in then is told, also those whose order ends with it
 */
export async function announce(tx: SqlTx, template: Announcement, at: Date, told: Told[]): Promise<void> {
  if (told.length === 0) return
  await tx.query(
    `insert into announcements (id, group_order_id, station_id, facts, template, created_at)
     select *, $5, $6::timestamptz from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[])`,
    [
      told.map(() => newId()),
      told.map(({ groupOrderId }) => groupOrderId),
      told.map(({ stationId }) => stationId ?? null),
      told.map(({ facts }) => JSON.stringify(facts ?? {})),
      template,
      at,
    ],
  )
}

const AT_ONCE = 500

/**
 * Makes the messages of the oldest announcements: one to each shopper who was in, or whom an invitation is for, in their own
 * language. Each
 * announcement once, with any number of workers: it is gone in the transaction that makes its messages.
 * @returns how many announcements were done; 0 when none is left
 */
export const expandAnnouncements = (): Promise<number> =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ template: Announcement }>(
      'select template from announcements order by created_at limit 1 for update skip locked',
    )
    const template = rows[0]?.template
    if (!template) return 0
    const { rows: done } = await tx.query<{ done: number }>(
      `with due as (
         delete from announcements where id in (
           select id from announcements where template = $1 order by created_at limit $2 for update skip locked)
         returning *),
       told as (
         insert into messages (id, user_id, channel, "to", template, locale, facts)
         ${template in INVITES ? toFollowers(template as keyof typeof INVITES) : toShoppers(template)})
       select count(*)::int as done from due`,
      [template, AT_ONCE],
    )
    return done[0]?.done ?? 0
  })

/** Which orders are told, where not all that are still to be collected. */
const WHOSE: Partial<Record<Announcement, string>> = {
  orderWaiting: `o.state = 'ready'`,
  orderUncollected: `o.state = 'uncollected'`,
}

/** Whom an announcement is for who is in the group order: those who were in when it was made. */
const toShoppers = (template: Announcement): string =>
  `select gen_random_uuid(), o.shopper_id,
     case when position('@' in o.contact) > 0 then 'email' else 'sms' end::"Channel", o.contact, a.template, u.locale,
     a.facts || jsonb_build_object(${factsOf(template)})
   from due a
   join group_orders g on g.id = a.group_order_id
   join orders o on o.group_order_id = g.id and (a.station_id is null or o.station_id = a.station_id)
   join users u on u.id = o.shopper_id
   join stations s on s.id = o.station_id
   where o.contact <> '' and o.placed_at <= a.created_at
     and ${WHOSE[template] ?? `o.state not in ('collected', 'uncollected')`}
     and (o.cancelled_at is null or o.cancelled_at >= a.created_at)
   order by a.created_at, o.number`

/** Invitations, and of which kind they are: only for who wants them and has ordered from this leader before. */
const INVITES = { groupOpened: 'opening', groupClosing: 'closing' } as const satisfies Partial<
  Record<Announcement, NoticeKind>
>

/** One for each channel that somebody wants it on; nobody who is in already is told that it closes. */
const toFollowers = (template: keyof typeof INVITES): string =>
  `select gen_random_uuid(), u.id, c.channel, case c.channel when 'email' then u.email else u.phone end, a.template,
     u.locale, a.facts || jsonb_build_object(${factsOf(template)})
   from due a
   join group_orders g on g.id = a.group_order_id
   join leaders l on l.id = g.leader_id
   join (select distinct o.shopper_id, p.leader_id from orders o join group_orders p on p.id = o.group_order_id
     where o.state <> 'cancelled' and p.leader_id in (
       select leader_id from group_orders where id in (select group_order_id from due))) as known
     on known.leader_id = g.leader_id
   join users u on u.id = known.shopper_id and u.disabled_at is null
   join notice_choices c on c.user_id = u.id and c.kind = '${INVITES[template]}' and c.is_wanted
   where case c.channel when 'email' then u.email else u.phone end is not null
     and not exists (select from orders o where o.group_order_id = g.id and o.shopper_id = u.id and o.state <> 'cancelled')
   order by a.created_at, u.id`

const factsOf = (template: Announcement): string =>
  TELLS[template].map((name) => `'${name}', ${FACTS[name]}`).join(', ')
