/**
 * The books (DESIGN, "ledger"): double entry, append-only, minor units of one currency a movement. Which entries an event
 * makes is decided here, from facts alone; lib/usecases/ledger/post.ts writes them.
 */

/** Which side an account grows on: what the operator has, or owes and earns. */
export const ACCOUNT_SIDES = {
  /** Cash and card slips that a keeper holds for the operator. */
  till: 'debit',
  /** Money that the office has taken from keepers. */
  safe: 'debit',
  sales: 'credit',
  /** What tills lacked when they were counted; below 0 what they had too much. */
  till_difference: 'debit',
  /** What a person has with the operator, to order with. */
  wallet: 'credit',
  /** Asked back from wallets, and not sent yet. */
  withdrawals: 'credit',
  /** Paid for orders that are not handed over yet. */
  prepaid: 'credit',
  bank: 'debit',
  /** Money that a payment provider has taken and not yet sent. */
  provider: 'debit',
  payment_fees: 'debit',
  /** Taken back by a bank until a dispute is decided. */
  disputed: 'debit',
  /** Paid online and lost: to a bank's decision, or given back at the provider's own site. */
  payment_losses: 'debit',
  /** Tax within what was sold, owed to the state. */
  tax: 'credit',
  /** What coupons took off. */
  discounts: 'debit',
  /** For containers that are still out. */
  deposits: 'credit',
  /** What leaders have earned; and what each of them is owed of it. */
  commission: 'debit',
  leader: 'credit',
  /** What keepers have earned; and what each of them is owed of it. */
  keeper_pay: 'debit',
  keeper: 'credit',
  /** Held back from leaders and keepers for the state. */
  withheld: 'credit',
} as const

export type AccountKind = keyof typeof ACCOUNT_SIDES

/** Owner of the operator's own accounts. */
export const OPERATOR = '00000000-0000-0000-0000-000000000000'

/** A debit is above 0, a credit below. */
export type Entry = { kind: AccountKind; ownerId: string; amountMinor: number }

/** Why money moved; messages/ has a word for each. */
export type MovementCause =
  | 'pickup_payment'
  | 'pickup_payment_returned'
  | 'till_handed_over'
  | 'containers_back'
  | 'prepaid_earned'
  | 'prepaid_unearned'
  | 'wallet_paid'
  | 'wallet_repaid'
  | 'wallet_topped_up'
  | 'wallet_corrected'
  | 'order_refunded'
  | 'withdrawal_wanted'
  | 'withdrawal_paid'
  | 'withdrawal_refused'
  | 'commission'
  | 'commission_returned'
  | 'carried'
  | 'carried_returned'
  | 'keeper_pay'
  | 'keeper_pay_returned'
  | 'withholding'
  | 'payout'
  | OnlineCause

/** Money through a payment provider: lib/domain/payment-books.ts. */
export type OnlineCause =
  | 'online_payment'
  | 'payment_fee'
  | 'online_refund'
  | 'online_refund_returned'
  | 'dispute_withdrawn'
  | 'dispute_reinstated'
  | 'dispute_lost'
  | 'provider_payout'
  | 'provider_payout_returned'

export type Movement = {
  /** What it happened for, once: the same key never moves money twice. */
  key: string
  cause: MovementCause
  currency: string
  orderId?: string
  /** Undefined when the system moves it. */
  actorId?: string
  reason?: string
  /** When, where it is not now: what is told of the past. */
  at?: Date
  entries: readonly Entry[]
}

/** Whether a movement may be written: two sides or more, each something, together nothing. */
export const isBalanced = (entries: readonly Entry[]): boolean =>
  entries.length >= 2 &&
  entries.every(({ amountMinor }) => Number.isSafeInteger(amountMinor) && amountMinor !== 0) &&
  entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0) === 0

/**
 * What an account holds, as people say it: a till with 20.00 in it and sales of 20.00 are both 20.00.
 * @param sumMinor the sum of its entries
 */
export const balanceOf = (kind: AccountKind, sumMinor: number): number =>
  // no -0 on paper
  ACCOUNT_SIDES[kind] === 'debit' ? sumMinor : 0 - sumMinor

/**
 * What is within the total of an order and is not the operator's to keep, and what a coupon took off before: minor units, 0 or
 * more. `taxMinor` is the tax within the goods, `depositMinor` is owed to whoever brings the containers back.
 */
