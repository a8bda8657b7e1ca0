import type { GroupState } from './lifecycle.ts'
import { shareOut } from './money.ts'

/**
 * Help-selling (帮卖): a leader carries another leader's group order to their own neighbours, for a part of its commission.
 * What shoppers pay never depends on it (RULES M6).
 */

const WHOLE_BPS = 10_000

/** Nobody's part is nothing; all of it the owner may give. Basis points. */
export const isSplit = (bps: number): boolean => Number.isInteger(bps) && bps >= 1 && bps <= WHOLE_BPS

export type CommissionParts = { ownerMinor: number; carrierMinor: number }

/**
 * Who gets what of the commission of a carried order, exact to the unit (RULES, "Money": largest remainder).
 * @param commissionMinor what the order earns its leader where nobody carries it, minor units from 0
 * @param splitBps the carrier's part when they accepted, basis points
 * @returns two parts that sum to the commission. Neither falls when the commission rises, so a refund takes back from both
 */
export function splitCommission(commissionMinor: number, splitBps: number): CommissionParts {
  const [ownerMinor = 0, carrierMinor = 0] = shareOut(commissionMinor, [WHOLE_BPS - splitBps, splitBps])
  return { ownerMinor, carrierMinor }
}

/** Persons: the leader of an order's group, and whoever carried it for which part, basis points; null where nobody did. */
export type Parties = { leader: string; carrier: string | null; splitBps: number | null }

/**
 * Who is owed what of an order's commission.
 * @param commissionMinor minor units from 0
 * @returns the leader's part, and the carrier's where there is one
 */
export function partsOf(commissionMinor: number, { leader, carrier, splitBps }: Parties) {
  const own = { role: 'leader' as const, ownerId: leader }
  if (carrier === null || splitBps === null) return [{ ...own, amountMinor: commissionMinor }]
  const { ownerMinor, carrierMinor } = splitCommission(commissionMinor, splitBps)
  return [
    { ...own, amountMinor: ownerMinor },
    { role: 'carrier' as const, ownerId: carrier, amountMinor: carrierMinor },
  ]
}

export type CarryFacts = {
  /** What the group order really is now. */
  state: GroupState
  isOwn: boolean
  /** Whether who wants to carry it is an approved leader still. */
  isApproved: boolean
  /** The part that is offered now; null where nobody may carry it, also when its leader leads no more. */
  splitBps: number | null
  /** The part that whoever accepts was shown. */
  shownBps: number
  isCarrying: boolean
  /** Whoever runs the group order ended it for this leader before. */
  isEndedByOwner: boolean
}

export type CarryRefusal =
  | { code: 'NOT_FOUND' | 'LEADER_NOT_APPROVED' | 'OWN_GROUP' | 'CARRYING_OVER' | 'NOT_TO_BE_CARRIED' }
  | { code: 'ALREADY_CARRYING' | 'CARRIER_ENDED' }
  | { code: 'SPLIT_CHANGED'; splitBps: number }

/** Groups that can be carried: those that still take orders, or will. */
export const CARRIED_STATES: readonly GroupState[] = ['scheduled', 'open']

/** Why a leader may not carry a group order; undefined when they may. */
export function whyNotCarry(facts: CarryFacts): CarryRefusal | undefined {
  if (!facts.isApproved) return { code: 'LEADER_NOT_APPROVED' }
  // nobody else knows of a draft
  if (facts.state === 'draft') return { code: 'NOT_FOUND' }
  if (facts.isOwn) return { code: 'OWN_GROUP' }
  if (facts.isCarrying) return { code: 'ALREADY_CARRYING' }
  if (!CARRIED_STATES.includes(facts.state)) return { code: 'CARRYING_OVER' }
  if (facts.splitBps === null) return { code: 'NOT_TO_BE_CARRIED' }
  if (facts.isEndedByOwner) return { code: 'CARRIER_ENDED' }
  return facts.splitBps === facts.shownBps ? undefined : { code: 'SPLIT_CHANGED', splitBps: facts.splitBps }
}
