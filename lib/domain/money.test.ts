import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAmount, minorDigits, ofBps, parseMoney, plainAmount, roundHalfEven, shareOut } from './money.ts'

describe('roundHalfEven', () => {
  test.each([
    [5n, 10n, 0n],
    [15n, 10n, 2n],
    [25n, 10n, 2n],
    [35n, 10n, 4n],
    [26n, 10n, 3n],
    [24n, 10n, 2n],
    [-5n, 10n, 0n],
    [-15n, 10n, -2n],
    [-25n, 10n, -2n],
    [-26n, 10n, -3n],
    [15n, -10n, -2n],
    [-15n, -10n, 2n],
  ])('%s / %s is %s', (numerator, denominator, expected) => {
    expect(roundHalfEven(numerator, denominator)).toBe(expected)
  })

  test('is never more than half a unit away, and even where it is exactly half', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.bigInt(1n, 10_000n), (numerator, denominator) => {
        const rounded = roundHalfEven(numerator, denominator)
        const twiceOff = (rounded * denominator - numerator) * 2n
        expect(twiceOff >= -denominator && twiceOff <= denominator).toBe(true)
        if (twiceOff === denominator || twiceOff === -denominator) expect(rounded % 2n).toBe(0n)
      }),
    )
  })

  test('throws on a division by zero', () => {
    expect(() => roundHalfEven(1n, 0n)).toThrow(RangeError)
  })
})

describe('shareOut', () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [1, [0, 1], [0, 1]],
    [0, [3, 4], [0, 0]],
    [10, [1, 2, 3], [2, 3, 5]],
  ])('%s by %j is %j', (total, weights, parts) => {
    expect(shareOut(total, weights)).toEqual(parts)
  })

  test('the parts sum to the whole and each is less than a unit from its exact share', () => {
    const weights = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 30 }).filter((all) => all.some(Boolean))
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), weights, (total, shares) => {
        const parts = shareOut(total, shares)
        const whole = shares.reduce((sum, share) => sum + share, 0)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        for (const [index, part] of parts.entries()) {
          const off = BigInt(part) * BigInt(whole) - BigInt(total) * BigInt(shares[index] ?? 0)
          expect(off < BigInt(whole) && off > -BigInt(whole)).toBe(true)
          if (shares[index] === 0) expect(part).toBe(0)
        }
      }),
    )
  })

  test.each([[[]], [[0, 0]], [[-1, 2]], [[0.5, 1]], [[Number.NaN]]])('throws on the weights %j', (weights) => {
    expect(() => shareOut(100, weights)).toThrow(RangeError)
  })
})

describe('ofBps', () => {
  test.each([
    [2500, 800, 200],
    [2500, 60, 15],
    [50, 100, 0],
    [150, 100, 2],
    [-150, 100, -2],
  ])('%s at %s bps is %s', (amount, bps, expected) => {
    expect(ofBps(amount, bps)).toBe(expected)
  })
})

describe('text', () => {
  test.each([
    ['5.60', 'CAD', 560],
    ['5.6', 'CAD', 560],
    ['5', 'CAD', 500],
    [' 1,234.50 ', 'CAD', 123_450],
    ['５．６０', 'CNY', 560],
    ['1，234', 'CNY', 123_400],
    ['560', 'JPY', 560],
    ['1.234', 'KWD', 1234],
    ['0', 'CAD', 0],
  ])('reads %s %s', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor)
  })

  test.each([
    '',
    '-1',
    '+1',
    '1e3',
    '5,60',
    '1,23,456',
    '1.',
    '.5',
    '1.234',
    '0x10',
    'NaN',
    '1 000',
    '$5',
    '9'.repeat(30),
  ])('refuses to guess at "%s"', (text) => {
    expect(parseMoney(text, 'CAD')).toBeUndefined()
  })

  test('refuses decimals that the currency lacks', () => {
    expect(parseMoney('5.0', 'JPY')).toBeUndefined()
  })

  test('what is written plainly is read back', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), fc.constantFrom('CAD', 'CNY', 'JPY', 'KWD', 'EUR'), (minor, currency) => {
        expect(parseMoney(plainAmount(minor, currency), currency)).toBe(minor)
      }),
    )
  })

  test.each([
    [560, 'CAD', '5.60'],
    [5, 'CAD', '0.05'],
    [-5, 'CAD', '-0.05'],
    [0, 'CAD', '0.00'],
    [560, 'JPY', '560'],
    [-560, 'JPY', '-560'],
  ])('writes %s %s plainly as %s', (minor, currency, text) => {
    expect(plainAmount(minor, currency)).toBe(text)
  })

  test.each([
    [560, 'CAD', 'en', '$5.60'],
    [560, 'CNY', 'zh-CN', '¥5.60'],
    [560, 'CNY', 'en', '¥5.60'],
    [560, 'JPY', 'en', '¥560'],
    [123_456, 'EUR', 'en', '€1,234.56'],
    [-560, 'CAD', 'en', '-$5.60'],
  ] as const)('writes %s %s for people in %s as %s', (minor, currency, locale, text) => {
    expect(formatAmount(minor, currency, locale)).toBe(text)
    expect(formatAmount(minor, currency, locale)).toBe(text)
  })

  test('knows the decimals of a currency, and throws on what is none', () => {
    expect(['CAD', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3])
    expect(() => minorDigits('dollars')).toThrow(RangeError)
  })
})
