import { expect, test } from 'vitest'
import { optionsFrom, PHASES } from './options.ts'

test('without a word: every phase, three rounds', () => {
  expect(optionsFrom([])).toEqual({ only: PHASES, rounds: 3, quick: false })
})

test('phases run in their own order, whatever order they are asked in', () => {
  expect(optionsFrom(['--only', 'city,desk', '--rounds', '5', '--quick'])).toEqual({
    only: ['desk', 'city'],
    rounds: 5,
    quick: true,
  })
})

test.each([
  [['--only', 'desk,kitchen'], /unknown phase: kitchen/],
  [['--only'], /unknown phase/],
  [['--rounds', '0'], /1 … 20/],
  [['--rounds', '2.5'], /1 … 20/],
  [['--rounds'], /1 … 20/],
  [['--fast'], /unknown: --fast/],
])('%j is refused with the usage', (words, why) => {
  expect(() => optionsFrom(words)).toThrow(why)
  expect(() => optionsFrom(words)).toThrow(/usage: npm run bench/)
})
