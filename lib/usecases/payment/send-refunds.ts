import { pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { waitSeconds } from '#lib/domain/payment.ts'
import { log } from '#lib/infra/log.ts'
import { paymentProvider } from '#lib/infra/payments/operator-provider.ts'
import { type PaymentProvider, ProviderRefused } from '#lib/infra/payments/provider.ts'
import { applyRefund } from './apply-refund.ts'

const AT_ONCE = 10
/** Longer than the provider's patience, all in a row. */
const IN_HAND_SECONDS = 300

type Due = { id: string; intent: string; amount_minor: number; currency: string; attempts: number }

/**
 * Sends the refunds that are due. The rows are the queue (docs/adr/0009): a worker takes some by moving their next try into the
 * future, and asks the provider outside of any transaction. The provider knows each by its id, so none is sent twice; one of
 * which it is not known whether it got there is asked about before it is sent again, for as long as that takes.
 * @returns how many were taken; 0 when nothing is due
 */
export async function sendDueRefunds(provider = paymentProvider()): Promise<number> {
  if (!provider) return 0
  const { rows } = await pool.query<Due>(
    `update provider_refunds r set attempts = attempts + 1, next_try_at = clock_timestamp() + $2 * interval '1 second'
     from (select r.id, p.currency from provider_refunds r join payments p on p.id = r.payment_id
           where r.next_try_at <= clock_timestamp() and r.state = 'wanted' order by r.next_try_at limit $1 for update of r skip locked) as due
     where r.id = due.id returning r.id, r.intent, r.amount_minor, due.currency, r.attempts`,
    [AT_ONCE, IN_HAND_SECONDS],
  )
  for (const due of rows) await send(due, provider)
  return rows.length
}

async function send({ id, intent, amount_minor, currency, attempts }: Due, provider: PaymentProvider): Promise<void> {
  try {
    const isRepeat = attempts > 1
    const { reference, to } = await provider.refund({
      refundId: id,
      intent,
      amountMinor: amount_minor,
      currency,
      isRepeat,
    })
    await sqlTransaction((tx) =>
      applyRefund(tx, { kind: 'refund', refundId: id, reference, intent, amountMinor: amount_minor, to }),
    )
  } catch (error) {
    const said = error instanceof ProviderRefused ? error.code : 'unreachable'
    // One that was turned down waits for a person: the money may have gone back another way, and must not go twice.
    const wait = error instanceof ProviderRefused ? null : waitSeconds(attempts)
    log.warn({ refund: id, said }, 'a refund was not taken')
    await pool.query(
      `update provider_refunds set error = $2, next_try_at = clock_timestamp() + $3 * interval '1 second' where id = $1 and state = 'wanted'`,
      [id, said, wait],
    )
  }
}
