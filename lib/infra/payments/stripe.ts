import Stripe from 'stripe'
import { type PaymentProvider, ProviderRefused, type RefundAsked } from './provider.ts'
import { fromStripe, toStripe } from './stripe-amounts.ts'
import { asProviderEvent, refundStep, successOf } from './stripe-events.ts'

type Keys = { secretKey: string; webhookSecret: string; apiUrl: string; patienceMs?: number }

const PATIENCE_MS = 8_000
/** How old a signed event may be, seconds (TRUST: 300 s). */
const TOLERANCE_SECONDS = 300

/** Stripe Checkout: cards, Alipay, WeChat Pay and whatever else the operator switches on in their account. */
export function stripeProvider({ secretKey, webhookSecret, apiUrl, patienceMs = PATIENCE_MS }: Keys): PaymentProvider {
  const { hostname, port, protocol } = new URL(apiUrl)
  const stripe = new Stripe(secretKey, {
    host: hostname,
    ...(port && { port }),
    protocol: protocol === 'http:' ? 'http' : 'https',
    timeout: patienceMs,
    maxNetworkRetries: 1,
    telemetry: false,
  })
  const dashboard = `https://dashboard.stripe.com${secretKey.startsWith('sk_live_') ? '' : '/test'}`
  return {
    name: 'stripe',
    createCheckout: async (asked) => {
      const session = await refusing(() =>
        stripe.checkout.sessions.create(
          {
            mode: 'payment',
            client_reference_id: asked.paymentId,
            metadata: { paymentId: asked.paymentId },
            payment_intent_data: { metadata: { paymentId: asked.paymentId } },
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: asked.currency.toLowerCase(),
                  unit_amount: toStripe(asked.amountMinor, asked.currency),
                  product_data: { name: asked.description },
                },
              },
            ],
            // what we ask for is what we book
            adaptive_pricing: { enabled: false },
            expires_at: Math.floor(asked.expiresAt.getTime() / 1000),
            success_url: asked.returnUrl,
            cancel_url: asked.cancelUrl,
            locale: asked.locale === 'zh-CN' ? 'zh' : 'en',
          },
          { idempotencyKey: asked.paymentId },
        ),
      )
      if (!session.url) throw new ProviderRefused('no payment page')
      return { reference: session.id, url: session.url }
    },
    expireCheckout: async (reference) => {
      const session = await ended(stripe, reference)
      if (!session || session.status === 'expired') return { end: 'expired' }
      const fact = successOf(session)
      return fact ? { end: 'paid', fact } : { end: 'processing' }
    },
    refund: async (asked) => {
      const refund =
        (asked.isRepeat && (await earlier(stripe, asked))) || (await refusing(() => sendRefund(stripe, asked)))
      return { reference: refund.id, to: refundStep(refund.status) }
    },
    feeOf: async (intent) => {
      const payment = await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge.balance_transaction'] })
      const charge = payment.latest_charge
      const settled = charge && typeof charge === 'object' ? charge.balance_transaction : undefined
      if (!settled || typeof settled !== 'object') return undefined
      return { feeMinor: fromStripe(settled.fee, settled.currency), currency: settled.currency.toUpperCase() }
    },
    readEvent: (rawBody, signature) => {
      try {
        return asProviderEvent(stripe.webhooks.constructEvent(rawBody, signature, webhookSecret, TOLERANCE_SECONDS))
      } catch (error) {
        if (error instanceof Stripe.errors.StripeSignatureVerificationError) return undefined
        throw error
      }
    },
    disputeUrl: (reference) => `${dashboard}/disputes/${encodeURIComponent(reference)}`,
    paymentUrl: (intent) => `${dashboard}/payments/${encodeURIComponent(intent)}`,
  }
}

const sendRefund = (stripe: Stripe, { refundId, intent, amountMinor, currency }: RefundAsked) =>
  stripe.refunds.create(
    { payment_intent: intent, amount: toStripe(amountMinor, currency), metadata: { refundId } },
    { idempotencyKey: refundId },
  )

/** The refund that an earlier try made after all. Stripe forgets idempotency keys after a day; what it did it lists for ever. */
async function earlier(stripe: Stripe, { intent, refundId }: RefundAsked): Promise<Stripe.Refund | undefined> {
  const { data } = await stripe.refunds.list({ payment_intent: intent, limit: 100 })
  return data.find(({ metadata }) => metadata?.refundId === refundId)
}

/** Shuts a page that is open, and reads one that is not any more; undefined for one that Stripe does not know. */
async function ended(stripe: Stripe, reference: string): Promise<Stripe.Checkout.Session | undefined> {
  try {
    return await stripe.checkout.sessions.expire(reference, {}, { idempotencyKey: `${reference} expire` })
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
  }
  try {
    return await stripe.checkout.sessions.retrieve(reference)
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return undefined
    throw error
  }
}

/** A request that Stripe has understood and turned down changes nothing, now or later; of any other failure that is not known. */
async function refusing<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError)
      throw new ProviderRefused(error.code ?? error.type ?? 'invalid')
    throw error
  }
}
