import { newStripeId, seconds } from './objects.ts'

type DisputeFacts = {
  id?: string
  intent: string
  amount: number
  status: string
  currency?: string
  dueInDays?: number
}

/** A dispute as Stripe tells of it; `moved` are the bank's movements so far. */
export const disputeObject = (
  { id = newStripeId('dp'), intent, amount, status, currency = 'cad', dueInDays = 7 }: DisputeFacts,
  moved: { amount: number; fee: number }[] = [],
) => ({
  id,
  object: 'dispute',
  amount,
  currency,
  status,
  reason: 'product_not_received',
  created: seconds(),
  payment_intent: intent,
  charge: newStripeId('ch'),
  evidence_details: {
    due_by: seconds() + dueInDays * 86_400,
    has_evidence: false,
    past_due: false,
    submission_count: 0,
  },
  balance_transactions: moved.map((each) => ({
    id: newStripeId('txn'),
    object: 'balance_transaction',
    currency,
    ...each,
  })),
})

/** A payout as Stripe tells of it. */
export const payoutObject = (amount: number, id = newStripeId('po'), currency = 'cad') => ({
  id,
  object: 'payout',
  amount,
  currency,
  status: 'paid',
})

/** A refund that somebody made at Stripe's own site. */
export const refundByHand = (intent: string, amount: number, status = 'succeeded', currency = 'cad') => ({
  id: newStripeId('re'),
  object: 'refund',
  amount,
  currency,
  payment_intent: intent,
  status,
  metadata: {},
})
