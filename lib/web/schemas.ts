import { z } from 'zod'
import { parseMoney } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'

// Full-width digits and letters, as a Chinese keyboard types them, count as what they mean.
const typed = z
  .string('required')
  .default('')
  .transform((text) => text.normalize('NFKC').trim())

/** One line or more of free text; '' when left empty. */
export const text = (max: number) => z.string('required').trim().max(max).default('')

/** A text that must not be empty. */
export const neededText = (max: number) => z.string('required').trim().min(1, 'required').max(max)

/** A text in both languages; either may stay empty. */
export const texts = (max: number) => z.object({ en: text(max), 'zh-CN': text(max) }).default({ en: '', 'zh-CN': '' })

/** A text in both languages of which one at least is filled in; the error stands at the English one. */
export const neededTexts = (max: number) =>
  texts(max).superRefine((value, context) => {
    if (!value.en && !value['zh-CN']) context.addIssue({ code: 'custom', message: 'required', path: ['en'] })
  })

/** A whole number without sign. */
export const whole = (min: number, max: number) =>
  typed
    .pipe(
      z
        .string()
        .min(1, 'required')
        .regex(/^\d{1,9}$/, 'badNumber'),
    )
    .transform(Number)
    .pipe(z.number().min(min).max(max))

/** A whole number, or nothing. */
export const optionalWhole = (min: number, max: number) =>
  typed
    .pipe(z.string().regex(/^\d{0,9}$/, 'badNumber'))
    .transform((digits) => (digits === '' ? null : Number(digits)))
    .pipe(z.number().min(min).max(max).nullable())

const PERCENT = /^(\d{1,3}([.]\d{1,2})?)?$/
const toBps = (digits: string): number => Math.round(Number(digits || '0') * 100)
const share = z.number().max(10_000, 'badNumber')

/** A rate in percent with at most two decimals, as basis points. */
export const percent = typed.pipe(z.string().regex(PERCENT, 'badNumber')).transform(toBps).pipe(share)

/** The same, never left empty: an empty rate would silently mean none. */
export const neededPercent = typed
  .pipe(z.string().min(1, 'required').regex(PERCENT, 'badNumber'))
  .transform(toBps)
  .pipe(share)

/** The same, or nothing. */
export const optionalPercent = typed.transform((digits, context) => {
  if (digits === '') return null
  const parsed = percent.safeParse(digits)
  if (parsed.success) return parsed.data
  context.addIssue({ code: 'custom', message: 'badNumber' })
  return z.NEVER
})

/** An amount in the instance's currency, as minor units. */
export const money = typed.transform((amount, context) => {
  const minor = parseMoney(amount, env.CURRENCY)
  if (minor !== undefined) return minor
  context.addIssue({ code: 'custom', message: amount === '' ? 'required' : 'badMoney' })
  return z.NEVER
})

/** The same, or nothing. */
export const optionalMoney = typed.transform((amount, context) => {
  if (amount === '') return null
  const minor = parseMoney(amount, env.CURRENCY)
  if (minor !== undefined) return minor
  context.addIssue({ code: 'custom', message: 'badMoney' })
  return z.NEVER
})

/** A box that was ticked or not. */
export const ticked = z
  .string()
  .optional()
  .transform((value) => value !== undefined)

/** Boxes of one name: none, one or several. */
export const tickedOf = <const T extends readonly string[]>(known: T) =>
  z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(z.enum(known)))

/** The id of what is changed; absent for something new. */
export const optionalId = z.uuid().optional()

/** An e-mail address, or nothing. */
export const optionalEmail = typed.pipe(z.union([z.literal(''), z.email('badEmail').max(254)]))
