import { type Entry, type Movement, OPERATOR } from './ledger.ts'

/**
 * Which entries money through a payment provider makes (docs/adr/0011). Every movement has a key of the thing it happened
 * for, so that events in any order, however often, come to the same books.
 */

export type PaidOnline = {
  paymentId: string
  shopperId: string
  orderId: string | undefined
  amountMinor: number
  currency: string
}

/** What a shopper has with the operator, to order with or to have sent back. */
const walletOf = ({ shopperId }: PaidOnline) => ({ kind: 'wallet', ownerId: shopperId }) as const

const moved = (
  facts: Pick<Movement, 'key' | 'cause' | 'currency'> & { orderId?: string | undefined; reason?: string },
  amountMinor: number,
  to: Pick<Entry, 'kind' | 'ownerId'>,
  from: Pick<Entry, 'kind' | 'ownerId'>,
): Movement => {
  const { orderId, ...rest } = facts
  return {
    ...rest,
    ...(orderId && { orderId }),
    entries: [
      { ...to, amountMinor },
      { ...from, amountMinor: -amountMinor },
    ],
  }
}

const PROVIDER = { kind: 'provider', ownerId: OPERATOR } as const

/**
 * The provider has taken a shopper's money.
 * @param into kept for the order that it pays; in the wallet where it tops that up, or where the order is no more
 */
export const paidOnline = (paid: PaidOnline, into: 'wallet' | 'prepaid'): Movement =>
  moved(
    {
      key: `payment ${paid.paymentId} succeeded`,
      cause: 'online_payment',
      currency: paid.currency,
      orderId: paid.orderId,
    },
    paid.amountMinor,
    PROVIDER,
    into === 'wallet' ? walletOf(paid) : { kind: 'prepaid', ownerId: OPERATOR },
  )

/** What the provider keeps of a payment. Undefined where it keeps nothing. */
export const paymentFee = (paid: PaidOnline, feeMinor: number): Movement | undefined =>
  feeMinor === 0
    ? undefined
    : moved(
        {
          key: `payment ${paid.paymentId} fee`,
          cause: 'payment_fee',
          currency: paid.currency,
          orderId: paid.orderId,
        },
        feeMinor,
        { kind: 'payment_fees', ownerId: OPERATOR },
        PROVIDER,
      )

export type Refunded = { refundId: string; amountMinor: number; isByHand: boolean }

/**
 * Money goes back to where it was paid from. It leaves the wallet when that is wanted, so that nobody spends it meanwhile: what
 * is given back of an order is in the wallet before. What somebody gave back at the provider's own site nobody here agreed to: the operator bears it.
 */
export const refundedOnline = (paid: PaidOnline, { refundId, amountMinor, isByHand }: Refunded): Movement =>
  moved(
    {
      key: `refund ${refundId} wanted`,
      cause: 'online_refund',
      currency: paid.currency,
      orderId: paid.orderId,
      reason: isByHand ? 'by_hand' : '',
    },
    amountMinor,
    isByHand ? { kind: 'payment_losses', ownerId: OPERATOR } : walletOf(paid),
    PROVIDER,
  )

/**
 * A refund did not arrive, and the provider has the money again. Where it was the shopper's it lands in their wallet, from where
 * they can use it or ask for it; where the operator had borne it, it is the operator's again.
 */
export const refundReturned = (paid: PaidOnline, { refundId, amountMinor, isByHand }: Refunded): Movement =>
  moved(
    {
      key: `refund ${refundId} returned`,
      cause: 'online_refund_returned',
      currency: paid.currency,
      orderId: paid.orderId,
    },
    amountMinor,
    PROVIDER,
    isByHand ? { kind: 'payment_losses', ownerId: OPERATOR } : walletOf(paid),
  )

export type Disputed = {
  reference: string
  orderId: string | undefined
  currency: string
  amountMinor: number
}

/** A bank took the money back until it has decided; with the provider's charge for that. */
export function disputeWithdrawn(dispute: Disputed, feeMinor: number): Movement {
  const { reference, currency, orderId, amountMinor } = dispute
  const fee: Entry[] = feeMinor === 0 ? [] : [{ kind: 'payment_fees', ownerId: OPERATOR, amountMinor: feeMinor }]
  return {
    key: `dispute ${reference} withdrawn`,
    cause: 'dispute_withdrawn',
    currency,
    ...(orderId && { orderId }),
    entries: [
      { kind: 'disputed', ownerId: OPERATOR, amountMinor },
      ...fee,
      { ...PROVIDER, amountMinor: -amountMinor - feeMinor },
    ],
  }
}

/**
 * The bank gave the money back; with the part of the charge that came back too.
 * @param feeMinor what was charged again; below 0 where a charge came back
 */
export function disputeReinstated(dispute: Disputed, feeMinor: number): Movement {
  const { reference, currency, orderId, amountMinor } = dispute
  const fee: Entry[] = feeMinor === 0 ? [] : [{ kind: 'payment_fees', ownerId: OPERATOR, amountMinor: feeMinor }]
  return {
    key: `dispute ${reference} reinstated`,
    cause: 'dispute_reinstated',
    currency,
    ...(orderId && { orderId }),
    entries: [
      { ...PROVIDER, amountMinor: amountMinor - feeMinor },
      ...fee,
      { kind: 'disputed', ownerId: OPERATOR, amountMinor: -amountMinor },
    ],
  }
}

/** The bank decided for its customer: the operator bears it. What the shopper got stays between the two of them. */
export const disputeLost = (dispute: Disputed): Movement =>
  moved(
    {
      key: `dispute ${dispute.reference} lost`,
      cause: 'dispute_lost',
      currency: dispute.currency,
      orderId: dispute.orderId,
    },
    dispute.amountMinor,
    { kind: 'payment_losses', ownerId: OPERATOR },
    { kind: 'disputed', ownerId: OPERATOR },
  )

export type Payout = { reference: string; amountMinor: number; currency: string }

/** The provider has sent money to the operator's bank; below 0 it has taken some from there. */
export const payoutPaid = ({ reference, amountMinor, currency }: Payout): Movement =>
  moved(
    { key: `provider payout ${reference} paid`, cause: 'provider_payout', currency },
    amountMinor,
    { kind: 'bank', ownerId: OPERATOR },
    PROVIDER,
  )

/** The bank sent it back. */
export const payoutReturned = ({ reference, amountMinor, currency }: Payout): Movement =>
  moved(
    { key: `provider payout ${reference} returned`, cause: 'provider_payout_returned', currency },
    amountMinor,
    PROVIDER,
    {
      kind: 'bank',
      ownerId: OPERATOR,
    },
  )
