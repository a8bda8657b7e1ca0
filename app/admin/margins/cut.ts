import { MARGIN_CUTS, type MarginCut } from '#lib/queries/margins.ts'

/** How far back a report may go. */
export const WEEKS = [4, 8, 13, 26] as const

/** What an address asks for; anything odd is the usual. */
export function wantedReport(by: string | null | undefined, weeks: string | null | undefined) {
  const cut: MarginCut = MARGIN_CUTS.find((each) => each === by) ?? 'group'
  return { cut, weeks: WEEKS.find((each) => String(each) === weeks) ?? WEEKS[0] }
}
