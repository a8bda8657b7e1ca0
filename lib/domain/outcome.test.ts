import { expect, test } from 'vitest'
import { accept, type Outcome, refuse } from './outcome.ts'

test('an outcome is a value or a refusal, told apart by ok', () => {
  const halve = (number: number): Outcome<number, { code: 'ODD' }> =>
    number % 2 === 0 ? accept(number / 2) : refuse({ code: 'ODD' })
  expect(halve(4)).toEqual({ ok: true, value: 2 })
  expect(halve(3)).toEqual({ ok: false, refusal: { code: 'ODD' } })
})
