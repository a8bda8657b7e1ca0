import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commissionOf, commissionRate } from './commission.ts'
import { ofBps } from './money.ts'

const line = fc.record({
  amountMinor: fc.integer({ min: 1, max: 2_000_000 }),
  commissionBps: fc.integer({ min: 0, max: 10_000 }),
})
const lines = fc.array(line, { minLength: 1, maxLength: 20 })
const total = (amounts: { amountMinor: number }[]) => amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

test.each([
  [null, null, 800, 800],
  [null, 1000, 800, 1000],
  [500, 1000, 800, 500],
  [0, 1000, 800, 0],
  [null, 0, 800, 0],
])('an offer at %s, its leader at %s, the operator at %s: %i', (offer, leader, usual, expected) => {
  expect(commissionRate(offer, leader, usual)).toBe(expected)
})

test('each line is rounded by itself, half to even', () => {
  // 0.5 and 1.5 cents: 0 and 2; one sum of 2.00 would be the same, three of 0.5 would not
  expect(commissionOf([{ amountMinor: 50, commissionBps: 100 }])).toBe(0)
  expect(commissionOf([{ amountMinor: 150, commissionBps: 100 }])).toBe(2)
  expect(commissionOf(Array(3).fill({ amountMinor: 50, commissionBps: 100 }))).toBe(0)
  // RULES' worked example: 8 % of 25.00
  expect(commissionOf([{ amountMinor: 2500, commissionBps: 800 }])).toBe(200)
})

test('it is the sum of the lines and never more than what is paid', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const earned = commissionOf(all)
      expect(earned).toBe(all.reduce((sum, each) => sum + ofBps(each.amountMinor, each.commissionBps), 0))
      expect(earned).toBeLessThanOrEqual(total(all))
    }),
  )
})

test('what goes back earns nothing: all of it nothing at all, more of it never more', () => {
  fc.assert(
    fc.property(lines, fc.double({ min: 0, max: 1, noNaN: true }), (all, part) => {
      const refunded = Math.floor(total(all) * part)
      const after = commissionOf(all, refunded)
      expect(commissionOf(all, total(all))).toBe(0)
      expect(commissionOf(all, 0)).toBe(commissionOf(all))
      expect(after).toBeGreaterThanOrEqual(0)
      // within half a unit of rounding a line, before and after
      expect(after).toBeLessThanOrEqual(commissionOf(all) + all.length)
    }),
  )
})
