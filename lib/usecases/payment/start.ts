import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { checkTopUp, PAYABLE_STATES, PAYMENT_MINUTES, PAYMENTS_AN_HOUR } from '#lib/domain/payment.ts'
import type { Locale } from '#lib/domain/text.ts'
import { actorOf, type Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { log } from '#lib/infra/log.ts'
import { paymentProvider } from '#lib/infra/payments/operator-provider.ts'
import { type PaymentProvider, ProviderRefused } from '#lib/infra/payments/provider.ts'
import { auditSql } from '../audit.ts'
import { lockPayment, type PaymentRow, stateAfter } from './payment-row.ts'

export type PaymentToStart = {
  /** Made with the form: a form sent twice starts one payment. */
  paymentId: string
  purpose: 'top_up' | 'order'
  orderId?: string
  /** Minor units of the instance's currency. */
  amountMinor: number
  /** What the provider's page says it is for. */
  description: string
  locale: Locale
}

export type StartRefusal = {
  code: 'ONLINE_PAYMENT_OFF' | 'TOO_MANY_PAYMENTS' | 'IDEMPOTENCY_KEY_REUSED' | 'PROVIDER_UNREACHABLE'
}

export type TopUpInput = Pick<PaymentToStart, 'paymentId' | 'amountMinor' | 'description' | 'locale'>

/**
 * A shopper puts money into their wallet.
 * @param input amountMinor in minor units of the instance's currency
 * @returns the payment, whose page leads to the provider's. Refuses TOP_UP_AMOUNT (too little, too much), and as startPayment
 */
export async function startTopUp(
  who: Shopper,
  input: TopUpInput,
  provider = paymentProvider(),
): Promise<
  Outcome<
    { paymentId: string },
    StartRefusal | { code: 'TOP_UP_AMOUNT'; field: 'amount'; leastMinor: number; mostMinor: number }
  >
> {
  const isFine = checkTopUp(input.amountMinor, env.CURRENCY)
  return isFine.ok ? startPayment(who, { ...input, purpose: 'top_up' }, provider) : isFine
}

/**
 * Starts a payment: writes it down, asks the provider for a page outside of any transaction, and records the answer. Whoever dies
 * in between leaves a payment that says so; asked again with the same id, the provider answers the same page.
 * @returns the payment. Refuses ONLINE_PAYMENT_OFF (no keys are set), TOO_MANY_PAYMENTS (in an hour), IDEMPOTENCY_KEY_REUSED,
 *   PROVIDER_UNREACHABLE (no answer, or none that helps: nothing was taken)
 */
export async function startPayment(
  who: Shopper,
  asked: PaymentToStart,
  provider = paymentProvider(),
): Promise<Outcome<{ paymentId: string }, StartRefusal>> {
  if (!provider) return refuse({ code: 'ONLINE_PAYMENT_OFF' })
  const written = await sqlTransaction((tx) => writePayment(tx, who, asked, provider.name))
  if (!written.ok) return written
  const { value: payment } = written
  const isWaiting = PAYABLE_STATES.has(payment.state) || payment.state === 'failed'
  if (!isWaiting || payment.url) return accept({ paymentId: payment.id })
  return (await openPayment(payment, asked, provider))
    ? accept({ paymentId: payment.id })
    : refuse({ code: 'PROVIDER_UNREACHABLE' })
}

async function writePayment(
  tx: SqlTx,
  who: Shopper,
  { paymentId, purpose, amountMinor, ...asked }: PaymentToStart,
  provider: string,
): Promise<Outcome<PaymentRow, StartRefusal>> {
  const orderId = asked.orderId ?? null
  const now = await databaseClock(tx)
  const { rows } = await tx.query<{ count: number }>(
    `select count(*)::int as count from payments where shopper_id = $1 and started_at > $2::timestamptz - interval '1 hour' and id <> $3`,
    [who.userId, now, paymentId],
  )
  if ((rows[0]?.count ?? 0) >= PAYMENTS_AN_HOUR) return refuse({ code: 'TOO_MANY_PAYMENTS' })
  const { rowCount } = await tx.query(
    `insert into payments (id, purpose, shopper_id, order_id, provider, amount_minor, currency, started_at, expires_at, next_look_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, n.expires, n.expires + interval '1 minute'
     from (select $8::timestamptz + $9 * interval '1 minute' as expires) as n on conflict (id) do nothing`,
    [paymentId, purpose, who.userId, orderId, provider, amountMinor, env.CURRENCY, now, PAYMENT_MINUTES],
  )
  const payment = await lockPayment(tx, paymentId)
  if (!payment) throw new Error('a payment that was written is not there')
  const isSame =
    payment.shopper_id === who.userId &&
    payment.purpose === purpose &&
    payment.order_id === orderId &&
    payment.amount_minor === amountMinor
  if (!isSame) return refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
  if (rowCount === 1)
    await auditSql(tx, [
      {
        ...actorOf(who, 'shopper'),
        action: 'payment.start',
        subjectType: 'payment',
        subjectId: paymentId,
        data: { purpose, amountMinor, ...(orderId && { orderId }) },
      },
    ])
  return accept(payment)
}

/** Asks the provider for the page, and writes down what it answered. @returns whether there is one */
export async function openPayment(
  payment: Pick<PaymentRow, 'id' | 'amount_minor' | 'currency' | 'expires_at'>,
  { description, locale }: Pick<PaymentToStart, 'description' | 'locale'>,
  provider: PaymentProvider,
): Promise<boolean> {
  const page = `${env.PUBLIC_URL}/me/payments/${payment.id}`
  try {
    const opened = await provider.createCheckout({
      paymentId: payment.id,
      amountMinor: payment.amount_minor,
      currency: payment.currency,
      expiresAt: payment.expires_at,
      returnUrl: `${page}?back=paid`,
      cancelUrl: page,
      locale,
      description,
    })
    await sqlTransaction((tx) => recordOpened(tx, payment.id, opened))
    return true
  } catch (error) {
    const failure = error instanceof ProviderRefused ? error.code : 'unreachable'
    log.warn(
      { payment: payment.id, failure, error: error instanceof Error ? error.name : 'unknown' },
      'no payment page',
    )
    await sqlTransaction((tx) => recordUnreachable(tx, payment.id, failure))
    return false
  }
}

/** A page was made. It may have been paid already: then it only gets its name. */
export async function recordOpened(tx: SqlTx, id: string, { reference, url }: { reference: string; url: string }) {
  const payment = await lockPayment(tx, id)
  if (!payment) return
  await tx.query(
    `update payments set state = $2, reference = coalesce(reference, $3), url = $4, failure = null where id = $1`,
    [id, stateAfter(payment, 'opened'), reference, url],
  )
}

async function recordUnreachable(tx: SqlTx, id: string, failure: string): Promise<void> {
  const payment = await lockPayment(tx, id)
  if (!payment) return
  const state = stateAfter(payment, 'unreachable')
  await tx.query(
    `update payments set state = $2::"OnlinePaymentState", failure = case when $2 = 'failed' then $3 else failure end,
       next_look_at = case when $2 = 'failed' then null else next_look_at end where id = $1`,
    [id, state, failure],
  )
}
