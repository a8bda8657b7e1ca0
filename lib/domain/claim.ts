import { roundHalfEven } from './money.ts'
import { accept, type Outcome, refuse } from './outcome.ts'

export const CLAIM_KINDS = ['missing', 'damaged', 'bad', 'wrong'] as const
export type ClaimKind = (typeof CLAIM_KINDS)[number]

/** How long after handing over there is to claim, hours, where the operator says nothing else. */
export const CLAIM_HOURS = 48

/** How long there is to decide, hours; then the office alone decides. */
export const DECIDE_HOURS = 48

/** As many pictures as one claim may have. */
export const MOST_PHOTOS = 4

const HOUR_MS = 3_600_000

/** A line of a collected order. Quantities are pieces, or grams where the unit is weighed; amounts minor units. */
export type ClaimableLine = {
  offerId: string
  /** What was handed over. */
  collected: number
  /** What was paid for that: its amount less its discount; deposits come back with the containers. */
  paidMinor: number
  /** What earlier claims that stand are about. */
  claimed: number
  claimedMinor: number
}

export type Claimed = { offerId: string; kind: ClaimKind; quantity: number }

export type ClaimFacts = {
  state: string
  paymentState: string
  collectedAt: Date | null
  /** The operator's, shown to shoppers. */
  claimHours: number
  now: Date
  lines: readonly ClaimableLine[]
}

export type ClaimRefusal =
  | { code: 'NOT_COLLECTED' | 'ORDER_NOT_PAID' | 'NOTHING_CLAIMED' }
  | { code: 'CLAIM_TOO_LATE'; until: Date }
  | { code: 'MORE_THAN_COLLECTED'; offerId: string; left: number }

/** Until when an order can be claimed. */
export const claimableUntil = (collectedAt: Date, claimHours: number): Date =>
  new Date(collectedAt.getTime() + claimHours * HOUR_MS)

/**
 * What a claim asks for.
 * @param claimed what was found wrong; quantities above 0
 * @returns each line with what was paid for that much: the part by quantity, rounded once, and together with earlier claims of
 *   the line never more than was paid for it. Refuses NOT_COLLECTED, ORDER_NOT_PAID, CLAIM_TOO_LATE, NOTHING_CLAIMED,
 *   MORE_THAN_COLLECTED (also an unknown line, one named twice, and what is no whole number)
 */
export function askedFor(
  facts: ClaimFacts,
  claimed: readonly Claimed[],
): Outcome<(Claimed & { claimedMinor: number })[], ClaimRefusal> {
  if (facts.state !== 'collected' || !facts.collectedAt) return refuse({ code: 'NOT_COLLECTED' })
  if (facts.paymentState !== 'paid' && facts.paymentState !== 'part_refunded') return refuse({ code: 'ORDER_NOT_PAID' })
  const until = claimableUntil(facts.collectedAt, facts.claimHours)
  if (facts.now >= until) return refuse({ code: 'CLAIM_TOO_LATE', until })
  if (claimed.length === 0) return refuse({ code: 'NOTHING_CLAIMED' })
  const asked = []
  const seen = new Set<string>()
  for (const { offerId, kind, quantity } of claimed) {
    const line = facts.lines.find((each) => each.offerId === offerId)
    const left = line && !seen.has(offerId) ? line.collected - line.claimed : 0
    if (!line || !Number.isSafeInteger(quantity) || quantity < 1 || quantity > left)
      return refuse({ code: 'MORE_THAN_COLLECTED', offerId, left })
    seen.add(offerId)
    asked.push({ offerId, kind, quantity, claimedMinor: partOf(line, quantity) })
  }
  return accept(asked)
}

/** The last part of a line takes what is left of it, so that all parts are the whole. */
function partOf({ paidMinor, collected, claimed, claimedMinor }: ClaimableLine, quantity: number): number {
  const leftMinor = paidMinor - claimedMinor
  if (claimed + quantity === collected) return leftMinor
  const part = Number(roundHalfEven(BigInt(paidMinor) * BigInt(quantity), BigInt(collected)))
  return Math.min(part, leftMinor)
}
