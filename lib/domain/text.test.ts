import { expect, test } from 'vitest'
import { textIn } from './text.ts'

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
