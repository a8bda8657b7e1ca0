import { ofBps } from './money.ts'

/** What moved on a person's account in a period, minor units, each as a sum from 0. */
export type PeriodSums = { openingMinor: number; earnedMinor: number; returnedMinor: number; paidMinor: number }

export type StatementSums = PeriodSums & { withheldMinor: number; closingMinor: number }

/**
 * What a statement says of a period.
 * @param sums what the books say
 * @param withholdingBps held back of what was earned less what was taken back; nothing where more was taken back than earned
 * @returns the same with what is held back, and what is owed at the end: opening + earned - returned - withheld - paid
 */
export function statementSums(sums: PeriodSums, withholdingBps: number): StatementSums {
  const { openingMinor, earnedMinor, returnedMinor, paidMinor } = sums
  const withheldMinor = ofBps(Math.max(0, earnedMinor - returnedMinor), withholdingBps)
  return {
    ...sums,
    withheldMinor,
    closingMinor: openingMinor + earnedMinor - returnedMinor - withheldMinor - paidMinor,
  }
}