export type SaleParts = { taxMinor: number; depositMinor: number; discountMinor: number }

/** The reason of a payment that came by card on the keeper's own terminal. */
export const TERMINAL = 'terminal'

type AtPickup = {
  collectionId: string
  orderId: string
  keeperId: string
  totalMinor: number
  parts?: Partial<SaleParts>
  currency: string
  /** It was paid when it was placed: the money is there, and is earned now. */
  isPrepaid?: boolean
  /** By card on the keeper's own terminal: it came to the keeper, who owes it like cash. */
  byTerminal?: boolean
}

/** A keeper takes the money for an order, or hands over what was paid in advance. Undefined where nothing is to pay. */
export function paidAtPickup(paid: AtPickup): Movement | undefined {
  return atPickup(paid.isPrepaid ? 'prepaid_earned' : 'pickup_payment', 'paid', paid, 1)
}

/** The same keeper or another gives it back, out of their own till; what was paid in advance is not earned yet after all. */
export function returnedAtPickup(returned: AtPickup): Movement | undefined {
  const cause = returned.isPrepaid ? 'prepaid_unearned' : 'pickup_payment_returned'
  return atPickup(cause, 'returned', returned, -1)
}

function atPickup(
  cause: Movement['cause'],
  what: string,
  { collectionId, orderId, keeperId, totalMinor, parts, currency, isPrepaid, byTerminal }: AtPickup,
  direction: 1 | -1,
): Movement | undefined {
  if (totalMinor === 0) return undefined
  const { taxMinor = 0, depositMinor = 0, discountMinor = 0 } = parts ?? {}
  const takenMinor = direction * totalMinor
  const entries: Entry[] = [
    isPrepaid
      ? { kind: 'prepaid', ownerId: OPERATOR, amountMinor: takenMinor }
      : { kind: 'till', ownerId: keeperId, amountMinor: takenMinor },
    // sales are told before discounts, so that these can be seen
    {
      kind: 'sales',
      ownerId: OPERATOR,
      amountMinor: direction * (taxMinor + depositMinor - discountMinor - totalMinor),
    },
    { kind: 'discounts', ownerId: OPERATOR, amountMinor: direction * discountMinor },
    { kind: 'tax', ownerId: OPERATOR, amountMinor: -direction * taxMinor },
    { kind: 'deposits', ownerId: OPERATOR, amountMinor: -direction * depositMinor },
  ]
  return {
    key: `collection ${collectionId} ${what}`,
    cause,
    currency,
    orderId,
    actorId: keeperId,
    ...(byTerminal && !isPrepaid && { reason: TERMINAL }),
    entries: entries.filter(({ amountMinor }) => amountMinor !== 0),
  }
}

/**
 * The office takes the money of a till that was counted. What the keeper owes for it is what the books said; what is missing or
 * too much is the operator's to bear, and stands on an account of its own.
 * @param counted expectedMinor above 0: what the books said when it was counted; receivedMinor 0 or more
 */
export function tillHandedOver(counted: {
  countId: string
  keeperId: string
  adminId: string
  expectedMinor: number
  receivedMinor: number
  currency: string
}): Movement {
  const { countId, keeperId, adminId, expectedMinor, receivedMinor, currency } = counted
  const entries: Entry[] = [
    { kind: 'till', ownerId: keeperId, amountMinor: -expectedMinor },
    { kind: 'safe', ownerId: OPERATOR, amountMinor: receivedMinor },
    { kind: 'till_difference', ownerId: OPERATOR, amountMinor: expectedMinor - receivedMinor },
  ]
  return {
    key: `till count ${countId} received`,
    cause: 'till_handed_over',
    currency,
    actorId: adminId,
    entries: entries.filter(({ amountMinor }) => amountMinor !== 0),
  }
}

/** A keeper pays the deposits of containers that came back, out of the till. */
export const containersBack = ({
  returnId,
  keeperId,
  amountMinor,
  currency,
}: {
  returnId: string
  keeperId: string
  amountMinor: number
  currency: string
}): Movement => ({
  key: `containers ${returnId}`,
  cause: 'containers_back',
  currency,
  actorId: keeperId,
  entries: [
    { kind: 'deposits', ownerId: OPERATOR, amountMinor },
    { kind: 'till', ownerId: keeperId, amountMinor: -amountMinor },
  ],
})
