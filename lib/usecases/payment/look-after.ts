import { pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { PAYABLE_STATES, waitSeconds } from '#lib/domain/payment.ts'
import { paymentFee } from '#lib/domain/payment-books.ts'
import { log } from '#lib/infra/log.ts'
import { paymentProvider } from '#lib/infra/payments/operator-provider.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { postToLedger } from '../ledger/post.ts'
import { applyEnd } from './apply-payment.ts'
import { asPaid, lockPayment, type PaymentRow } from './payment-row.ts'
import { applyFact } from './receive-event.ts'

const AT_ONCE = 10
/** How long a worker may hold payments before another takes them for lost: longer than the provider's patience, all in a row. */
const IN_HAND_SECONDS = 300
/** A bank that decides for days is asked about no more often than this. */
const PROCESSING_SECONDS = 600
/** After so many looks what a payment cost stays unknown. */
const FEE_LOOKS = 40

type Due = Pick<PaymentRow, 'id' | 'state' | 'reference' | 'intent' | 'looks'>

/**
 * Looks at payments whose page should be over, and at those of which it is not known what they cost. The rows say what is due; a
 * worker takes some by moving their next look into the future, asks the provider outside of any transaction, and writes down the
 * answer. So an event that was lost is made up for: the provider is asked how it ended.
 * @returns how many were looked at; 0 when nothing is due
 */
export async function lookAfterPayments(provider = paymentProvider()): Promise<number> {
  if (!provider) return 0
  const { rows } = await pool.query<Due>(
    `update payments p set looks = looks + 1, next_look_at = clock_timestamp() + $2 * interval '1 second'
     from (select id from payments where next_look_at <= clock_timestamp() order by next_look_at limit $1 for update skip locked) as due
     where p.id = due.id returning p.id, p.state, p.reference, p.intent, p.looks`,
    [AT_ONCE, IN_HAND_SECONDS],
  )
  for (const due of rows) {
    try {
      if (PAYABLE_STATES.has(due.state)) await close(due, provider)
      else if (due.intent) await learnFee(due, due.intent, provider)
      else await lookAgain(due.id, null)
    } catch (error) {
      log.warn({ payment: due.id, error: error instanceof Error ? error.name : 'unknown' }, 'asked again later')
      await lookAgain(due.id, waitSeconds(due.looks))
    }
  }
  return rows.length
}

/** Shuts the page of a payment whose time is over. One that was never opened has none. */
async function close({ id, reference }: Due, provider: PaymentProvider): Promise<void> {
  const ended = reference ? await provider.expireCheckout(reference) : { end: 'expired' as const }
  if (ended.end === 'processing') return lookAgain(id, PROCESSING_SECONDS)
  await sqlTransaction((tx) =>
    ended.end === 'paid' ? applyFact(tx, ended.fact, provider.name) : applyEnd(tx, { kind: 'expired', paymentId: id }),
  )
}

async function learnFee({ id, looks }: Due, intent: string, provider: PaymentProvider): Promise<void> {
  const fee = await provider.feeOf(intent)
  if (!fee) return lookAgain(id, looks < FEE_LOOKS ? waitSeconds(looks) : null)
  await sqlTransaction(async (tx) => {
    const payment = await lockPayment(tx, id)
    if (!payment || payment.fee_minor !== null) return
    if (fee.currency !== payment.currency)
      log.warn(
        { payment: id, currency: fee.currency },
        'the provider settles in another currency: its fee is not booked',
      )
    const isOurs = fee.currency === payment.currency
    await tx.query('update payments set fee_minor = $2, next_look_at = null where id = $1', [
      id,
      isOurs ? fee.feeMinor : null,
    ])
    const movement = isOurs && paymentFee(asPaid(payment), fee.feeMinor)
    await postToLedger(tx, movement ? [movement] : [])
  })
}

async function lookAgain(id: string, seconds: number | null): Promise<void> {
  await pool.query(`update payments set next_look_at = clock_timestamp() + $2 * interval '1 second' where id = $1`, [
    id,
    seconds,
  ])
}
