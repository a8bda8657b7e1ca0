import { db, pool } from '#lib/db/client.ts'
import type { AccountKind } from '#lib/domain/ledger.ts'
import { balanceOf } from '#lib/domain/ledger.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PaymentProvider } from '#lib/infra/payments/provider.ts'
import { stripeProvider } from '#lib/infra/payments/stripe.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { type Delivery, StripeStandIn } from '../../../test/stripe/stand-in.ts'
import { receiveEvent } from './receive-event.ts'
import { startTopUp } from './start.ts'

export const WEBHOOK_SECRET = 'whsec_only_for_these_tests'

/** A stand-in of Stripe on this machine, and the provider that talks to it over HTTP. */
export async function standInAndProvider(): Promise<{ stripe: StripeStandIn; provider: PaymentProvider }> {
  const stripe = await new StripeStandIn({ webhookSecret: WEBHOOK_SECRET }).listen()
  return { stripe, provider: providerAt(stripe.url) }
}

export const providerAt = (apiUrl: string, patienceMs?: number): PaymentProvider =>
  stripeProvider({
    secretKey: 'sk_test_stand_in',
    webhookSecret: WEBHOOK_SECRET,
    apiUrl,
    ...(patienceMs && { patienceMs }),
  })

/** Somebody who is signed in, as the gate makes them. */
export async function someone(): Promise<Shopper> {
  const who = await shopperGate((await makeUser(db)).id)
  if (!who) throw new Error('the gate refuses a shopper')
  return who
}

export const topUp = (who: Shopper, provider: PaymentProvider, amountMinor = 5000, paymentId: string = newId()) =>
  startTopUp(who, { paymentId, amountMinor, description: 'Wallet', locale: 'en' }, provider).then((answer) => ({
    paymentId,
    answer,
  }))

/** A payment as the database holds it. */
export const paymentOf = (id: string) => db.payment.findUniqueOrThrow({ where: { id } })

/** A payment whose page is open. @returns its id and the provider's of its page */
export async function opened(who: Shopper, provider: PaymentProvider, amountMinor = 5000) {
  const { paymentId } = await topUp(who, provider, amountMinor)
  const { reference } = await paymentOf(paymentId)
  if (!reference) throw new Error('the payment has no page')
  return { paymentId, reference }
}

/** Hands an event in as the webhook does. @returns its effect, or why it was refused */
export async function deliver({ rawBody, signature }: Delivery, provider: PaymentProvider): Promise<string> {
  const answer = await receiveEvent(rawBody, signature, provider)
  return answer.ok ? answer.value.effect : answer.refusal.code
}

/** What an account holds, as people say it; of everybody where no owner is told. */
export async function held(kind: AccountKind, ownerId?: string): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>(
    `select coalesce(sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id
     where a.kind = $1::"AccountKind" and ($2::uuid is null or a.owner_id = $2)`,
    [kind, ownerId ?? null],
  )
  return balanceOf(kind, rows[0]?.sum ?? 0)
}

/** Lets a payment's time be over, and whatever a worker waits for be due. */
export const letTimePass = (paymentId: string) =>
  pool.query(`update payments set next_look_at = clock_timestamp() - interval '1 second' where id = $1`, [paymentId])

/** Takes what other tests left to be looked after out of a worker's sight. */
export async function nothingDue(): Promise<void> {
  await pool.query('update payments set next_look_at = null')
  await pool.query('update provider_refunds set next_try_at = null')
  await pool.query(`update orders set pay_by = clock_timestamp() + interval '1 day' where pay_by is not null`)
}

/** A payment that was made. */
export async function paid(who: Shopper, stripe: StripeStandIn, provider: PaymentProvider, amountMinor = 5000) {
  const { paymentId, reference } = await opened(who, provider, amountMinor)
  await deliver(stripe.pay(reference), provider)
  const { intent } = await paymentOf(paymentId)
  return { paymentId, reference, intent: intent ?? '' }
}

/** What invariants of the books and of payments are broken. */
export const brokenBooks = async () =>
  (await reconcile()).filter(({ id, breaches }) => ['I3', 'I8'].includes(id) && breaches.length > 0)
