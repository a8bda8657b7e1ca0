import { pool } from '#lib/db/client.ts'
import { LAST_STATEMENT, OWED } from '#lib/db/earner-balance.ts'
import type { EarnerRole } from '#lib/domain/earnings.ts'
import type { MovementCause } from '#lib/domain/ledger.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { KeeperOf, LeaderWho } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'

/** One thing that moved on a person's account. Never says who ordered. */
export type EarningView = {
  /** Of the entry: the way to the next page. */
  id: number
  cause: MovementCause
  /** Minor units; below 0 what went off. */
  amountMinor: number
  at: Date
  /** The order's relay number and its group order; null where it is of no order. */
  number: number | null
  group: LocalText | null
  /** What the bank calls a payout. */
  reference: string | null
  /** Of the commission of an order that somebody carried: who did, whose group order it is, and the carrier's part. */
  carried: { by: LocalText; of: LocalText; splitBps: number } | null
}

export type StatementRow = {
  id: string
  number: number
  from: Date
  until: Date
  earnedMinor: number
  returnedMinor: number
  withheldMinor: number
  paidMinor: number
  closingMinor: number
}

export type Earnings = {
  /** Null where nothing has been earned yet. */
  accountId: number | null
  currency: string
  balanceMinor: number
  entries: EarningView[]
  /** Below which entry the next page begins; null on the last page. */
  next: number | null
  statements: StatementRow[]
}

const SHOWN = 30
const STATEMENTS_SHOWN = 24
/** A download's longest; older things stand in the statements. */
const CSV_ROWS = 20_000

export const ENTRY = `select e.id, t.cause, -e.amount_minor as "amountMinor", t.at, o.number, g.title as group, p.reference,
    case when c.id is not null and t.cause in ('commission', 'commission_returned', 'carried', 'carried_returned')
      then jsonb_build_object('by', cl.name, 'of', l.name, 'splitBps', c.split_bps) end as carried
  from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
  left join orders o on o.id = t.order_id left join group_orders g on g.id = o.group_order_id left join leaders l on l.id = g.leader_id
  left join group_carriers c on c.id = o.carried_by left join leaders cl on cl.id = c.leader_id
  left join payouts p on p.id = case when t.cause = 'payout' then substr(t.key, 8)::uuid end`

/** Entries of an account below one, newest first: one walk down the index (account_id, id). */
async function entriesOf(accountId: number, below: number | undefined, limit: number): Promise<EarningView[]> {
  const { rows } = await pool.query<EarningView>(
    `${ENTRY} where e.account_id = $1 and e.id < $2 order by e.id desc limit $3`,
    [accountId, below ?? Number.MAX_SAFE_INTEGER, limit],
  )
  return rows
}

type Account = { id: number; balance: number }

const accountOf = async (role: EarnerRole, ownerId: string): Promise<Account | undefined> =>
  (
    await pool.query<Account>(
      `select a.id, ${OWED} as balance from ledger_accounts a ${LAST_STATEMENT}
       where a.kind = $1::"AccountKind" and a.owner_id = $2 and a.currency = $3`,
      [role, ownerId, env.CURRENCY],
    )
  ).rows[0]

/** What an account says; for pages whose gate has let their reader in. */
export async function earningsOfAccount(account: Account | undefined, below?: number): Promise<Earnings> {
  if (!account)
    return { accountId: null, currency: env.CURRENCY, balanceMinor: 0, entries: [], next: null, statements: [] }
  const [entries, statements] = await Promise.all([
    entriesOf(account.id, below, SHOWN + 1),
    pool.query<StatementRow>(
      `select id, number, "from", until, earned_minor as "earnedMinor", returned_minor as "returnedMinor",
         withheld_minor as "withheldMinor", paid_minor as "paidMinor", closing_minor as "closingMinor"
       from statements where account_id = $1 order by number desc limit ${STATEMENTS_SHOWN}`,
      [account.id],
    ),
  ])
  const shown = entries.slice(0, SHOWN)
  return {
    accountId: account.id,
    currency: env.CURRENCY,
    balanceMinor: account.balance,
    entries: shown,
    next: entries.length > SHOWN ? (shown.at(-1)?.id ?? null) : null,
    statements: statements.rows,
  }
}

/** An order's commission, and whether the order is still on its way in a group order that goes on. */
const COMING = `join orders o on o.group_order_id = g.id and o.state in ('placed', 'ready')
  cross join lateral (select sum(line_total(i.amount_minor - i.discount_minor, v.commission_bps, 10000))::bigint as minor
    from order_lines i join offer_prices v on v.offer_id = i.offer_id and v.version = i.price_version where i.order_id = o.id) as n`
const GOES_ON = `g.state in ('scheduled', 'open', 'closed', 'confirmed', 'received', 'dispatched', 'arrived', 'completed')`

/** What is still to come to leader $1: of their own group orders less what carriers get, and of those that they carry. */
const PENDING = `select coalesce(sum(minor), 0)::bigint as minor, count(*)::int as orders from (
  select n.minor - coalesce(carrier_part(n.minor, c.split_bps), 0) as minor from group_orders g ${COMING}
    left join group_carriers c on c.id = o.carried_by where g.leader_id = $1 and ${GOES_ON}
  union all
  select carrier_part(n.minor, c.split_bps) from group_carriers c join group_orders g on g.id = c.group_order_id ${COMING}
    where c.leader_id = $1 and o.carried_by = c.id and ${GOES_ON}) as coming`

export type LeaderEarnings = Earnings & { pendingMinor: number; pendingOrders: number }

/**
 * What a leader has earned, cent by cent, and what is still to come.
 * @param below the page's end, from the page before
 */
export async function leaderEarnings(who: LeaderWho, below?: number): Promise<LeaderEarnings> {
  const [earnings, pending] = await Promise.all([
    accountOf('leader', who.userId).then((account) => earningsOfAccount(account, below)),
    pool.query<{ minor: number; orders: number }>(PENDING, [who.leaderId]),
  ])
  const { minor = 0, orders = 0 } = pending.rows[0] ?? {}
  return { ...earnings, pendingMinor: minor, pendingOrders: orders }
}

/** What a keeper has earned, at every station that they keep. */
export const keeperEarnings = async (who: KeeperOf, below?: number): Promise<Earnings> =>
  earningsOfAccount(await accountOf('keeper', who.userId), below)

/** Everything on one's account, newest first, as a table takes it. */
export async function earningRows(who: LeaderWho | KeeperOf): Promise<EarningView[]> {
  const account = await accountOf('leaderId' in who ? 'leader' : 'keeper', who.userId)
  return account ? entriesOf(account.id, undefined, CSV_ROWS) : []
}
