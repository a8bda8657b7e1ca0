import fc from 'fast-check'
import { expect, test } from 'vitest'
import { taxOfLines, taxWithin } from './tax.ts'

test.each([
  [10_500, 500, 500],
  [1130, 1300, 130],
  [100, 0, 0],
  [0, 500, 0],
  // 0.5 exactly goes to the even neighbour
  [1, 10_000, 0],
  [3, 10_000, 2],
])('within %i at %i bps there is %i', (amount, bps, tax) => {
  expect(taxWithin(amount, bps)).toBe(tax)
})

test('net and tax are the whole, and the tax is the rate of the net within a unit', () => {
  const amount = fc.integer({ min: 0, max: 2_000_000_000 })
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (amountMinor, taxBps) => {
      const tax = taxWithin(amountMinor, taxBps)
      expect(tax).toBeGreaterThanOrEqual(0)
      expect(tax).toBeLessThanOrEqual(amountMinor)
      expect(Math.abs(((amountMinor - tax) * taxBps) / 10_000 - tax)).toBeLessThanOrEqual(1)
    }),
  )
})

test('lines are rounded one by one', () => {
  expect(taxOfLines(Array(4).fill({ amountMinor: 1, taxBps: 10_000 }))).toBe(0)
  expect(
    taxOfLines([
      { amountMinor: 105, taxBps: 500 },
      { amountMinor: 113, taxBps: 1300 },
    ]),
  ).toBe(18)
})
