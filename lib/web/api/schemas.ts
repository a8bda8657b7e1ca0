import { z } from 'zod'
import { MAX_PRICE_MINOR } from '#lib/domain/money.ts'
import { LOCALES, type Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import type { ApiRows } from '#lib/queries/api-page.ts'

/** The one source of what the API takes and answers: validation, types and openapi.json come from here. */

/** PostgreSQL knows no NUL, and no half of a character. */
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Free text; may be empty. Unknown members of a body are ignored everywhere. */
export const text = (max: number) => z.string().trim().max(max).refine(isStorable, 'badText')
export const neededText = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, 'badText')

/** A text for everybody, or one for each language. */
export const localText = (max: number) =>
  z.union([neededText(max), z.object({ en: text(max).optional(), 'zh-CN': text(max).optional() })])
/** One language at least. */
export const neededLocalText = (max: number) =>
  localText(max).refine((value) => typeof value === 'string' || LOCALES.some((locale) => value[locale]), 'oneLanguage')

export type LocalTextInput = z.output<ReturnType<typeof localText>>

export const id = z.uuid().toLowerCase()

/** An amount in the shop's currency, minor units: the price of a piece, or of a kg, jin or lb. */
export const money = (min: number, max = MAX_PRICE_MINOR) =>
  z.object({ amount: z.int().min(min).max(max), currency: z.literal(env.CURRENCY) })

export type MoneyInput = z.output<ReturnType<typeof money>>

const FIRST_YEAR = Date.UTC(2000, 0)
const LAST_YEAR = Date.UTC(2200, 0)

/** An instant with its offset. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((value) => Date.parse(value) >= FIRST_YEAR && Date.parse(value) < LAST_YEAR, 'badTime')

/** Pieces, or grams where the unit is weighed. */
export const quantity = z.int().min(1).max(100_000)

/** What is answered. */
export const answers = {
  id: z.uuid(),
  instant: z.iso.datetime(),
  money: z.object({ amount: z.int(), currency: z.string() }),
  text: z.union([z.string(), z.object({ en: z.string().optional(), 'zh-CN': z.string().optional() })]),
}

export const iso = (at: Date): string => at.toISOString()
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null

/** A text as the house keeps it: one for everybody is kept as one in the shop's first language. */
export const asTexts = (input: LocalTextInput): Partial<Record<Locale, string>> =>
  typeof input === 'string' ? { [env.DEFAULT_LOCALE]: input } : input

export const asTextsIfSent = (input: LocalTextInput | undefined) => (input === undefined ? undefined : asTexts(input))

/** Leaves out what was not sent, so that a change touches nothing else. */
export function sent<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

export const amount = (minor: number, currency = env.CURRENCY) => ({ amount: minor, currency })

/** Cursor pages: the rows after the one whose id was answered as nextCursor. */
export const page = z.object({
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/)
    .transform(Number)
    .default(50),
  cursor: id.optional(),
})
export type PageAsked = z.output<typeof page>

export const listOf = <T extends z.ZodType>(row: T) => z.object({ data: z.array(row), nextCursor: z.uuid().nullable() })

/** One list answer. */
export const listAnswer = <Row, Shown>({ rows, nextCursor }: ApiRows<Row>, show: (row: Row) => Shown) => ({
  answer: { data: rows.map(show), nextCursor },
})
