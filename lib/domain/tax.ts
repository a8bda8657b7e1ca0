import { roundHalfEven } from './money.ts'

/**
 * The tax within an amount: prices are shown with it (RULES, P3), so it is taken out, never put on.
 * @param amountMinor what is paid, minor units
 * @param taxBps basis points of the price without tax
 * @returns minor units, rounded once, half to even
 */
export const taxWithin = (amountMinor: number, taxBps: number): number =>
  Number(roundHalfEven(BigInt(amountMinor) * BigInt(taxBps), BigInt(10_000 + taxBps)))

/** The tax within an order: the sum of its lines', each rounded by itself (RULES, "Money"). */
export const taxOfLines = (lines: readonly { amountMinor: number; taxBps: number }[]): number =>
  lines.reduce((sum, { amountMinor, taxBps }) => sum + taxWithin(amountMinor, taxBps), 0)
