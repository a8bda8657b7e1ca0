import { expect, test } from 'vitest'
import { monogramOf, textIn } from './text.ts'

test.each([
  ['Pears', 'zh-CN', 'Pears'],
  [{ en: 'Pears', 'zh-CN': '梨' }, 'zh-CN', '梨'],
  [{ en: 'Pears', 'zh-CN': '梨' }, 'en', 'Pears'],
  [{ en: 'Pears' }, 'zh-CN', 'Pears'],
  [{ 'zh-CN': '梨' }, 'en', '梨'],
  [{ en: ' ', 'zh-CN': '梨' }, 'en', '梨'],
  [{}, 'en', ''],
] as const)('%j in %s reads "%s"', (text, locale, expected) => {
  expect(textIn(text, locale)).toBe(expected)
})

test.each([
  ['Mei, from number 14', 'M'],
  ['14 号的梅姐', '梅'],
  ['3号楼老王', '老'],
  ['14 Maple Lane', 'M'],
  ['老周', '老'],
  ['42', ''],
])('a monogram: %s is %s', (name, sign) => {
  expect(monogramOf(name)).toBe(sign)
})
