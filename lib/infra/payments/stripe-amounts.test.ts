import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromStripe, toStripe } from './stripe-amounts.ts'

/** Every currency of Stripe's own lists, and some of the many that need none. */
const CURRENCIES = [
  ...['CAD', 'CNY', 'EUR', 'USD', 'HUF', 'TWD'],
  ...['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
  ...['ISK', 'UGX', 'BHD', 'JOD', 'KWD', 'OMR', 'TND'],
]

test('amounts as Stripe counts them', () => {
  expect(toStripe(1050, 'CAD')).toBe(1050)
  expect(toStripe(500, 'JPY')).toBe(500)
  // no decimals on paper, two at Stripe
  expect([toStripe(500, 'ISK'), toStripe(500, 'UGX')]).toEqual([50_000, 50_000])
  // three decimals, of which the last must be 0
  expect(toStripe(5_120, 'KWD')).toBe(5_120)
})

test('an amount that Stripe cannot take is refused, never rounded', () => {
  expect(() => toStripe(5_123, 'KWD')).toThrow(RangeError)
  expect(() => toStripe(10.5, 'CAD')).toThrow(RangeError)
  expect(() => fromStripe(50_050, 'isk')).toThrow(RangeError)
})

test('what goes there comes back the same', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CURRENCIES), fc.integer({ min: 0, max: 1_000_000 }), (currency, hundreds) => {
      const minor = hundreds * 100
      expect(fromStripe(toStripe(minor, currency), currency.toLowerCase())).toBe(minor)
    }),
  )
})
