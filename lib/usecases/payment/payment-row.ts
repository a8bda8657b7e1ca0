import type { SqlTx } from '#lib/db/transaction.ts'
import { type OnlinePaymentEvent, type OnlinePaymentState, PAYMENT_AFTER, refundEvent } from '#lib/domain/payment.ts'
import type { PaidOnline } from '#lib/domain/payment-books.ts'
import { lockWallet } from '../wallet/wallet.ts'

/** A payment as it stands; money in minor units. */
export type PaymentRow = {
  id: string
  purpose: 'top_up' | 'order'
  shopper_id: string
  order_id: string | null
  amount_minor: number
  currency: string
  state: OnlinePaymentState
  reference: string | null
  url: string | null
  intent: string | null
  expires_at: Date
  succeeded_at: Date | null
  fee_minor: number | null
  looks: number
}

const COLUMNS = `id, purpose, shopper_id, order_id, amount_minor, currency, state, reference, url, intent, expires_at, succeeded_at,
  fee_minor, looks`

/** A payment, while nobody else moves it. */
export async function lockPayment(tx: SqlTx, id: string): Promise<PaymentRow | undefined> {
  const { rows } = await tx.query<PaymentRow>(`select ${COLUMNS} from payments where id = $1 for update`, [id])
  return rows[0]
}

/**
 * Lets what is told of one payment of the provider wait for each other, also before we know which of ours it is: a refund or a
 * dispute may be told of at the same moment as the success.
 */
export const lockIntent = (tx: SqlTx, intent: string): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 12))', [intent])

/** The same by the provider's id of it, which is known from its success on. */
export async function lockPaymentByIntent(tx: SqlTx, intent: string): Promise<PaymentRow | undefined> {
  await lockIntent(tx, intent)
  const { rows } = await tx.query<PaymentRow>(`select ${COLUMNS} from payments where intent = $1 for update`, [intent])
  return rows[0]
}

/** What the books want to know of a payment. */
export const asPaid = (row: PaymentRow): PaidOnline => ({
  paymentId: row.id,
  shopperId: row.shopper_id,
  orderId: row.order_id ?? undefined,
  amountMinor: row.amount_minor,
  currency: row.currency,
})

/** Everything that giving money back needs, in the order that everybody takes it: the wallet, then the payment. */
export async function lockForRefund(
  tx: SqlTx,
  paymentId: string,
): Promise<{ payment: PaymentRow; balanceMinor: number } | undefined> {
  const { rows } = await tx.query<{ shopper_id: string; currency: string }>(
    'select shopper_id, currency from payments where id = $1',
    [paymentId],
  )
  const [whose] = rows
  if (!whose) return undefined
  const balanceMinor = await lockWallet(tx, whose.shopper_id, whose.currency)
  const payment = await lockPayment(tx, paymentId)
  return payment && { payment, balanceMinor }
}

export const stateAfter = (row: PaymentRow, event: OnlinePaymentEvent): OnlinePaymentState =>
  PAYMENT_AFTER[row.state][event]

/** What of a payment went back, or is on its way back, minor units. Lock the payment first. */
export async function refundedOf(tx: SqlTx, paymentId: string): Promise<number> {
  const { rows } = await tx.query<{ sum: number }>(
    `select coalesce(sum(amount_minor), 0) as sum from provider_refunds where payment_id = $1 and state <> 'failed'`,
    [paymentId],
  )
  return rows[0]?.sum ?? 0
}

/** Lets a payment's state say what went back of it. Lock it first. */
export async function tellRefunded(tx: SqlTx, row: PaymentRow): Promise<void> {
  const event = refundEvent(row.amount_minor, await refundedOf(tx, row.id))
  await tx.query('update payments set state = $2 where id = $1', [row.id, stateAfter(row, event)])
}
