import { minorDigits } from '#lib/domain/money.ts'

/**
 * Decimals of an amount at Stripe where they are not those of ISO 4217 (https://docs.stripe.com/currencies): some without
 * decimals there have two on paper, and the other way round.
 */
const STRIPE_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  MGA: 0,
  PYG: 0,
  RWF: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  ISK: 2,
  UGX: 2,
  HUF: 2,
  TWD: 2,
  BHD: 3,
  JOD: 3,
  KWD: 3,
  OMR: 3,
  TND: 3,
}
/** Three decimals, of which the last must be 0. */
const TENS: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])
/** Two decimals, both of which must be 0. */
const HUNDREDS: ReadonlySet<string> = new Set(['ISK', 'UGX'])

const stripeDigits = (currency: string): number => STRIPE_DIGITS[currency] ?? 2

/**
 * An amount as Stripe wants it.
 * @param minor minor units of ISO 4217
 * @throws RangeError for an amount that Stripe cannot take in this currency: it is never rounded
 */
export function toStripe(minor: number, currency: string): number {
  const shift = stripeDigits(currency) - minorDigits(currency)
  const amount = shift >= 0 ? minor * 10 ** shift : minor / 10 ** -shift
  const step = TENS.has(currency) ? 10 : HUNDREDS.has(currency) ? 100 : 1
  if (!Number.isSafeInteger(amount) || amount % step !== 0)
    throw new RangeError(`Stripe cannot take ${minor} minor units of ${currency}`)
  return amount
}

/**
 * An amount as Stripe told it.
 * @param amount in Stripe's smallest unit
 * @param currency as Stripe writes it, in small letters
 * @returns minor units of ISO 4217
 * @throws RangeError when it is no whole number of them
 */
export function fromStripe(amount: number, currency: string): number {
  const code = currency.toUpperCase()
  const shift = minorDigits(code) - stripeDigits(code)
  const minor = shift >= 0 ? amount * 10 ** shift : amount / 10 ** -shift
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${amount} of ${currency} is no whole number of minor units`)
  return minor
}
