import { pool } from '#lib/db/client.ts'
import type { MovementCause } from '#lib/domain/ledger.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'

export type WalletEntry = {
  /** Of the entry: grows with time. */
  id: number
  at: Date
  cause: MovementCause
  /** In words, where the office gave one; a word of the house where the system moved it. */
  reason: string
  /** Above 0 what came in, minor units. */
  amountMinor: number
  order: { id: string; number: number; group: LocalText } | null
}

export type WalletView = {
  balanceMinor: number
  currency: string
  /** Newest first. */
  entries: WalletEntry[]
  /** Where older ones begin. */
  next: number | null
}

const SHOWN = 30

type Row = Omit<WalletEntry, 'order'> & {
  orderId: string | null
  number: number | null
  group: LocalText | null
  balanceMinor: number
}

/**
 * Balance and a page of entries of a wallet: one read along the account's own index for each. The balance is a row of its own,
 * summed up once and not for every entry that is shown.
 */
export const WALLET = `with account as materialized (
    select a.id, (select -coalesce(sum(amount_minor), 0) from ledger_entries where account_id = a.id) as balance
    from ledger_accounts a where a.kind = 'wallet' and a.owner_id = $1 and a.currency = $2)
  select e.id, t.at, t.cause, t.reason, -e.amount_minor as "amountMinor", o.id as "orderId", o.number, g.title as "group",
    a.balance as "balanceMinor"
  from account a join ledger_entries e on e.account_id = a.id join ledger_transactions t on t.id = e.transaction_id
  left join orders o on o.id = t.order_id left join group_orders g on g.id = o.group_order_id
  where e.id < $3
  order by e.id desc limit ${SHOWN + 1}`

/**
 * The shopper's own wallet.
 * @param before shows what is older than this entry; the newest where it is missing
 */
export const ownWallet = (who: Shopper, before?: number): Promise<WalletView> => walletOf(who.userId, before)

/** Somebody's wallet, for the office. */
export const walletFor = (_who: AdminFor<'money'>, userId: string): Promise<WalletView> => walletOf(userId)

async function walletOf(userId: string, before = Number.MAX_SAFE_INTEGER): Promise<WalletView> {
  const { rows } = await pool.query<Row>(WALLET, [userId, env.CURRENCY, before])
  const shown = rows.slice(0, SHOWN)
  return {
    balanceMinor: rows[0]?.balanceMinor ?? 0,
    currency: env.CURRENCY,
    entries: shown.map(({ orderId, number, group, balanceMinor: _, ...entry }) => ({
      ...entry,
      order: orderId && number !== null && group !== null ? { id: orderId, number, group } : null,
    })),
    next: rows.length > SHOWN ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** What a shopper has to order with, minor units. */
export async function walletBalance(who: Shopper): Promise<number> {
  const { rows } = await pool.query<{ balance: number }>(
    `select -coalesce(sum(e.amount_minor), 0) as balance from ledger_accounts a join ledger_entries e on e.account_id = a.id
     where a.kind = 'wallet' and a.owner_id = $1 and a.currency = $2`,
    [who.userId, env.CURRENCY],
  )
  return rows[0]?.balance ?? 0
}

/** What an own order took from the wallet and gave back, the oldest first: its receipt. */
export async function walletOfOrder(who: Shopper, orderId: string): Promise<WalletEntry[]> {
  const { rows } = await pool.query<Omit<WalletEntry, 'order'>>(
    `select e.id, t.at, t.cause, t.reason, -e.amount_minor as "amountMinor"
     from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
     where t.order_id = $1 and a.kind = 'wallet' and a.owner_id = $2 order by e.id`,
    [orderId, who.userId],
  )
  return rows.map((row) => ({ ...row, order: null }))
}

/** How many wallets hold something, and how much the operator owes with them, minor units. */
export async function walletsTogether(_who: AdminFor<'money'>): Promise<{ wallets: number; owedMinor: number }> {
  const { rows } = await pool.query<{ wallets: number; owedMinor: number }>(
    `select count(*)::int as wallets, coalesce(sum(balance), 0) as "owedMinor" from (
       select -sum(e.amount_minor) as balance from ledger_accounts a join ledger_entries e on e.account_id = a.id
       where a.kind = 'wallet' and a.currency = $1 group by a.id) as w where balance <> 0`,
    [env.CURRENCY],
  )
  return rows[0] ?? { wallets: 0, owedMinor: 0 }
}

export type PaidOrder = {
  id: string
  number: number
  group: LocalText
  at: Date
  totalMinor: number
  refundedMinor: number
  /** What can still go back: deposits are paid back for containers. */
  leftMinor: number
}

const PAID_SHOWN = 10

/** Somebody's orders that were paid and handed over, the latest first: what may be refunded. */
export async function paidOrders(_who: AdminFor<'money'>, userId: string): Promise<PaidOrder[]> {
  const { rows } = await pool.query<PaidOrder>(
    `select o.id, o.number, g.title as "group", coalesce(o.collected_at, o.placed_at) as at, o.total_minor as "totalMinor",
       r.sum as "refundedMinor", o.total_minor - r.sum - d.sum as "leftMinor"
     from orders o join group_orders g on g.id = o.group_order_id
     cross join lateral (select coalesce(sum(amount_minor), 0)::int as sum from order_refunds where order_id = o.id) as r
     cross join lateral (select coalesce(sum(deposit_minor), 0)::int as sum from order_lines where order_id = o.id) as d
     where o.shopper_id = $1 and o.payment_state in ('paid', 'part_refunded', 'refunded') and o.state <> 'cancelled'
     order by o.placed_at desc limit ${PAID_SHOWN}`,
    [userId],
  )
  return rows
}
