import type { SaleParts } from './ledger.ts'
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

/**
 * What a sale consists of beside the goods themselves.
 * @param lines amountMinor is what is paid for the goods, discounts off
 */
export const partsOfSale = (
  lines: readonly { amountMinor: number; taxBps: number; discountMinor: number; depositMinor: number }[],
): SaleParts => ({
  taxMinor: taxOfLines(lines),
  depositMinor: lines.reduce((sum, { depositMinor }) => sum + depositMinor, 0),
  discountMinor: lines.reduce((sum, { discountMinor }) => sum + discountMinor, 0),
})
