import { ofBps, shareOut } from './money.ts'

/** A line as it was ordered: what is paid for it, and the rate of the price version that it refers to. */
export type CommissionLine = { amountMinor: number; commissionBps: number }

/**
 * The rate that a new price version keeps: the offer's own, else its leader's, else the operator's usual one.
 * @returns basis points of what is paid
 */
export const commissionRate = (offerBps: number | null, leaderBps: number | null, usualBps: number): number =>
  offerBps ?? leaderBps ?? usualBps

/**
 * What a leader earns with an order: each line's part of what is paid for it, rounded once a line (RULES, "Money").
 * @param lines amounts in minor units, at the prices that were paid
 * @param refundedMinor what went back of the whole, shared out over the lines by their amounts; 0 to the sum of the lines
 * @returns minor units; nothing is earned with what went back
 */
export function commissionOf(lines: readonly CommissionLine[], refundedMinor = 0): number {
  const amounts = lines.map(({ amountMinor }) => amountMinor)
  const refunds = refundedMinor === 0 ? [] : shareOut(refundedMinor, amounts)
  return lines.reduce(
    (sum, { amountMinor, commissionBps }, index) => sum + ofBps(amountMinor - (refunds[index] ?? 0), commissionBps),
    0,
  )
}
