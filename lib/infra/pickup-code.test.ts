import { expect, test } from 'vitest'
import { pickupCodeOf } from './pickup-code.ts'

test('every relay number has a code of its own, four digits for the first 9,000', () => {
  const codes = Array.from({ length: 9_500 }, (_, index) => pickupCodeOf('a secret', index + 1))
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes.slice(0, 9_000).every((code) => /^[1-9]\d{3}$/.test(code))).toBe(true)
  expect(codes.slice(9_000).every((code) => /^[1-9]\d{4}$/.test(code))).toBe(true)
})

test('another secret gives other codes', () => {
  const same = Array.from(
    { length: 200 },
    (_, index) => pickupCodeOf('one', index + 1) === pickupCodeOf('two', index + 1),
  )
  expect(same.filter(Boolean).length).toBeLessThan(5)
})
