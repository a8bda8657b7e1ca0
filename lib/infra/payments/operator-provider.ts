import { env } from '../env.ts'
import type { PaymentProvider } from './provider.ts'
import { stripeProvider } from './stripe.ts'

let made: PaymentProvider | undefined

/** The operator's provider; undefined where no keys are set: then nobody is offered to pay online. */
export function paymentProvider(): PaymentProvider | undefined {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_URL } = env
  if (!STRIPE_SECRET_KEY || !STRIPE_WEBHOOK_SECRET) return undefined
  made ??= stripeProvider({
    secretKey: STRIPE_SECRET_KEY,
    webhookSecret: STRIPE_WEBHOOK_SECRET,
    apiUrl: STRIPE_API_URL,
  })
  return made
}
