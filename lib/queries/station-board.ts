import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { lastDigits, maskName } from '#lib/domain/masking.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { dayKey } from '#lib/domain/time.ts'
import type { KeeperOf } from '#lib/domain/who.ts'

export const SHOWN = ['all', 'to-pay', 'fridge', 'late'] as const
export type Shown = (typeof SHOWN)[number]

export type StationFacts = { id: string; name: LocalText; door: string; timeZone: string }

export type Arrival = {
  groupOrderId: string
  title: LocalText
  orders: number
  /** Orders with something that must be kept cold. */
  cold: number
  expectedAt: Date
  arrivedAt: Date | null
}

export type Waiting = {
  orderId: string
  groupOrderId: string
  number: number
  /** Place on the shelf. */
  shelf: number | null
  /** Masked: "L**" (RULES, "Privacy"). */
  name: string
  /** The phone's last three digits, or '' for someone who gave an e-mail address. */
  phoneEnd: string
  group: LocalText
  items: number
  isPart: boolean
  /** Minor units; 0 when it is paid. */
  toPayMinor: number
  currency: string
  isCold: boolean
  isLate: boolean
}

export type Handed = {
  collectionId: string
  number: number
  shelf: number | null
  name: string
  by: string
  at: Date
  isPart: boolean
  /** The order's money was taken: an undo asks whether it went back. */
  isPaid: boolean
}

export type StationBoard = {
  station: StationFacts
  /** The keeper has other stations to go to. */
  isOneOfSeveral: boolean
  now: Date
  arrivals: Arrival[]
  /** What `show` asks for, in the order of pickup and relay number. */
  waiting: Waiting[]
  counts: Record<Shown, number>
  /** All orders that came for this station and are not over, collected ones of today included. */
  total: number
  /** Handed over within the last 24 hours and not undone, newest first. */
  handed: Handed[]
}

const STATION = `select id, name, door, time_zone as "timeZone" from stations where id = $1`

const COLD = `exists (select 1 from order_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
  where l.order_id = o.id and l.collected < l.quantity and p.storage in ('chilled', 'frozen'))`

const ARRIVALS = `select g.id as "groupOrderId", g.title, g.pickup_from as "expectedAt", s.arrived_at as "arrivedAt",
    count(o.id)::int as orders, count(o.id) filter (where ${COLD})::int as cold
  from group_order_stations s join group_orders g on g.id = s.group_order_id
  join orders o on o.group_order_id = g.id and o.station_id = s.station_id and o.state <> 'cancelled'
  where s.station_id = $1 and (g.state = 'dispatched' or (g.state = 'arrived' and s.arrived_at > clock_timestamp() - interval '24 hours'))
  group by g.id, s.arrived_at order by s.arrived_at nulls last, g.pickup_from`

const WAITING = `select o.id as "orderId", g.id as "groupOrderId", o.number, b.shelf, o.name, o.contact, g.title as "group", o.currency,
    case when o.payment_state = 'due' then o.total_minor else 0 end as "toPayMinor", ${COLD} as "isCold",
    g.pickup_until < clock_timestamp() as "isLate",
    (select count(*)::int from order_lines l where l.order_id = o.id and l.collected < l.quantity) as items,
    exists (select 1 from order_lines l where l.order_id = o.id and l.collected > 0) as "isPart"
  from orders o join group_orders g on g.id = o.group_order_id
  join (select order_id, shelf from bags where station_id = $1 and group_order_id = any(array(
    select distinct group_order_id from orders where station_id = $1 and state = 'ready'))) b on b.order_id = o.id
  where o.station_id = $1 and o.state = 'ready' order by g.pickup_from, g.id, o.number`

/** Where the bag of the order `o` stands. */
export const SHELF = `(select b.shelf from bags b where b.group_order_id = o.group_order_id and b.station_id = o.station_id and b.order_id = o.id) as shelf`

const HANDED = `select c.id as "collectionId", o.number, ${SHELF}, o.name, coalesce(u.name, '') as by, c.at,
    o.state <> 'collected' as "isPart", o.payment_state = 'paid' as "isPaid"
  from collections c join orders o on o.id = c.order_id left join users u on u.id = c.keeper_id
  where c.station_id = $1 and c.undone_at is null and c.at > clock_timestamp() - interval '24 hours' order by c.at desc limit 50`

const IS_SHOWN: Record<Shown, (order: Waiting) => boolean> = {
  all: () => true,
  'to-pay': ({ toPayMinor }) => toPayMinor > 0,
  fridge: ({ isCold }) => isCold,
  late: ({ isLate }) => isLate,
}

/**
 * What a keeper sees of the station: what arrives, what waits, what went. People are masked; pickup codes and pass
 * secrets are not even read, so that they cannot reach a page (RULES, "Privacy"; look, "Codes stay with the shopper").
 * @param show which of the waiting orders
 */
export async function stationBoard(who: KeeperOf, show: Shown): Promise<StationBoard> {
  const [stations, kept, arrivals, waiting, handed, at] = await Promise.all([
    pool.query<StationFacts>(STATION, [who.stationId]),
    pool.query('select 1 from station_keepers where user_id = $1 limit 2', [who.userId]),
    pool.query<Arrival>(ARRIVALS, [who.stationId]),
    pool.query<Waiting & { contact: string }>(WAITING, [who.stationId]),
    pool.query<Handed>(HANDED, [who.stationId]),
    now(),
  ])
  const station = stations.rows[0]
  if (!station) throw new Error(`a keeper of station ${who.stationId}, which is gone`)
  const orders = waiting.rows.map(({ contact, ...order }) => ({ ...order, ...personOf(order.name, contact) }))
  const today = dayKey(at, station.timeZone)
  const isToday = (row: Handed) => !row.isPart && dayKey(row.at, station.timeZone) === today
  return {
    station,
    isOneOfSeveral: kept.rows.length > 1,
    now: at,
    arrivals: arrivals.rows,
    waiting: orders.filter(IS_SHOWN[show]),
    counts: {
      all: orders.length,
      'to-pay': orders.filter(IS_SHOWN['to-pay']).length,
      fridge: orders.filter(IS_SHOWN.fridge).length,
      late: orders.filter(IS_SHOWN.late).length,
    },
    total: orders.length + handed.rows.filter(isToday).length,
    handed: handed.rows.map((row) => ({ ...row, name: maskName(row.name) })),
  }
}

/** A person as a keeper may see them. */
export const personOf = (name: string, contact: string): { name: string; phoneEnd: string } => ({
  name: maskName(name),
  phoneEnd: contact.includes('@') ? '' : lastDigits(contact, 3),
})

/** The name and door of a station that somebody keeps. */
export async function stationFacts(who: KeeperOf): Promise<StationFacts> {
  const { rows } = await pool.query<StationFacts>(STATION, [who.stationId])
  const station = rows[0]
  if (!station) throw new Error(`a keeper of station ${who.stationId}, which is gone`)
  return station
}
