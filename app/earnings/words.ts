import { getTranslations } from 'next-intl/server'
import type { EarningView } from '#lib/queries/earnings.ts'
import { getFormats } from '#lib/web/format.ts'

const KNOWN = [
  'commission',
  'commission_returned',
  'keeper_pay',
  'keeper_pay_returned',
  'withholding',
  'payout',
] as const

/** For the commission of an order that somebody carried. */
const CARRIED = {
  commission: 'commissionCarried',
  commission_returned: 'commissionCarried_returned',
  carried: 'carried',
  carried_returned: 'carried_returned',
} as const

/** Says why money moved: for lists, tables and paper. */
export async function getCauseText() {
  const [t, f] = await Promise.all([getTranslations('earnings'), getFormats()])
  return ({ cause, carried }: Pick<EarningView, 'cause' | 'carried'>): string => {
    const key = carried && Object.entries(CARRIED).find(([each]) => each === cause)?.[1]
    if (carried && key)
      return t(`causes.${key}`, { by: f.text(carried.by), of: f.text(carried.of), rate: f.rate(carried.splitBps) })
    return t(`causes.${KNOWN.find((each) => each === cause) ?? 'other'}`)
  }
}
