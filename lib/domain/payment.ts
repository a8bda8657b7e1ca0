import { minorDigits } from './money.ts'
import { accept, type Outcome, refuse } from './outcome.ts'

/**
 * The life of a payment through a provider. Events come late, twice and in any order; each table says for every state what
 * every event leads to, and a state that leads to itself is an event that told nothing new.
 */

export const ONLINE_PAYMENT_STATES = [
  'started',
  'open',
  'succeeded',
  'expired',
  'failed',
  'part_refunded',
  'refunded',
] as const

export type OnlinePaymentState = (typeof ONLINE_PAYMENT_STATES)[number]

export const ONLINE_PAYMENT_EVENTS = [
  /** The provider has a page on which it can be paid. */
  'opened',
  /** The provider gave no answer when it was asked for that page. */
  'unreachable',
  'succeeded',
  'expired',
  /** The provider took no money. */
  'declined',
  /** What was given back so far: nothing (any more), some of it, all of it. */
  'refunds_none',
  'refunds_part',
  'refunds_all',
] as const

export type OnlinePaymentEvent = (typeof ONLINE_PAYMENT_EVENTS)[number]

const refunds = { refunds_none: 'succeeded', refunds_part: 'part_refunded', refunds_all: 'refunded' } as const
const taken = (state: 'succeeded' | 'part_refunded' | 'refunded') => ({
  ...({ opened: state, unreachable: state, succeeded: state, expired: state, declined: state } as const),
  ...refunds,
})
/** Money that is not known to have been taken cannot be given back: what is told of refunds waits for the success. */
const untaken = <const State extends OnlinePaymentState>(state: State) =>
  ({ succeeded: 'succeeded', refunds_none: state, refunds_part: state, refunds_all: state }) as const

/**
 * What an event makes of a payment. A success counts whenever it comes, after an expiry or a failure too: the money was taken.
 */
export const PAYMENT_AFTER: Readonly<
  Record<OnlinePaymentState, Readonly<Record<OnlinePaymentEvent, OnlinePaymentState>>>
> = {
  started: { ...untaken('started'), opened: 'open', unreachable: 'failed', expired: 'expired', declined: 'failed' },
  open: { ...untaken('open'), opened: 'open', unreachable: 'open', expired: 'expired', declined: 'failed' },
  expired: {
    ...untaken('expired'),
    opened: 'expired',
    unreachable: 'expired',
    expired: 'expired',
    declined: 'expired',
  },
  // asked once more for the page, the provider may answer
  failed: { ...untaken('failed'), opened: 'open', unreachable: 'failed', expired: 'expired', declined: 'failed' },
  succeeded: taken('succeeded'),
  part_refunded: taken('part_refunded'),
  refunded: taken('refunded'),
}

/** States in which the money was taken, whatever became of it. */
export const TAKEN_STATES: ReadonlySet<OnlinePaymentState> = new Set(['succeeded', 'part_refunded', 'refunded'])
/** States in which it may still be paid. */
export const PAYABLE_STATES: ReadonlySet<OnlinePaymentState> = new Set(['started', 'open'])

/**
 * What has been given back, as an event.
 * @param amountMinor what was paid, minor units
 * @param refundedMinor what was given back or is on its way, minor units
 */
export function refundEvent(amountMinor: number, refundedMinor: number): OnlinePaymentEvent {
  if (refundedMinor <= 0) return 'refunds_none'
  return refundedMinor < amountMinor ? 'refunds_part' : 'refunds_all'
}

export type ProviderRefundState = 'wanted' | 'sent' | 'done' | 'failed'
export type ProviderRefundEvent = 'sent' | 'done' | 'failed'

/** A refund that was done may fail later, when a bank sends it back; a failed one stays so. */
export const REFUND_AFTER: Readonly<
  Record<ProviderRefundState, Readonly<Record<ProviderRefundEvent, ProviderRefundState>>>
> = {
  wanted: { sent: 'sent', done: 'done', failed: 'failed' },
  sent: { sent: 'sent', done: 'done', failed: 'failed' },
  done: { sent: 'done', done: 'done', failed: 'failed' },
  failed: { sent: 'failed', done: 'failed', failed: 'failed' },
}

export const DISPUTE_STATES = ['to_answer', 'under_review', 'won', 'lost', 'withdrawn'] as const
export type DisputeState = (typeof DISPUTE_STATES)[number]

