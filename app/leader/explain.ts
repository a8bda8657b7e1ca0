import { formatAmount } from '#lib/domain/money.ts'
import type { Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { leadersSeeCosts } from '#lib/queries/leader-group.ts'

/** A refusal below cost names the cost only where leaders may know it. */
export function explainCost(refusal: { code: string; costMinor?: number; field?: string }, locale: Locale) {
  const { costMinor, field } = refusal
  const isTold = costMinor !== undefined && leadersSeeCosts()
  const cost = isTold ? formatAmount(costMinor, env.CURRENCY, locale) : 'none'
  return { ...(field && { field }), values: { cost, costMinor: 0 } }
}
