import type { EarningView } from '#lib/queries/earnings.ts'

const KNOWN = [
  'commission',
  'commission_returned',
  'keeper_pay',
  'keeper_pay_returned',
  'withholding',
  'payout',
] as const

/** The word of messages/<locale>/earnings.json for why money moved. */
export const causeKey = ({ cause }: Pick<EarningView, 'cause'>) =>
  `causes.${KNOWN.find((each) => each === cause) ?? 'other'}` as const
