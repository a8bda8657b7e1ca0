import { expect, test } from 'vitest'
import { median, percentile, spread } from './figures.ts'

test('the median is the middle, or the mean of the two in the middle, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([7])).toBe(7)
  expect(() => median([])).toThrow(RangeError)
})

test('numbers are compared as numbers', () => {
  expect(median([10, 9, 100])).toBe(10)
  expect(percentile([100, 9, 10], 1)).toBe(100)
})

test('a percentile is a value that was measured (nearest rank)', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(percentile(values, 0.99)).toBe(99)
  expect(percentile(values, 0.5)).toBe(50)
  expect(percentile(values, 0)).toBe(1)
  expect(percentile([3], 0.99)).toBe(3)
  expect(percentile([], 0.5)).toBe(0)
})

test('the spread is how far the farthest round lies from the median', () => {
  expect(spread([10, 10, 10])).toBe(0)
  expect(spread([10, 8, 15])).toBe(0.5)
  expect(spread([0, 0])).toBe(0)
})
