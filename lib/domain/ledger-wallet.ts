import { type Entry, type Movement, OPERATOR } from './ledger.ts'

type OfOrder = { orderId: string; shopperId: string; amountMinor: number; currency: string }

const intoWallet = (userId: string, amountMinor: number): Entry => ({
  kind: 'wallet',
  ownerId: userId,
  amountMinor: 0 - amountMinor,
})
const intoPrepaid = (amountMinor: number): Entry => ({
  kind: 'prepaid',
  ownerId: OPERATOR,
  amountMinor: 0 - amountMinor,
})

/**
 * A wallet pays for an order that is placed or amended; below 0 it gets back what an amendment or cancellation left over.
 * @param charge amountMinor not 0; chargeId is its own, as an order may be amended often
 */
export const chargedToWallet = ({
  chargeId,
  orderId,
  shopperId,
  amountMinor,
  currency,
}: OfOrder & { chargeId: string }): Movement => ({
  key: `order ${orderId} charge ${chargeId}`,
  cause: amountMinor > 0 ? 'wallet_paid' : 'wallet_repaid',
  currency,
  orderId,
  actorId: shopperId,
  entries: [intoWallet(shopperId, -amountMinor), intoPrepaid(amountMinor)],
})

/**
 * What was paid in advance goes back to the wallet, without anybody asking: the group order did not go ahead, or its final
 * price is lower.
 * @param returned amountMinor above 0
 * @param why once for an order
 */
export const returnedToWallet = (
  { orderId, shopperId, amountMinor, currency }: OfOrder,
  why: 'minimum_not_met' | 'no_loss_not_met' | 'group_cancelled' | 'final_price',
): Movement => ({
  key: `order ${orderId} ${why}`,
  cause: 'wallet_repaid',
  currency,
  orderId,
  reason: why,
  entries: [intoPrepaid(-amountMinor), intoWallet(shopperId, amountMinor)],
})

/** Where money for a wallet comes from: a transfer to the bank, cash at the office, or the operator's own pocket. */
export const TOP_UP_SOURCES = ['bank', 'safe', 'goodwill'] as const

export type TopUpSource = (typeof TOP_UP_SOURCES)[number]

const PAID_BY = { bank: 'bank', safe: 'safe', goodwill: 'discounts' } as const

/**
 * The office puts money into a wallet, or takes back what was put in by mistake.
 * @param topUp amountMinor not 0: below 0 is a correction; reason is told to its owner
 */
export const toppedUp = ({
  topUpId,
  userId,
  adminId,
  amountMinor,
  source,
  reason,
  currency,
}: {
  topUpId: string
  userId: string
  adminId: string
  amountMinor: number
  source: TopUpSource
  reason: string
  currency: string
}): Movement => ({
  key: `top-up ${topUpId}`,
  cause: amountMinor > 0 ? 'wallet_topped_up' : 'wallet_corrected',
  currency,
  actorId: adminId,
  reason,
  entries: [{ kind: PAID_BY[source], ownerId: OPERATOR, amountMinor }, intoWallet(userId, amountMinor)],
})

/**
 * The operator gives back money of a paid order, to the shopper's wallet.
 * @param refund amountMinor above 0, taxMinor the tax in it
 */
export const refundedToWallet = ({
  refundId,
  orderId,
  shopperId,
  adminId,
  amountMinor,
  taxMinor,
  reason,
  currency,
}: OfOrder & { refundId: string; adminId: string; taxMinor: number; reason: string }): Movement => ({
  key: `refund ${refundId}`,
  cause: 'order_refunded',
  currency,
  orderId,
  actorId: adminId,
  reason,
  entries: [
    { kind: 'sales' as const, ownerId: OPERATOR, amountMinor: amountMinor - taxMinor },
    { kind: 'tax' as const, ownerId: OPERATOR, amountMinor: taxMinor },
    intoWallet(shopperId, amountMinor),
  ].filter((entry) => entry.amountMinor !== 0),
})

type OfWithdrawal = { withdrawalId: string; userId: string; amountMinor: number; currency: string }

/** A shopper asks for money of their wallet: it waits for the office. */
export const withdrawalWanted = ({ withdrawalId, userId, amountMinor, currency }: OfWithdrawal): Movement => ({
  key: `withdrawal ${withdrawalId} wanted`,
  cause: 'withdrawal_wanted',
  currency,
  actorId: userId,
  entries: [intoWallet(userId, -amountMinor), { kind: 'withdrawals', ownerId: OPERATOR, amountMinor: -amountMinor }],
})

/** The office has sent it, or gives it back to the wallet. */
export const withdrawalDecided = (
  { withdrawalId, userId, adminId, amountMinor, currency, reason }: OfWithdrawal & { adminId: string; reason: string },
  as: 'paid' | 'refused',
): Movement => ({
  key: `withdrawal ${withdrawalId} decided`,
  cause: as === 'paid' ? 'withdrawal_paid' : 'withdrawal_refused',
  currency,
  actorId: adminId,
  reason,
  entries: [
    { kind: 'withdrawals', ownerId: OPERATOR, amountMinor },
    as === 'paid' ? { kind: 'bank', ownerId: OPERATOR, amountMinor: -amountMinor } : intoWallet(userId, amountMinor),
  ],
})
