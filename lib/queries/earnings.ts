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

export const ENTRY = `select e.id, t.cause, -e.amount_minor as "amountMinor", t.at, o.number, g.title as group, p.reference
  from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
  left join orders o on o.id = t.order_id left join group_orders g on g.id = o.group_order_id
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

/** Orders that a leader's commission is still to come of: not collected yet, of group orders that go on. */
const PENDING = `select coalesce(sum(line_total(l.amount_minor - l.discount_minor, v.commission_bps, 10000)), 0)::bigint as minor, count(distinct o.id)::int as orders
  from group_orders g join orders o on o.group_order_id = g.id and o.state in ('placed', 'ready')
  join order_lines l on l.order_id = o.id
  join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
  where g.leader_id = $1 and g.state in ('scheduled', 'open', 'closed', 'confirmed', 'received', 'dispatched', 'arrived', 'completed')`

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
