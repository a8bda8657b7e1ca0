import { db, pool } from '#lib/db/client.ts'
import { expandAnnouncements } from '#lib/usecases/message/announce.ts'
import type { MadeGroup, World } from './world.ts'

/**
 * Gives a group order and its orders the times that its story asks for: orders come in from the opening on, the first
 * ones fast, and never after the close. Everything that the desk decided stays as it was decided.
 */
export async function giveTimes(group: MadeGroup, now: Date): Promise<void> {
  const { id, opensAt, cutoffAt, pickupFrom, pickupUntil } = group
  await db.groupOrder.update({ where: { id }, data: { opensAt, cutoffAt, pickupFrom, pickupUntil } })
  const hoursSilent = group.state === 'cancelled' ? 8 : 0
  const until = new Date(Math.min(cutoffAt.getTime(), now.getTime() - hoursSilent * 3_600_000) - 120_000)
  await pool.query(
    `with moments as (
       select id, $2::timestamptz + ($3::timestamptz - $2) * ln(1 + (exp(1) - 1) * rank() over (order by number)
         / (1 + count(*) over ())) as at from orders where group_order_id = $1)
     update orders o set placed_at = m.at, cancelled_at = case when o.state = 'cancelled' then m.at + ($3 - m.at) * 0.2 end
     from moments m where o.id = m.id`,
    [id, opensAt, until],
  )
}

/** The close wrote the time of loading; it happened at the cutoff. */
export const closedAtCutoff = (group: MadeGroup) =>
  pool.query(
    `with closed as (update group_orders set closed_at = cutoff_at where id = $1 and closed_at is not null returning closed_at)
     update orders o set cancelled_at = c.closed_at from closed c
     where o.group_order_id = $1 and o.cancel_reason = 'minimum_not_met'`,
    [group.id],
  )

/** Writes the stock's history in the order of its times, and what it leaves on hand. */
export async function writeMovements({ movements }: World): Promise<void> {
  const onHand = new Map<string, number>()
  const sorted = [...movements].sort((a, b) => a.at.getTime() - b.at.getTime())
  await db.stockMovement.createMany({
    data: sorted.map(({ productId, quantity, reason, note, at, actorId, orderId }) => {
      const after = (onHand.get(productId) ?? 0) + quantity
      onHand.set(productId, after)
      const by = { actorId: actorId ?? null, orderId: orderId ?? null }
      return { productId, quantity, reason, note: note ?? '', onHandAfter: after, createdAt: at, ...by }
    }),
  })
  for (const [productId, left] of onHand) await db.stock.update({ where: { productId }, data: { onHand: left } })
}

const MAILBOX_DAYS = 3

/**
 * Messages and trail were written while loading: they get the times of what they tell of, and nothing is left to be
 * sent. The mailbox keeps the last days, and all that went to the people whom the demo offers.
 */
export async function giveMessagesTheirTimes(demoUserIds: string[]): Promise<void> {
  while ((await expandAnnouncements()) > 0);
  await pool.query(
    `update messages m set state = 'sent', created_at = t.at, sent_at = t.at from (
       select m.id, max(case when m.template = 'orderPlaced' then o.placed_at else g.closed_at end) as at
       from messages m join orders o on o.shopper_id = m.user_id and m.facts->'url'->>'path' = '/orders/' || o.id
       join group_orders g on g.id = o.group_order_id group by m.id) as t
     where m.id = t.id and t.at is not null`,
  )
  await pool.query(
    `update messages m set created_at = o.cancelled_at from orders o
     where m.template = 'groupFailed' and o.shopper_id = m.user_id and o.cancel_reason = 'minimum_not_met'`,
  )
  await pool.query(`update messages set state = 'sent', sent_at = created_at where state = 'queued'`)
  await pool.query(
    `delete from messages where created_at < now() - $2 * interval '1 day' and user_id <> all($1::uuid[])`,
    [demoUserIds, MAILBOX_DAYS],
  )
}

/**
 * The trail is append-only, and this is its only exception: a database that was empty a moment ago, whose demo would
 * otherwise tell that a month of orders came in at one second.
 */
export async function giveTrailItsTimes(): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('alter table audit_entries disable trigger audit_entries_append_only')
    await client.query(
      `update audit_entries a set at = case a.action when 'order.cancel' then coalesce(o.cancelled_at, o.placed_at) else o.placed_at end
       from orders o where a.subject_type = 'order' and a.subject_id = o.id::text and a.action in ('order.place', 'order.cancel')`,
    )
    await client.query(
      `update audit_entries a set at = g.closed_at from group_orders g
       where a.action = 'group_order.close' and a.subject_id = g.id::text and g.closed_at is not null`,
    )
    await client.query(
      `update audit_entries a set at = c.accepted_at from group_carriers c
       where a.action = 'group_order.carry' and a.data->>'carrierId' = c.id::text`,
    )
    await client.query('alter table audit_entries enable trigger audit_entries_append_only')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
