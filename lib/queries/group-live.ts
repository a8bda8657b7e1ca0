import { pool } from '#lib/db/client.ts'
import { effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import type { Unit } from '#lib/domain/quantity.ts'

/** Public: the numbers of a group page that move while people look at it. */
export type GroupNumbers = {
  groupOrderId: string
  state: GroupState
  /** The database's time, ms since 1970. */
  at: number
  /** Changes with anything that the page shows beside these numbers. */
  version: string
  orders: number
  nextNumber: number
  /** By offer: how much is sold, and what is left of it; null = as many as anybody wants. */
  offers: Record<string, [sold: number, left: number | null]>
}

export type LiveGroup = { numbers: GroupNumbers; topics: string[] }

type Row = {
  id: string
  leader_id: string
  state: GroupState
  opens_at: Date
  cutoff_at: Date
  at: Date
  orders: number
  next_number: number
  version: string
  station_ids: string[]
  offers: { id: string; product: string; sold: number; left: number | null }[]
}

/** What is left of an offer by its cap or by the stock, whichever is less; null where neither limits it. */
const LEFT = `least(case when o.cap is not null then greatest(0, o.cap - coalesce(n.sold, 0)) end,
  case when o.source = 'stock' then greatest(0, coalesce(s.on_hand - s.reserved, 0)) end)`

const LIVE = `
select g.id, g.leader_id, g.state, g.opens_at, g.cutoff_at, clock_timestamp() as at,
  coalesce(c.orders, 0) as orders, coalesce(c.next_number, 1) as next_number, shown.offers, served.station_ids,
  left(md5(concat_ws('|', g.title, g.story, g.state, g.opens_at, g.cutoff_at, g.pickup_from, g.pickup_until,
    g.minimum_orders, g.cancel_reason, l.name, l.community, l.awning, shown.content, served.content, asked.content)), 12)
    as version
from group_orders g
join leaders l on l.id = g.leader_id
left join group_counters c on c.group_order_id = g.id
cross join lateral (
  select coalesce(json_agg(json_build_object('id', o.id, 'product', o.product_id, 'sold', coalesce(n.sold, 0),
      'left', ${LEFT})), '[]') as offers,
    string_agg(concat_ws(',', o.id, o.position, o.source, o.cap, o.limit_per_shopper, o.withdrawn_at, r.price_minor,
      r.tier_by, r.tiers, p.name, p.pack, p.origin, p.description, p.unit, p.pack_amount, p.pack_measure, p.storage,
      p.allergens::text, p.picture, p.tile, p.many), '|' order by o.id) as content
  from offers o
  join products p on p.id = o.product_id
  left join offer_prices r on r.offer_id = o.id and r.version = o.price_version
  left join offer_counters n on n.offer_id = o.id
  left join stock s on s.product_id = o.product_id
  where o.group_order_id = g.id
) as shown
cross join lateral (
  select coalesce(json_agg(t.id), '[]') as station_ids, string_agg(concat_ws(',', t.id, t.name, t.address, t.hours,
    t.note, t.door, t.time_zone), '|' order by t.id) as content
  from group_order_stations a join stations t on t.id = a.station_id
  where a.group_order_id = g.id
) as served
cross join lateral (
  select string_agg(concat_ws(',', q.id, q.text, q.answer), '|' order by q.id) as content
  from questions q where q.group_order_id = g.id and q.answer is not null
) as asked
where g.state <> 'draft'`

/**
 * The numbers of a published group order and the topics they depend on (lib/infra/changes.ts), in one statement.
 * @param by the group's id or slug
 * @returns undefined where there is none, or its leader has not published it
 */
export async function liveGroup(by: { id: string } | { slug: string }): Promise<LiveGroup | undefined> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['slug', by.slug]
  const { rows } = await pool.query<Row>(`${LIVE} and g.${column} = $1`, [value])
  const [row] = rows
  if (!row) return undefined
  const times = { state: row.state, opensAt: row.opens_at, cutoffAt: row.cutoff_at }
  return {
    numbers: {
      groupOrderId: row.id,
      state: effectiveState(times, row.at),
      at: row.at.getTime(),
      version: row.version,
      orders: row.orders,
      nextNumber: row.next_number,
      offers: Object.fromEntries(row.offers.map(({ id, sold, left }) => [id, [sold, left]])),
    },
    topics: [
      `group:${row.id}`,
      `leader:${row.leader_id}`,
      ...row.offers.map(({ product }) => `product:${product}`),
      ...row.station_ids.map((id) => `station:${id}`),
    ],
  }
}

/** What bounds a basket's line. */
export type OfferBounds = { unit: Unit; left: number | null; limitPerShopper: number | null }

/** Public: the bounds of an offer that is on the stall of this group; undefined when it is not. */
export async function offerBounds(groupOrderId: string, offerId: string): Promise<OfferBounds | undefined> {
  const { rows } = await pool.query<OfferBounds>(
    `select p.unit, o.limit_per_shopper as "limitPerShopper", ${LEFT} as left
     from offers o
     join group_orders g on g.id = o.group_order_id
     join products p on p.id = o.product_id
     left join offer_counters n on n.offer_id = o.id
     left join stock s on s.product_id = o.product_id
     where o.id = $2 and o.group_order_id = $1 and o.withdrawn_at is null and g.state <> 'draft'`,
    [groupOrderId, offerId],
  )
  return rows[0]
}
