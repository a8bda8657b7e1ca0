import { getTranslations } from 'next-intl/server'
import { plainAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import type { EarningView } from '#lib/queries/earnings.ts'
import { csvResponse } from '#lib/web/csv.ts'
import { getFormats } from '#lib/web/format.ts'
import { getCauseText } from './words.ts'

/** Entries for spreadsheets: bare numbers, instants as ISO 8601. */
export async function earningsCsv(name: string, entries: readonly EarningView[], currency = env.CURRENCY) {
  const [t, f, causeText] = await Promise.all([getTranslations('earnings'), getFormats(), getCauseText()])
  const head = (['when', 'cause', 'order', 'group', 'reference', 'amount', 'currency'] as const).map((column) =>
    t(`columns.${column}`),
  )
  const rows = entries.map((entry) => [
    entry.at.toISOString(),
    causeText(entry),
    entry.number,
    entry.group === null ? '' : f.text(entry.group),
    entry.reference ?? '',
    Number(plainAmount(entry.amountMinor, currency)),
    currency,
  ])
  return csvResponse(name, head, rows)
}
