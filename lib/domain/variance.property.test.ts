import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain, isInTheRed, type Plan, type Result, sumOf } from './variance.ts'

const fine = fc.bigInt({ min: -10_000_000_000n, max: 10_000_000_000n })
const count = fc.integer({ min: 0, max: 500 })
const minor = fc.integer({ min: 0, max: 100_000 })
const plan: fc.Arbitrary<Plan> = fc.record({
  orders: count,
  average: fc.record({ totalFine: fine, of: fc.bigInt({ min: 0n, max: 5_000n }) }),
  costsMinor: minor,
})
const result: fc.Arbitrary<Result> = fc.record({
  orders: count,
  orderedFine: fine,
  handedFine: fine,
  actualFine: fine,
  costsMinor: minor,
})

test('the causes sum to the whole difference, for one and for several together', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(plan, result), { minLength: 1, maxLength: 5 }), (pairs) => {
      const all = pairs.map(([plan, result]) => explain(plan, result))
      for (const { forecastMinor, actualMinor, ...causes } of [...all, sumOf(all)])
        expect(Object.values(causes).reduce((sum, each) => sum + each, 0)).toBe(actualMinor - forecastMinor)
    }),
  )
})

test('each cause answers for its own step alone', () => {
  const plan = { orders: 13, average: { totalFine: 1_975_000n, of: 1n }, costsMinor: 2500 }
  const sum = 13n * 1_975_000n
  const same = { orders: 13, orderedFine: sum, handedFine: sum, actualFine: sum, costsMinor: 2500 }
  const none = { densityMinor: 0, priceMinor: 0, shortageMinor: 0, claimsMinor: 0 }
  expect(explain(plan, same)).toEqual({ forecastMinor: 68, actualMinor: 68, ...none })
  const back = { ...same, actualFine: sum - 5_000_000n }
  expect(explain(plan, back)).toEqual({ forecastMinor: 68, actualMinor: -432, ...none, claimsMinor: -500 })
  const short = { ...back, handedFine: back.actualFine }
  expect(explain(plan, short)).toEqual({ forecastMinor: 68, actualMinor: -432, ...none, shortageMinor: -500 })
  const cheap = { ...short, orderedFine: back.actualFine }
  expect(explain(plan, cheap)).toEqual({ forecastMinor: 68, actualMinor: -432, ...none, priceMinor: -500 })
  const ten = 10n * 1_975_000n
  const few = { orders: 10, orderedFine: ten, handedFine: ten, actualFine: ten, costsMinor: 2500 }
  expect(explain(plan, few)).toEqual({ forecastMinor: 68, actualMinor: -525, ...none, densityMinor: -593 })
})

test('seven days running in the red are seven, the last ones, and none of them even', () => {
  expect(isInTheRed([5, -1, -1, -1, -1, -1, -1, -1])).toBe(true)
  expect(isInTheRed([-1, -1, -1, -1, -1, -1])).toBe(false)
  expect(isInTheRed([-1, -1, -1, -1, -1, -1, 0])).toBe(false)
  expect(isInTheRed([-1, -1, -1, -1, -1, -1, -1, 3])).toBe(false)
})
