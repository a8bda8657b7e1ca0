import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slugOf } from './slug.ts'

test.each([
  ["Lena's Fruit & Eggs", 'lenas-fruit-eggs-x7'],
  ['Crème brûlée', 'creme-brulee-x7'],
  ['春季水果', 'g-x7'],
  ['春季 Fruit 水果', 'fruit-x7'],
  ['', 'g-x7'],
  ['../../etc', 'etc-x7'],
  ['A box of the very best winter vegetables from the farm', 'a-box-of-the-very-best-winter-vegetables-x7'],
  ['A box of the very best winter-vegetable soups', 'a-box-of-the-very-best-winter-vegetable-x7'],
  ['x'.repeat(60), `${'x'.repeat(40)}-x7`],
])('"%s" becomes %s', (title, slug) => {
  expect(slugOf(title, 'x7')).toBe(slug)
})

test('a slug is always safe in an address, and short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (title) => {
      const slug = slugOf(title, 'x7')
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*-x7$/)
      expect(slug.length).toBeLessThanOrEqual(43)
    }),
  )
})
