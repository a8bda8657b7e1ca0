import { pool } from '#lib/db/client.ts'
import { TERMINAL } from '#lib/domain/ledger.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor, KeeperOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'

/** Money is minor units of the instance's currency. */
export type TillCountView = {
  id: string
  expectedMinor: number
  countedMinor: number
  note: string
  countedAt: Date
  receivedAt: Date | null
  receivedMinor: number | null
  receivedNote: string
}

export type TillDay = {
  /** Midnight of the day, at the station. */
  day: Date
  takenMinor: number
  /** Of it, by card on the keeper's own terminal. */
  terminalMinor: number
  returnedMinor: number
  payments: number
}

export type OwnTill = {
  balanceMinor: number
  /** What came in and went back since the last time the office had the money, day by day, newest first. */
  days: TillDay[]
  /** Counted, and not with the office yet. */
  waiting: TillCountView | null
  /** Handed over, newest first. */
  received: TillCountView[]
  /** Whose containers are worth something. */
  containers: { productId: string; name: LocalText; pack: LocalText; depositMinor: number }[]
  station: { id: string; name: LocalText; timeZone: string }
}

const COUNT = `c.id, c.expected_minor as "expectedMinor", c.counted_minor as "countedMinor", c.note, c.counted_at as "countedAt",
  c.received_at as "receivedAt", c.received_minor as "receivedMinor", c.received_note as "receivedNote"`

const TILL_SUM = `select a.owner_id, sum(e.amount_minor) as sum from ledger_accounts a join ledger_entries e on e.account_id = a.id
  where a.kind = 'till' and a.currency = $1`

const SHOWN = 20

/** The till of the keeper who asks: their own money at every station that they keep. */
export async function ownTill(who: KeeperOf): Promise<OwnTill> {
  const own = [env.CURRENCY, who.userId]
  const [sum, days, counts, containers, stations] = await Promise.all([
    pool.query<{ sum: number }>(`${TILL_SUM} and a.owner_id = $2 group by 1`, own),
    pool.query<TillDay>(
      `select date_trunc('day', t.at, s.time_zone) as day,
         coalesce(sum(e.amount_minor) filter (where e.amount_minor > 0), 0) as "takenMinor",
         coalesce(sum(e.amount_minor) filter (where e.amount_minor > 0 and t.reason = '${TERMINAL}'), 0) as "terminalMinor",
         coalesce(-sum(e.amount_minor) filter (where e.amount_minor < 0), 0) as "returnedMinor",
         count(*) filter (where e.amount_minor > 0)::int as payments
       from ledger_accounts a join ledger_entries e on e.account_id = a.id join ledger_transactions t on t.id = e.transaction_id
       join stations s on s.id = $3
       where a.kind = 'till' and a.currency = $1 and a.owner_id = $2 and t.cause <> 'till_handed_over'
         and t.at > coalesce((select max(counted_at) from till_counts where keeper_id = $2 and received_at is not null), '-infinity')
       group by 1 order by 1 desc`,
      [...own, who.stationId],
    ),
    pool.query<TillCountView>(
      `select ${COUNT} from till_counts c where c.currency = $1 and c.keeper_id = $2 and c.replaced_at is null
       order by c.counted_at desc limit ${SHOWN}`,
      own,
    ),
    pool.query<OwnTill['containers'][number]>(
      `select id as "productId", name, pack, deposit_minor as "depositMinor" from products where deposit_minor > 0
       order by name->>'en', id`,
    ),
    pool.query<OwnTill['station']>('select id, name, time_zone as "timeZone" from stations where id = $1', [
      who.stationId,
    ]),
  ])
  const [station] = stations.rows
  if (!station) throw new Error('a keeper of a station that is not there')
  return {
    balanceMinor: sum.rows[0]?.sum ?? 0,
    days: days.rows,
    waiting: counts.rows.find(({ receivedAt }) => receivedAt === null) ?? null,
    received: counts.rows.filter(({ receivedAt }) => receivedAt !== null),
    containers: containers.rows,
    station,
  }
}

export type TillView = {
  keeperId: string
  /** '' for one without a name, and for a program. */
  name: string
  stations: LocalText[]
  balanceMinor: number
  /** Counted, and to be received. */
  waiting: TillCountView | null
}

export type ReceivedView = TillCountView & { name: string; station: LocalText; by: string; timeZone: string }

/** Who holds the operator's money, the most first, and what was received lately. */
export async function tills(_who: AdminFor<'money'>): Promise<{ tills: TillView[]; received: ReceivedView[] }> {
  const [held, waiting, received] = await Promise.all([
    pool.query<Omit<TillView, 'waiting'>>(
      `select n.owner_id as "keeperId", coalesce(u.name, '') as name, n.sum as "balanceMinor",
         coalesce((select json_agg(s.name order by s.name->>'en') from station_keepers k join stations s on s.id = k.station_id
           where k.user_id = n.owner_id), '[]'::json) as stations
       from (${TILL_SUM} group by 1) as n left join users u on u.id = n.owner_id
       where n.sum <> 0 order by n.sum desc, n.owner_id`,
      [env.CURRENCY],
    ),
    pool.query<TillCountView & { keeperId: string }>(
      `select ${COUNT}, c.keeper_id as "keeperId" from till_counts c
       where c.currency = $1 and c.received_at is null and c.replaced_at is null`,
      [env.CURRENCY],
    ),
    pool.query<ReceivedView>(
      `select ${COUNT}, coalesce(u.name, '') as name, s.name as station, s.time_zone as "timeZone", coalesce(a.name, '') as by
       from till_counts c join stations s on s.id = c.station_id left join users u on u.id = c.keeper_id
       left join users a on a.id = c.received_by
       where c.currency = $1 and c.received_at is not null order by c.received_at desc limit ${SHOWN}`,
      [env.CURRENCY],
    ),
  ])
  const waitingOf = new Map(waiting.rows.map(({ keeperId, ...count }) => [keeperId, count]))
  return {
    tills: held.rows.map((till) => ({ ...till, waiting: waitingOf.get(till.keeperId) ?? null })),
    received: received.rows,
  }
}
