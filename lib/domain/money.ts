import type { Locale } from './text.ts'

/** The dearest price of one piece, or of one kg, jin or lb, in minor units. Keeps every line far inside 2^53. */
export const MAX_PRICE_MINOR = 10_000_000

/** The largest total of one order, in minor units; fits PostgreSQL's four-byte integer. */
export const MAX_TOTAL_MINOR = 2_000_000_000

/**
 * Divides and rounds to the nearest whole number, halves to the even neighbour (RULES, "Money").
 * @param numerator any whole number
 * @param denominator any whole number but 0
 * @returns the rounded quotient
 * @throws RangeError when the denominator is 0
 */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('Division by zero')
  const [top, bottom] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator]
  // Floor division: BigInt's own division truncates, which would round negative amounts the other way.
  const remainder = ((top % bottom) + bottom) % bottom
  const floor = (top - remainder) / bottom
  const twice = remainder * 2n
  if (twice > bottom) return floor + 1n
  if (twice < bottom) return floor
  return floor % 2n === 0n ? floor : floor + 1n
}

/**
 * Splits an amount by weights with the largest remainder, so that the parts always sum to the whole (RULES, "Money").
 * Of equal remainders the earlier part gets the unit.
 * @param totalMinor minor units; may be negative (a refund split over lines)
 * @param weights whole numbers ≥ 0, at least one above 0
 * @returns one part for each weight, in minor units; each less than one unit from its exact share
 * @throws RangeError when the weights are none, all zero, negative or fractional
 */
export function shareOut(totalMinor: number, weights: readonly number[]): number[] {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new RangeError('Weights must be whole numbers from 0')
  }
  const shares = weights.map((weight) => BigInt(weight))
  const whole = shares.reduce((sum, share) => sum + share, 0n)
  if (whole === 0n) throw new RangeError('Nothing to share by: the weights are zero')

  const sign = totalMinor < 0 ? -1n : 1n
  const total = BigInt(totalMinor) * sign
  const parts = shares.map((share, index) => ({
    index,
    floor: (total * share) / whole,
    remainder: (total * share) % whole,
  }))
  const missing = Number(total - parts.reduce((sum, part) => sum + part.floor, 0n))
  const byRemainder = parts.toSorted((a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder))
  const favoured = new Set(byRemainder.slice(0, missing).map((part) => part.index))
  return parts.map((part) => Number((part.floor + (favoured.has(part.index) ? 1n : 0n)) * sign))
}

/**
 * Takes a rate of an amount.
 * @param amountMinor minor units
 * @param bps basis points; 10 000 is the whole
 * @returns minor units, rounded once, half to even
 */
export function ofBps(amountMinor: number, bps: number): number {
  return Number(roundHalfEven(BigInt(amountMinor) * BigInt(bps), 10_000n))
}

const digitsOf = new Map<string, number>()

/**
 * How many decimals a currency has.
 * @param currency ISO 4217 code
 * @returns 2 for CAD and CNY, 0 for JPY, 3 for KWD …
 * @throws RangeError when the code is malformed
 */
export function minorDigits(currency: string): number {
  const known = digitsOf.get(currency)
  if (known !== undefined) return known
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  const digits = options.maximumFractionDigits ?? 2
  digitsOf.set(currency, digits)
  return digits
}

/**
 * Reads an amount that a person typed. Strict: a guess about a comma could be wrong by a factor of a thousand.
 * @param text digits, optional thousands commas in their places, optional dot and decimals; full-width forms are fine
 * @param currency ISO 4217 code
 * @returns minor units, or undefined for anything else: a sign, an exponent, too many decimals, beyond 2^53
 */
export function parseMoney(text: string, currency: string): number | undefined {
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(text.normalize('NFKC').trim())
  if (!match) return undefined
  const digits = minorDigits(currency)
  const decimals = match[2] ?? ''
  if (decimals.length > digits) return undefined
  const minor = Number((match[1] ?? '').replaceAll(',', '') + decimals.padEnd(digits, '0'))
  return Number.isSafeInteger(minor) ? minor : undefined
}

/**
 * Writes an amount without symbol or grouping, for inputs and CSV; `parseMoney` reads it back.
 * @param minor minor units
 * @param currency ISO 4217 code
 * @returns "5.60", "560" for a currency without decimals, "-0.05"
 */
export function plainAmount(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = BigInt(minor)
    .toString()
    .replace('-', '')
    .padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

const formats = new Map<string, Intl.NumberFormat>()

/**
 * Writes an amount for people.
 * @param minor minor units
 * @param currency ISO 4217 code
 * @param locale the reader's language
 * @returns the amount with the currency's short symbol: "$5.60", "¥5.60"
 */
export function formatAmount(minor: number, currency: string, locale: Locale): string {
  const key = `${locale} ${currency}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    formats.set(key, format)
  }
  // As a decimal string, so that no amount passes through a binary fraction.
  return format.format(plainAmount(minor, currency) as `${number}`)
}
