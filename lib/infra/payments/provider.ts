import type { PaymentFact, ProviderEvent, ProviderRefundEvent } from '#lib/domain/payment.ts'
import type { Locale } from '#lib/domain/text.ts'

export type CheckoutAsked = {
  /** The idempotency key: asked again, the provider answers the same page. */
  paymentId: string
  amountMinor: number
  currency: string
  /** From here on the provider takes no money on that page. */
  expiresAt: Date
  /** Where the shopper is sent after paying, and after giving up. */
  returnUrl: string
  cancelUrl: string
  locale: Locale
  /** What it is for, in the shopper's language; the provider shows it. */
  description: string
}

export type RefundAsked = {
  /** The idempotency key, and how a repeat is found. */
  refundId: string
  /** The provider's payment. */
  intent: string
  amountMinor: number
  currency: string
  /** It was asked before, and what came of it is not known. */
  isRepeat: boolean
}

/** How a payment page ended: `paid` although we wanted it shut, or still being decided by a bank. */
export type CheckoutEnd =
  | { end: 'expired' }
  | { end: 'processing' }
  | { end: 'paid'; fact: Extract<PaymentFact, { kind: 'succeeded' }> }

/**
 * What a payment provider can do for us. Each of these may take seconds and may fail: never call one inside a transaction.
 * A ProviderRefused says that nothing was done and nothing will be; any other error leaves open whether it was.
 */
export type PaymentProvider = {
  name: string
  /** Makes a page on which to pay. */
  createCheckout(asked: CheckoutAsked): Promise<{ reference: string; url: string }>
  /** Shuts a payment page, and says how it ended. */
  expireCheckout(reference: string): Promise<CheckoutEnd>
  /** Sends money back. */
  refund(asked: RefundAsked): Promise<{ reference: string; to: ProviderRefundEvent }>
  /** What the provider kept of a payment, in the currency that it settles in; undefined while it does not say. */
  feeOf(intent: string): Promise<{ feeMinor: number; currency: string } | undefined>
  /** An event as the provider sent it; undefined when it is not the provider's or too old. */
  readEvent(rawBody: string, signature: string): ProviderEvent | undefined
  /** Where the operator answers a dispute. */
  disputeUrl(reference: string): string
  paymentUrl(intent: string): string
}

/** The provider has said no, for good. */
export class ProviderRefused extends Error {
  readonly code: string
  constructor(code: string) {
    super(`the payment provider refuses: ${code}`)
    this.code = code
  }
}
