import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { PaymentFact, ProviderEvent } from '#lib/domain/payment.ts'
import { payoutPaid, payoutReturned } from '#lib/domain/payment-books.ts'
import { newId } from '#lib/infra/ids.ts'
import { paymentProvider } from '#lib/infra/payments/operator-provider.ts'
import { postToLedger } from '../ledger/post.ts'
import { applyDispute } from './apply-dispute.ts'
import { applyEnd, applySuccess } from './apply-payment.ts'
import { applyRefund } from './apply-refund.ts'

export type EventRefusal = { code: 'ONLINE_PAYMENT_OFF' | 'FORGED' }

/**
 * Takes in an event as a provider sent it. It is written down and takes effect in one transaction, once however often and in
 * whatever order it comes (TRUST I8); whoever gets an answer may forget it.
 * @param rawBody the body as it came, byte for byte: the signature is over that
 * @returns what it did: "known" for one that was taken in before, "ignored" where it told nothing new. Refuses FORGED (not
 *   signed by the provider, or more than 300 seconds ago), ONLINE_PAYMENT_OFF
 * @throws when it could not be taken in: the provider must send it again
 */
export async function receiveEvent(
  rawBody: string,
  signature: string,
  provider = paymentProvider(),
): Promise<Outcome<{ effect: string }, EventRefusal>> {
  if (!provider) return refuse({ code: 'ONLINE_PAYMENT_OFF' })
  const event = provider.readEvent(rawBody, signature)
  if (!event) return refuse({ code: 'FORGED' })
  return accept({ effect: await sqlTransaction((tx) => takeIn(tx, event, provider.name)) })
}

async function takeIn(tx: SqlTx, event: ProviderEvent, provider: string): Promise<string> {
  // what is told of one thing is taken in one after the other, its first event too, when there is no row to lock yet
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 11))', [event.subject])
  const { rowCount } = await tx.query(
    `insert into webhook_events (id, provider, reference, type, subject, effect, handled_at)
     values ($1, $2, $3, $4, $5, 'ignored', clock_timestamp()) on conflict (provider, reference) do nothing`,
    [newId(), provider, event.reference, event.type, event.subject],
  )
  if (rowCount === 0) return 'known'
  const effect = event.fact ? await applyFact(tx, event.fact, provider) : 'ignored'
  if (effect !== 'ignored')
    await tx.query('update webhook_events set effect = $3, handled_at = $4 where provider = $1 and reference = $2', [
      provider,
      event.reference,
      effect,
      await databaseClock(tx),
    ])
  return effect
}

/** What a provider told, by an event or because it was asked. @returns what that did here */
export function applyFact(tx: SqlTx, fact: PaymentFact, provider: string): Promise<string> {
  switch (fact.kind) {
    case 'succeeded':
      return applySuccess(tx, fact)
    case 'expired':
    case 'declined':
      return applyEnd(tx, fact)
    case 'refund':
      return applyRefund(tx, fact)
    case 'dispute':
      return applyDispute(tx, fact, provider)
    case 'payout':
      return applyPayout(tx, fact)
  }
}

/** A payout that failed moved money back only if it was paid before; which of the two is told first is chance. */
async function applyPayout(tx: SqlTx, fact: Extract<PaymentFact, { kind: 'payout' }>): Promise<string> {
  if (fact.amountMinor === 0) return 'ignored'
  const { rows } = await tx.query<{ type: string }>(
    `select type from webhook_events where subject = $1 and type in ('payout.paid', 'payout.failed')`,
    [fact.reference],
  )
  const told = new Set(rows.map(({ type }) => type))
  if (!told.has('payout.paid')) return 'payout_noted'
  await postToLedger(tx, [payoutPaid(fact), ...(told.has('payout.failed') ? [payoutReturned(fact)] : [])])
  return `payout_${fact.to}`
}
