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

/** Balance and a page of entries of a wallet: one read along the account's own index. */
const WALLET = `select e.id, t.at, t.cause, t.reason, -e.amount_minor as "amountMinor", o.id as "orderId", o.number, g.title as "group",
    (select -coalesce(sum(amount_minor), 0) from ledger_entries where account_id = a.id) as "balanceMinor"
  from ledger_accounts a join ledger_entries e on e.account_id = a.id join ledger_transactions t on t.id = e.transaction_id
  left join orders o on o.id = t.order_id left join group_orders g on g.id = o.group_order_id
  where a.kind = 'wallet' and a.owner_id = $1 and a.currency = $2 and e.id < $3
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
