import type Stripe from 'stripe'
import type { DisputeState, PaymentFact, ProviderEvent, ProviderRefundEvent } from '#lib/domain/payment.ts'
import { fromStripe } from './stripe-amounts.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const idOf = (object: string | { id: string } | null | undefined): string | undefined =>
  typeof object === 'string' ? object : object?.id

const uuidIn = (text: string | null | undefined): string | undefined => (text && UUID.test(text) ? text : undefined)

/** What an event of Stripe tells, in our words. */
export function asProviderEvent(event: Stripe.Event): ProviderEvent {
  const { id: reference, type } = event
  const subject = 'id' in event.data.object && typeof event.data.object.id === 'string' ? event.data.object.id : ''
  return { reference, type, subject, fact: factOf(event) }
}

function factOf(event: Stripe.Event): PaymentFact | undefined {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return successOf(event.data.object)
    case 'checkout.session.expired':
      return endOf('expired', event.data.object)
    case 'checkout.session.async_payment_failed':
      return endOf('declined', event.data.object)
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return refundOf(event.data.object)
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
      return disputeOf(event.data.object)
    case 'charge.dispute.funds_withdrawn':
      return disputeOf(event.data.object, 'withdrawn')
    case 'charge.dispute.funds_reinstated':
      return disputeOf(event.data.object, 'reinstated')
    case 'payout.paid':
    case 'payout.failed':
      return payoutOf(event.data.object, event.type === 'payout.paid' ? 'paid' : 'failed')
    default:
      return undefined
  }
}

/**
 * A page that was paid. One that was left while a bank still decides is not; and a page that is not ours (the operator's
 * account may sell elsewhere) tells us nothing.
 */
export function successOf(session: Stripe.Checkout.Session): Extract<PaymentFact, { kind: 'succeeded' }> | undefined {
  const paymentId = uuidIn(session.client_reference_id)
  const intent = idOf(session.payment_intent)
  if (session.payment_status !== 'paid' || !paymentId || !intent) return undefined
  if (session.amount_total === null || session.currency === null) return undefined
  return {
    kind: 'succeeded',
    paymentId,
    reference: session.id,
    intent,
    amountMinor: fromStripe(session.amount_total, session.currency),
    currency: session.currency.toUpperCase(),
  }
}

function endOf(kind: 'expired' | 'declined', session: Stripe.Checkout.Session): PaymentFact | undefined {
  const paymentId = uuidIn(session.client_reference_id)
  return paymentId ? { kind, paymentId, reference: session.id } : undefined
}

/** How far a refund has come. */
export const refundStep = (status: string | null): ProviderRefundEvent =>
  status === 'succeeded' ? 'done' : status === 'failed' || status === 'canceled' ? 'failed' : 'sent'

function refundOf(refund: Stripe.Refund): PaymentFact | undefined {
  const intent = idOf(refund.payment_intent)
  if (!intent) return undefined
  return {
    kind: 'refund',
    refundId: uuidIn(refund.metadata?.refundId),
    reference: refund.id,
    intent,
    amountMinor: fromStripe(refund.amount, refund.currency),
    to: refundStep(refund.status),
  }
}

const DISPUTE_STATES: Readonly<Record<string, DisputeState>> = {
  needs_response: 'to_answer',
  warning_needs_response: 'to_answer',
  under_review: 'under_review',
  warning_under_review: 'under_review',
  appeal_needs_response: 'to_answer',
  appeal_under_review: 'under_review',
  won: 'won',
  lost: 'lost',
  warning_closed: 'withdrawn',
  prevented: 'withdrawn',
}

function disputeOf(dispute: Stripe.Dispute, moved?: 'withdrawn' | 'reinstated'): PaymentFact {
  const { due_by: dueBy } = dispute.evidence_details
  return {
    kind: 'dispute',
    reference: dispute.id,
    intent: idOf(dispute.payment_intent),
    amountMinor: fromStripe(dispute.amount, dispute.currency),
    currency: dispute.currency.toUpperCase(),
    reason: dispute.reason,
    state: DISPUTE_STATES[dispute.status] ?? 'to_answer',
    openedAt: new Date(dispute.created * 1000),
    dueBy: dueBy ? new Date(dueBy * 1000) : undefined,
    funds: moved && fundsOf(dispute, moved),
  }
}

/** What moved at the provider: the amount is below 0 when the bank took it, the charge above 0 when there was one. */
function fundsOf({ balance_transactions, currency, amount }: Stripe.Dispute, moved: 'withdrawn' | 'reinstated') {
  const isThis = (each: { amount: number }) => (moved === 'withdrawn' ? each.amount < 0 : each.amount > 0)
  const entries = balance_transactions.filter((each) => isThis(each) && each.currency === currency)
  return {
    moved,
    amountMinor: fromStripe(amount, currency),
    feeMinor: fromStripe(
      entries.reduce((sum, { fee }) => sum + fee, 0),
      currency,
    ),
  }
}

const payoutOf = ({ id, amount, currency }: Stripe.Payout, to: 'paid' | 'failed'): PaymentFact => ({
  kind: 'payout',
  reference: id,
  amountMinor: fromStripe(amount, currency),
  currency: currency.toUpperCase(),
  to,
})
