import { type AccountKind, type Entry, type Movement, type MovementCause, OPERATOR } from './ledger.ts'
import type { KeeperPayPer } from './rates.ts'

/** In which part somebody earns; also the kind of account that says what they are owed. */
export const EARNER_ROLES = ['leader', 'keeper'] as const
export type EarnerRole = (typeof EARNER_ROLES)[number]

/** For what: a leader earns with their own group orders, and as carrier of others' (lib/domain/carrying.ts). */
export type EarnsAs = EarnerRole | 'carrier'

type Books = { owed: EarnerRole; expense: AccountKind; earned: MovementCause; returned: MovementCause }
const BOOKS = {
  leader: { owed: 'leader', expense: 'commission', earned: 'commission', returned: 'commission_returned' },
  carrier: { owed: 'leader', expense: 'commission', earned: 'carried', returned: 'carried_returned' },
  keeper: { owed: 'keeper', expense: 'keeper_pay', earned: 'keeper_pay', returned: 'keeper_pay_returned' },
} as const satisfies Record<EarnsAs, Books>

type OfOrder = {
  role: EarnsAs
  /** The userId of the leader, carrier or keeper. */
  ownerId: string
  /** Minor units, from 0. */
  amountMinor: number
  orderId: string
  /** What it happened for, "collection …" or "refund …": at most one movement of a kind each. */
  event: string
  /** Who handed over, took that back, or gave money back. Undefined for the system. */
  actorId?: string | undefined
  currency: string
}

/** What an order that was handed over earns its leader, carrier or keeper. Undefined where that is nothing. */
export const earnedWithOrder = (earned: OfOrder): Movement | undefined => ofOrder(earned, 'earned')

/** The same, or a part of it, taken back. */
export const earnedTakenBack = (returned: OfOrder): Movement | undefined => ofOrder(returned, 'returned')

function ofOrder(
  { role, ownerId, amountMinor, orderId, event, actorId, currency }: OfOrder,
  what: 'earned' | 'returned',
): Movement | undefined {
  if (amountMinor === 0) return undefined
  const owedMinor = what === 'earned' ? amountMinor : -amountMinor
  const { owed, expense, [what]: cause } = BOOKS[role]
  return {
    // the owner stands in the key of what is taken back: two keepers may have been paid for one order
    key: `${event} ${role} ${what}${what === 'returned' ? ` ${ownerId}` : ''}`,
    cause,
    currency,
    orderId,
    ...(actorId && { actorId }),
    entries: [
      { kind: expense, ownerId: OPERATOR, amountMinor: owedMinor },
      { kind: owed, ownerId, amountMinor: -owedMinor },
    ],
  }
}

/**
 * What a keeper gets for an order that is completely handed over.
 * @param rateMinor minor units for the order, or for each of its lines
 * @param lines how many lines the order has
 */
export const keeperPayOf = (rateMinor: number, per: KeeperPayPer, lines: number): number =>
  per === 'order' ? rateMinor : rateMinor * lines

type Owed = { role: EarnerRole; ownerId: string; amountMinor: number; adminId: string; currency: string }

/** Held back for the state when a period is closed. Undefined where that is nothing. */
export const withheld = (facts: Owed & { statementId: string }): Movement | undefined =>
  facts.amountMinor === 0
    ? undefined
    : owedLess(facts, `statement ${facts.statementId} withheld`, 'withholding', { kind: 'withheld', ownerId: OPERATOR })

/** Sent to who earned it. */
export const paidOut = (facts: Owed & { payoutId: string }): Movement =>
  owedLess(facts, `payout ${facts.payoutId}`, 'payout', { kind: 'bank', ownerId: OPERATOR })

function owedLess(
  { role, ownerId, amountMinor, adminId, currency }: Owed,
  key: string,
  cause: MovementCause,
  to: Pick<Entry, 'kind' | 'ownerId'>,
): Movement {
  return {
    key,
    cause,
    currency,
    actorId: adminId,
    entries: [
      { kind: role, ownerId, amountMinor },
      { ...to, amountMinor: -amountMinor },
    ],
  }
}
