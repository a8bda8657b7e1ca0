import { getTranslations } from 'next-intl/server'
import { plainAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import { marginReport } from '#lib/queries/margins.ts'
import { csvResponse } from '#lib/web/csv.ts'
import { getFormats } from '#lib/web/format.ts'
import { downloadGate } from '../gate.ts'
import { wantedReport } from '../margins/cut.ts'

/** Forecast against actual, as the page cuts it, for spreadsheets. */
export async function GET(request: Request): Promise<Response> {
  const { who, refusal } = await downloadGate('money')
  if (!who) return refusal
  const query = new URL(request.url).searchParams
  const { cut, weeks } = wantedReport(query.get('by'), query.get('weeks'))
  const [t, f, { rows }] = await Promise.all([
    getTranslations('admin.margins'),
    getFormats(),
    marginReport(who, cut, weeks),
  ])
  const head = (['forecast', 'actual', 'density', 'price', 'shortage', 'claims'] as const).map((name) => t(name))
  const money = (minor: number) => plainAmount(minor, env.CURRENCY)
  return csvResponse(
    `margins-${cut}`,
    [t(`cuts.${cut}`), t('groups'), ...head],
    rows.map(({ name, groups, variance }) => [
      f.text(name),
      groups,
      money(variance.forecastMinor),
      money(variance.actualMinor),
      money(variance.densityMinor),
      money(variance.priceMinor),
      money(variance.shortageMinor),
      money(variance.claimsMinor),
    ]),
  )
}
