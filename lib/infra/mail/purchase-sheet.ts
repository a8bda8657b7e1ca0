import { createTranslator } from 'next-intl'
import { messagesOf } from '#i18n/messages.ts'
import { plainAmount } from '#lib/domain/money.ts'
import { type GoodsLine, type LineChange, purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import type { Locale } from '#lib/domain/text.ts'
import { type Cell, csvOf } from '../csv.ts'
import { xlsxOf } from '../xlsx.ts'
import type { MailFile } from './attached.ts'
import { textsFor } from './texts.ts'

/** What the files of one version tell; nothing in it knows a person. */
export type PurchaseVersion = {
  year: number | null
  number: number | null
  version: number
  /** "2026-11-28" */
  deliveryOn: string
  currency: string
  lines: GoodsLine[]
  changes: LineChange<GoodsLine>[]
}

const SHARED = ['order', 'delivery', 'sku', 'product', 'pack', 'unit', 'caseOf'] as const
const ALL = ['cases', 'quantity', 'perCase', 'cost', 'currency'] as const
const CHANGED = ['casesBefore', 'cases', 'quantity', 'perCase', 'currency'] as const
const PRODUCT_COLUMN = 3

/** One line a product with bare numbers: the whole version, or only what it changes. */
function tableOf(sent: PurchaseVersion, isDifference: boolean, locale: Locale): { head: string[]; rows: Cell[][] } {
  const t = createTranslator({ locale, messages: messagesOf(locale), namespace: 'buying.sheet' })
  const { text, calendarDay } = textsFor(locale)
  const about = ({ sku, name, pack, unit, caseSize }: GoodsLine): Cell[] => [
    ...[purchaseOrderNumber(sent), calendarDay(sent.deliveryOn), sku, text(name), text(pack)],
    ...[UNITS[unit].weighed ? 'g' : t('piece'), caseSize],
  ]
  const amount = (minor: number) => Number(plainAmount(minor, sent.currency))
  const whole = sent.lines.map((line) => [
    ...about(line),
    ...[line.cases, line.cases * line.caseSize, amount(line.caseCostMinor), amount(line.cases * line.caseCostMinor)],
    sent.currency,
  ])
  const different = sent.changes.map(({ line, casesBefore, casesAfter }) => [
    ...about(line),
    ...[casesBefore, casesAfter, casesAfter * line.caseSize, amount(line.caseCostMinor), sent.currency],
  ])
  const head = [...SHARED, ...(isDifference ? CHANGED : ALL)].map((column) => t(column))
  return { head, rows: isDifference ? different : whole }
}

export type SheetFormat = 'csv' | 'xlsx'
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<SheetFormat, string>

/**
 * A version of a purchase order as a file.
 * @param isDifference only what it changes
 */
export async function purchaseFile(
  sent: PurchaseVersion,
  format: SheetFormat,
  isDifference: boolean,
  locale: Locale,
): Promise<MailFile> {
  const { head, rows } = tableOf(sent, isDifference, locale)
  const number = purchaseOrderNumber(sent)
  const name = `${number}-v${sent.version}${isDifference ? '-changes' : ''}.${format}`
  const content = format === 'csv' ? csvOf(head, rows) : await xlsxOf(number, head, rows, PRODUCT_COLUMN)
  return { name, contentType: TYPES[format], content }
}
