import { pool } from '#lib/db/client.ts'
import type { GroupState } from '#lib/domain/lifecycle.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'

export const BOARD_COLUMNS = ['closing', 'to_buy', 'bought', 'on_the_way', 'at_stations'] as const
export type BoardColumn = (typeof BOARD_COLUMNS)[number]

export type BoardCard = {
  id: string
  title: LocalText
  leader: LocalText
  state: GroupState
  cutoffAt: Date
  closedAt: Date | null
  pickupFrom: Date
  timeZone: string
  currency: string
  orders: number
  /** Live orders that it still needs; 0 when it has enough. */
  missing: number
  totalMinor: number
}

export type Board = {
  at: Date
  timeZone: string
  currency: string
  groups: number
  orders: number
  totalMinor: number
  columns: { name: BoardColumn; count: number; cards: BoardCard[] }[]
  /** What waits for somebody with the duty: applications (people), goods below their reorder level (stock). */
  waiting: { applications: number; belowReorder: number }
}

const CARDS = 4

const ACTIVE = `select g.*, case
    when g.state in ('open', 'scheduled') then 'closing'
    when g.state = 'confirmed' and g.bought_at is null then 'to_buy'
    when g.state in ('confirmed', 'received') then 'bought'
    when g.state = 'dispatched' then 'on_the_way'
    else 'at_stations' end as "column"
  from group_orders g
  where g.state in ('open', 'confirmed', 'received', 'dispatched', 'arrived')
    or (g.state = 'scheduled' and g.opens_at <= clock_timestamp())`

/** The next cutoff first; what is closed in the order in which it must be ready. */
const BOARD = `with active as (${ACTIVE}), ranked as (
    select a.*, row_number() over (partition by "column" order by case when "column" = 'closing' then cutoff_at else pickup_from end, id) as place,
      count(*) over (partition by "column")::int as "columnCount"
    from active a)
  select r.id, r.title, l.name as leader, r.state, r.cutoff_at as "cutoffAt", r.closed_at as "closedAt",
    r.pickup_from as "pickupFrom", r.time_zone as "timeZone", r.currency, r."column", r."columnCount", c.orders,
    greatest(0, r.minimum_orders - c.orders) as missing, t.total as "totalMinor"
  from ranked r join group_counters c on c.group_order_id = r.id join leaders l on l.id = r.leader_id
  cross join lateral (select coalesce(sum(o.total_minor), 0)::bigint as total from orders o
    where o.group_order_id = r.id and o.state <> 'cancelled') t
  where r.place <= ${CARDS} order by r.place`

const FIGURES = `with active as (${ACTIVE})
  select clock_timestamp() as at, count(*)::int as groups, coalesce(sum(c.orders), 0)::int as orders,
    (select coalesce(sum(o.total_minor), 0)::bigint from orders o join active a on a.id = o.group_order_id
      where o.state <> 'cancelled' and a.currency = $1) as "totalMinor",
    (select count(*)::int from leaders where state = 'applied') as applications,
    (select count(*)::int from stock s join products p on p.id = s.product_id
      where p.active and s.on_hand - s.reserved < s.reorder_at) as "belowReorder"
  from active a join group_counters c on c.group_order_id = a.id`

type Figures = Pick<Board, 'at' | 'groups' | 'orders' | 'totalMinor'> & Board['waiting']

/**
 * The operator's morning view: which groups close next, which wait to be bought, and where the others are.
 * @param _who any duty
 */
export async function adminBoard(_who: AdminFor): Promise<Board> {
  const [figures, cards] = await Promise.all([
    pool.query<Figures>(FIGURES, [env.CURRENCY]),
    pool.query<BoardCard & { column: BoardColumn; columnCount: number }>(BOARD),
  ])
  const { applications, belowReorder, ...rest } = figures.rows[0] as Figures
  return {
    ...rest,
    timeZone: env.TIME_ZONE,
    currency: env.CURRENCY,
    waiting: { applications, belowReorder },
    columns: BOARD_COLUMNS.map((name) => {
      const own = cards.rows.filter(({ column }) => column === name)
      return { name, count: own[0]?.columnCount ?? 0, cards: own.map(({ column, columnCount, ...card }) => card) }
    }),
  }
}
