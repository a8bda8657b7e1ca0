import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { casesFor, isQuantity, lineTotalMinor, maxQuantity, stepOf, UNITS, type Unit, unitPrice } from './quantity.ts'

const units = Object.keys(UNITS) as Unit[]

describe('lines', () => {
  test.each([
    [560, 3, 'piece', 1680],
    [560, 1500, 'kg', 840],
    [333, 500, 'kg', 166],
    [335, 500, 'kg', 168],
    [399, 1000, 'jin', 798],
    [454, 100, 'lb', 100],
  ] as const)('%s × %s %s is %s', (price, quantity, unit, amount) => {
    expect(lineTotalMinor(price, quantity, unit)).toBe(amount)
  })

  test('one unit of price costs the price', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.constantFrom(...units), (price, unit) => {
        expect(lineTotalMinor(price, UNITS[unit].perPrice, unit)).toBe(price)
      }),
    )
  })

  test.each(units)('accepts whole steps up to the maximum of %s, and nothing else', (unit) => {
    const [step, max] = [stepOf(unit), maxQuantity(unit)]
    expect([step, 2 * step, max - (max % step)].every((quantity) => isQuantity(quantity, unit))).toBe(true)
    const wrong = [0, -step, step / 2, max + step, Number.NaN, Number.POSITIVE_INFINITY, Number('1e309'), 2 ** 53]
    expect(wrong.some((quantity) => isQuantity(quantity, unit))).toBe(false)
  })

  test('weighed goods go by 100 g', () => {
    expect([isQuantity(150, 'kg'), isQuantity(50, 'kg'), isQuantity(300, 'kg')]).toEqual([false, false, true])
    expect([maxQuantity('piece'), maxQuantity('jin')]).toEqual([999, 100_000])
  })
})

describe('casesFor', () => {
  test.each([
    [0, 12, { cases: 0, buy: 0, surplus: 0 }],
    [1, 12, { cases: 1, buy: 12, surplus: 11 }],
    [12, 12, { cases: 1, buy: 12, surplus: 0 }],
    [13, 12, { cases: 2, buy: 24, surplus: 11 }],
    [7, 1, { cases: 7, buy: 7, surplus: 0 }],
  ])('%s in cases of %s', (ordered, caseSize, expected) => {
    expect(casesFor(ordered, caseSize)).toEqual(expected)
  })

  test('buys whole cases, enough, and never a case too many', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: 1, max: 100_000 }), (ordered, caseSize) => {
        const { cases, buy, surplus } = casesFor(ordered, caseSize)
        expect(buy).toBe(cases * caseSize)
        expect(buy).toBeGreaterThanOrEqual(ordered)
        expect(surplus).toBe(buy - ordered)
        expect(surplus).toBeLessThan(caseSize)
      }),
    )
  })

  test.each([
    [-1, 12],
    [1.5, 12],
    [1, 0],
    [1, 2.5],
    [Number.NaN, 1],
  ])('throws on %s in cases of %s', (ordered, caseSize) => {
    expect(() => casesFor(ordered, caseSize)).toThrow(RangeError)
  })
})

describe('unitPrice', () => {
  test.each([
    [560, 'piece', 500, 'g', { amountMinor: 1120, per: 'kg' }],
    [560, 'piece', 250, 'g', { amountMinor: 2240, per: 'kg' }],
    [300, 'piece', 80, 'g', { amountMinor: 375, per: '100g' }],
    [560, 'piece', 1000, 'g', undefined],
    [560, 'piece', 100, 'g', undefined],
    [399, 'piece', 750, 'ml', { amountMinor: 532, per: 'l' }],
    [399, 'piece', 1000, 'ml', undefined],
    [600, 'piece', 12, 'piece', { amountMinor: 50, per: 'piece' }],
    [600, 'piece', 1, 'piece', undefined],
    [600, 'kg', 500, 'g', undefined],
    [600, 'piece', 0, 'g', undefined],
    [600, 'piece', 1.5, 'g', undefined],
  ] as const)('%s for one %s of %s %s', (priceMinor, unit, packAmount, packMeasure, expected) => {
    expect(unitPrice({ priceMinor, unit, packAmount, packMeasure })).toEqual(expected)
  })
})
