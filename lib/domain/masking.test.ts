import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastDigits, maskContact, maskName } from './masking.ts'

test.each([
  ['Lena Fischer', 'L**'],
  ['lena', 'L**'],
  ['Élodie', 'É**'],
  ['王小明', '王**'],
  ['欧阳娜娜', '欧阳**'],
  ['司马光', '司马**'],
  ['  李雷 ', '李**'],
  ['13912345678', '**'],
  ['', '**'],
  ['🍐', '**'],
])('the name "%s" is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

test('a masked name shows nothing beyond its first letter', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: fc.constantFrom(...'abcdefgh') }), (name) => {
      expect(maskName(name)).toBe(`${name[0]?.toUpperCase()}**`)
    }),
  )
})

test.each([
  ['+1 (604) 555-0123', 3, '123'],
  ['１３９１２３４５６７８', 3, '678'],
  ['12345', 3, ''],
  ['', 3, ''],
  ['6045550123', 0, ''],
])('of "%s" the last %s digits are "%s"', (phone, count, digits) => {
  expect(lastDigits(phone, count)).toBe(digits)
})

describe('maskContact', () => {
  test.each([
    ['lena@example.com', 'l***@example.com'],
    ['l@example.com', 'l***@example.com'],
    ['@example.com', '***'],
    ['+16045550123', '***123'],
    ['123', '***'],
    ['', '***'],
  ])('"%s" is shown as %s', (contact, masked) => {
    expect(maskContact(contact)).toBe(masked)
  })
})