const settled = <const State extends DisputeState>(state: State): Record<DisputeState, State> => ({
  to_answer: state,
  under_review: state,
  won: state,
  lost: state,
  withdrawn: state,
})

/** What a dispute is said to be, after what it was said to be before: what was decided stays, and nothing goes back. */
export const DISPUTE_AFTER: Readonly<Record<DisputeState, Readonly<Record<DisputeState, DisputeState>>>> = {
  to_answer: {
    to_answer: 'to_answer',
    under_review: 'under_review',
    won: 'won',
    lost: 'lost',
    withdrawn: 'withdrawn',
  },
  under_review: {
    to_answer: 'under_review',
    under_review: 'under_review',
    won: 'won',
    lost: 'lost',
    withdrawn: 'withdrawn',
  },
  won: settled('won'),
  lost: settled('lost'),
  withdrawn: settled('withdrawn'),
}

/** What a provider told, in our words; amounts in minor units. */
export type PaymentFact =
  | {
      kind: 'succeeded'
      paymentId: string
      reference: string
      intent: string
      amountMinor: number
      currency: string
    }
  | { kind: 'expired' | 'declined'; paymentId: string; reference: string }
  | {
      kind: 'refund'
      /** Ours, where we made it. */
      refundId: string | undefined
      reference: string
      intent: string
      amountMinor: number
      to: ProviderRefundEvent
    }
  | {
      kind: 'dispute'
      reference: string
      intent: string | undefined
      amountMinor: number
      currency: string
      reason: string
      state: DisputeState
      openedAt: Date
      dueBy: Date | undefined
      /** The bank took the money, or gave it back, and what the provider charges for that. */
      funds: { moved: 'withdrawn' | 'reinstated'; amountMinor: number; feeMinor: number } | undefined
    }
  | { kind: 'payout'; reference: string; amountMinor: number; currency: string; to: 'paid' | 'failed' }

/** An event of a provider. One that we make nothing of has no fact. */
export type ProviderEvent = {
  /** The provider's own id of it. */
  reference: string
  type: string
  /** The provider's id of what it tells of. */
  subject: string
  fact: PaymentFact | undefined
}

/** The least time that Stripe lets a payment page live is 30 minutes; one more for the way there. */
export const PAYMENT_MINUTES = 31

/** How long an order is kept that is to be paid online. */
const KEPT_MINUTES = 30

/**
 * Until when an order that is to be paid online is kept unpaid. The cutoff ends it: what is not paid then is not bought.
 * @param now the database's time at the placement
 */
export const payBy = (now: Date, cutoffAt: Date): Date =>
  new Date(Math.min(now.getTime() + KEPT_MINUTES * 60_000, cutoffAt.getTime()))

/** How many payments one person may start in an hour: who tries stolen cards needs many. */
export const PAYMENTS_AN_HOUR = 10

/**
 * What may be topped up at once: from 1 to 2,000 of the currency's whole units, or their like.
 * @param currency ISO 4217
 * @returns minor units
 */
export function topUpLimits(currency: string): { leastMinor: number; mostMinor: number } {
  const digits = minorDigits(currency)
  // where there are no decimals, a whole unit is small money
  const unit = digits === 0 ? 100 : 10 ** digits
  return { leastMinor: unit, mostMinor: 2_000 * unit }
}

/**
 * Whether somebody may top up by this amount.
 * @param amountMinor minor units
 * @returns true, or TOP_UP_AMOUNT with the limits
 */
export function checkTopUp(
  amountMinor: number,
  currency: string,
): Outcome<true, { code: 'TOP_UP_AMOUNT'; field: 'amount'; leastMinor: number; mostMinor: number }> {
  const limits = topUpLimits(currency)
  const isFine =
    Number.isSafeInteger(amountMinor) && amountMinor >= limits.leastMinor && amountMinor <= limits.mostMinor
  return isFine ? accept(true) : refuse({ code: 'TOP_UP_AMOUNT', field: 'amount', ...limits })
}

const FIRST_WAIT_SECONDS = 5
const LONGEST_WAIT_SECONDS = 3_600

/**
 * How long a worker waits before it asks a provider again.
 * @param attempts how often it asked already, from 1
 * @returns seconds: 5, 10, 20 … up to an hour
 */
export const waitSeconds = (attempts: number): number =>
  Math.min(FIRST_WAIT_SECONDS * 2 ** Math.min(attempts - 1, 20), LONGEST_WAIT_SECONDS)
