import { formatAmount } from '#lib/domain/money.ts'
import type { Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { leadersSeeCosts } from '#lib/queries/rates.ts'

type Refusal = { code: string; field?: string; priceMinor?: number; costMinor?: number }

/** What a refusal's text needs: a price below cost names the cost only where leaders may know it. */
export async function explainCost({ field, priceMinor, costMinor }: Refusal, locale: Locale) {
  if (priceMinor === undefined || costMinor === undefined) return field ? { field } : {}
  const money = (minor: number) => formatAmount(minor, env.CURRENCY, locale)
  const values = { price: money(priceMinor), cost: (await leadersSeeCosts()) ? money(costMinor) : 'none' }
  return { ...(field && { field }), values }
}
