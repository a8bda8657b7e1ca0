import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { CARRIED_STATES } from '#lib/domain/carrying.ts'
import { effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { LeaderWho, ManagerOf, Shopper } from '#lib/domain/who.ts'
import { isId } from './gates.ts'

/** Help-selling on screens: what can be carried, what is, and what came of it. Persons who ordered are never among it. */

export type GroupToCarry = {
  id: string
  slug: string
  title: LocalText
  leader: LocalText
  stations: LocalText[]
  state: GroupState
  cutoffAt: Date
  timeZone: string
  currency: string
  /** The part of the commission that is offered now, basis points. */
  splitBps: number
}

type GroupRow = Omit<GroupToCarry, 'state'> & { state: GroupState; opensAt: Date }

const STATIONS = `(select coalesce(json_agg(s.name order by s.id), '[]'::json) from group_order_stations n join stations s on s.id = n.station_id
  where n.group_order_id = g.id) as stations`
const GROUP = `g.id, g.slug, g.title, l.name as leader, ${STATIONS}, g.state, g.opens_at as "opensAt", g.cutoff_at as "cutoffAt",
  g.time_zone as "timeZone", g.currency`
const MOST = 60

const stateOf = <T extends { state: GroupState; opensAt: Date; cutoffAt: Date }>({ opensAt, ...row }: T, at: Date) => ({
  ...row,
  state: effectiveState({ state: row.state, opensAt, cutoffAt: row.cutoffAt }, at),
})

/** Group orders of others that this leader may accept now, those that close first at the top; at most 60. */
export async function groupsToCarry(who: LeaderWho): Promise<GroupToCarry[]> {
  const [{ rows }, at] = await Promise.all([
    pool.query<GroupRow>(
      `select ${GROUP}, g.carry_split_bps as "splitBps" from group_orders g join leaders l on l.id = g.leader_id
       where g.carry_split_bps is not null and g.state in ('scheduled', 'open') and g.cutoff_at > clock_timestamp()
         and g.leader_id <> $1 and l.state = 'approved'
         and not exists (select 1 from group_carriers c where c.group_order_id = g.id and c.leader_id = $1
           and (c.ended_at is null or c.ended_by <> $2))
       order by g.cutoff_at limit ${MOST}`,
      [who.leaderId, who.userId],
    ),
    now(),
  ])
  return rows.map((row) => stateOf(row, at))
}

/** One order that came through a carrier's link: its number and amounts, never who ordered. */
export type CarriedOrder = {
  number: number
  /** What is paid for the goods, minor units. */
  goodsMinor: number
  /** Of its commission, earned or still to come, minor units. */
  ownerMinor: number
  carrierMinor: number
  /** Handed over: what it says is in the books. */
  isEarned: boolean
}

export type Carried = {
  id: string
  code: string
  splitBps: number
  acceptedAt: Date
  endedAt: Date | null
  /** Ended by whoever runs the group order. */
  isEndedByOwner: boolean
  /** Live ones, newest first. */
  orders: CarriedOrder[]
}

/**
 * The live orders of carriers `$1`, with the parts of their commission: as booked once they are handed over, else as they will
 * be. An order that is over without being collected earns nothing.
 */
const ORDERS = `select c.id as "carrierId", o.number, n.goods as "goodsMinor", o.state = 'collected' as "isEarned",
    n.all_minor - n.carrier_minor as "ownerMinor", n.carrier_minor as "carrierMinor"
  from group_carriers c join leaders l on l.id = c.leader_id
  join orders o on o.group_order_id = c.group_order_id and o.carried_by = c.id and o.state <> 'cancelled'
  cross join lateral (select sum(i.amount_minor - i.discount_minor) as goods,
      sum(line_total(i.amount_minor - i.discount_minor, v.commission_bps, 10000))::bigint as minor
    from order_lines i join offer_prices v on v.offer_id = i.offer_id and v.version = i.price_version where i.order_id = o.id) as x
  cross join lateral (select coalesce(-sum(e.amount_minor), 0) as all_minor,
      coalesce(-sum(e.amount_minor) filter (where a.owner_id = l.user_id), 0) as carrier_minor
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
    where t.order_id = o.id and a.kind = 'leader') as b
  cross join lateral (select x.goods, case when o.state = 'collected' then b.all_minor when o.state = 'uncollected' then 0 else x.minor end as all_minor,
      case when o.state = 'collected' then b.carrier_minor when o.state = 'uncollected' then 0 else carrier_part(x.minor, c.split_bps) end as carrier_minor) as n
  where c.id = any($1::uuid[]) order by o.number desc`

async function withOrders<T extends { id: string }>(rows: T[]): Promise<(T & { orders: CarriedOrder[] })[]> {
  if (rows.length === 0) return []
  const { rows: orders } = await pool.query<CarriedOrder & { carrierId: string }>(ORDERS, [rows.map(({ id }) => id)])
  return rows.map((row) => ({
    ...row,
    orders: orders.filter(({ carrierId }) => carrierId === row.id).map(({ carrierId: _, ...order }) => order),
  }))
}

const CARRIER = `c.id, c.code, c.split_bps as "splitBps", c.accepted_at as "acceptedAt", c.ended_at as "endedAt"`

export type OwnCarried = Carried & { group: Omit<GroupToCarry, 'splitBps'>; isRunning: boolean }

/** What this leader carries or has carried, newest first; at most 60. */
export async function carriedGroups(who: LeaderWho): Promise<OwnCarried[]> {
  const [{ rows }, at] = await Promise.all([
    pool.query<Omit<Carried, 'orders'> & { groupOrderId: string }>(
      `select ${CARRIER}, c.ended_by <> $2 as "isEndedByOwner", c.group_order_id as "groupOrderId" from group_carriers c
       where c.leader_id = $1 order by c.accepted_at desc limit ${MOST}`,
      [who.leaderId, who.userId],
    ),
    now(),
  ])
  const { rows: groups } = await pool.query<Omit<GroupRow, 'splitBps'>>(
    `select ${GROUP} from group_orders g join leaders l on l.id = g.leader_id where g.id = any($1::uuid[])`,
    [rows.map(({ groupOrderId }) => groupOrderId)],
  )
  const byId = new Map(groups.map((row) => [row.id, stateOf(row, at)]))
  return (await withOrders(rows)).flatMap(({ groupOrderId, ...row }) => {
    const group = byId.get(groupOrderId)
    return group ? [{ ...row, group, isRunning: !row.endedAt && CARRIED_STATES.includes(group.state) }] : []
  })
}

export type CarrierOfGroup = Carried & { leader: LocalText }

/** Who carries or has carried a group order, for whoever runs it; those who still do first. */
export async function carriersOf(who: ManagerOf): Promise<CarrierOfGroup[]> {
  const { rows } = await pool.query<Omit<CarrierOfGroup, 'orders'>>(
    `select ${CARRIER}, c.ended_by <> l.user_id as "isEndedByOwner", l.name as leader
     from group_carriers c join leaders l on l.id = c.leader_id where c.group_order_id = $1
     order by c.ended_at is not null, c.accepted_at`,
    [who.groupOrderId],
  )
  return withOrders(rows)
}

const CODE = /^[a-z0-9]{6,20}$/

/** Where a carrier's link leads; undefined for an unknown code. Public. */
export async function linkOf(
  code: string,
): Promise<{ slug: string; cutoffAt: Date; isActive: boolean; now: Date } | undefined> {
  if (!CODE.test(code)) return undefined
  const { rows } = await pool.query<{ slug: string; cutoffAt: Date; isActive: boolean; now: Date }>(
    `select g.slug, g.cutoff_at as "cutoffAt", clock_timestamp() as now,
       c.ended_at is null and l.state = 'approved' and u.disabled_at is null and g.cutoff_at > clock_timestamp() as "isActive"
     from group_carriers c join group_orders g on g.id = c.group_order_id join leaders l on l.id = c.leader_id
     join users u on u.id = l.user_id where c.code = $1`,
    [code],
  )
  return rows[0]
}

/**
 * Who carries the group order by this code at this moment, by the name that neighbours know; undefined where nobody does, and for
 * the carrier themself, who earns nothing by their own order. The desk asks the same again.
 */
export async function carrierNow(
  who: Shopper | undefined,
  groupOrderId: string,
  code: string,
): Promise<{ code: string; name: LocalText } | undefined> {
  if (!isId(groupOrderId) || !CODE.test(code)) return undefined
  const { rows } = await pool.query<{ name: LocalText }>(
    `select l.name from group_carriers c join leaders l on l.id = c.leader_id join users u on u.id = l.user_id
     where c.group_order_id = $1 and c.code = $2 and c.ended_at is null and l.state = 'approved' and u.disabled_at is null
       and l.user_id is distinct from $3::uuid`,
    [groupOrderId, code, who?.userId ?? null],
  )
  const [carrier] = rows
  return carrier && { code, name: carrier.name }
}
