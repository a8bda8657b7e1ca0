import { expect, test } from 'vitest'
import type { Finding } from '../phase.ts'
import { markdownOf, short, tableOf } from './table.ts'
import { verdictOf } from './verdict.ts'

const faster: Finding = {
  phase: 'desk',
  work: 'orders',
  unit: 'orders/s',
  better: 'more',
  limit: { name: 'one SQL call', rounds: [100, 110, 90] },
  ours: [130, 120, 400],
  target: { ratio: 1.3 },
}
const cheaper: Finding = {
  ...faster,
  better: 'less',
  unit: 's',
  limit: { name: 'GROUP BYs', rounds: [2] },
  ours: [4],
  target: { ratio: 2, atMost: 5 },
}

test('the ratio is that of the medians, and a target may be met exactly', () => {
  expect(verdictOf(faster)).toMatchObject({ limit: 100, ours: 130, ratio: 1.3, target: '≥ 1.3x', met: true })
  expect(verdictOf({ ...faster, ours: [129] }).met).toBe(false)
})

test('where less is better the ratio may be at most the target, and so may the time itself', () => {
  expect(verdictOf(cheaper)).toMatchObject({ ratio: 2, target: '≤ 2x, ≤ 5 s', met: true })
  expect(verdictOf({ ...cheaper, ours: [4.1] }).met).toBe(false)
  expect(verdictOf({ ...cheaper, limit: { name: 'slow', rounds: [9] }, ours: [6] }).met).toBe(false)
})

test('neither more nor less than what was promised exactly', () => {
  const sold: Finding = { ...faster, limit: undefined, better: 'less', target: { atLeast: 100, atMost: 100 } }
  expect([99, 100, 101].map((ours) => verdictOf({ ...sold, ours: [ours] }).met)).toEqual([false, true, false])
})

test('a ratio that could not be measured meets no target, and nothing promised is neither met nor missed', () => {
  expect(verdictOf({ ...faster, limit: undefined }).met).toBe(false)
  expect(verdictOf({ ...faster, target: undefined }).met).toBeUndefined()
})

test('the worse side of the two says how noisy the rounds were', () => {
  expect(verdictOf(faster).noise).toBeCloseTo(270 / 130)
  expect(verdictOf({ ...faster, ours: [130] }).noise).toBeCloseTo(0.1)
})

test('the table shows what was measured, aligned, and says NO where a target is missed', () => {
  const lines = tableOf([verdictOf(faster), verdictOf({ ...faster, ours: [50] })]).split('\n')
  expect(lines).toHaveLength(4)
  expect(lines[2]).toMatch(/^orders +one SQL call +100 orders\/s +130 orders\/s +1\.30x +≥ 1\.3x +yes$/)
  expect(lines[3]).toMatch(/0\.50x .* NO$/)
  expect(lines[2]?.indexOf('≥')).toBe(lines[3]?.indexOf('≥'))
})

test('a cell never breaks a Markdown table', () => {
  const [, , row] = markdownOf([verdictOf({ ...faster, work: 'a | b' })]).split('\n')
  expect(row).toContain('a \\| b')
})

test.each([
  [0, '0'],
  [0.0421, '0.042'],
  [4.5, '4.50'],
  [93.26, '93.3'],
  [1352.4, '1,352'],
  [Number.NaN, '–'],
])('%s is written %s', (value, text) => {
  expect(short(value)).toBe(text)
})
