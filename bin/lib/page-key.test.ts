import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { expect, test, vi } from 'vitest'
import { pageRequestOf } from './page-key.ts'

// settings are read when the module is; no database is asked for anything here
vi.hoisted(() => {
  process.env.DATABASE_URL ??= 'postgres://nowhere'
})

const of = (url: string, headers: IncomingHttpHeaders = {}, method = 'GET') =>
  pageRequestOf({ url, headers, method } as IncomingMessage)
const tree = '%5B%22%22%5D'

test.each([
  ['/', {}],
  ['/g/', {}],
  ['/g/a/checkout', {}],
  ['/g/a/mine', {}],
  ['/g/A', {}],
  ['/g/a%20b', {}],
  ['/g/../admin', {}],
  [`/g/${'a'.repeat(81)}`, {}],
  ['/g/a?x=1', {}],
  ['/g/a?all=2', {}],
  ['/g/a?all=1&x=1', {}],
  ['/g/a', { cookie: 'kaituan.session=abc' }],
  ['/g/a', { cookie: 'x=1; basket=abc; lang=en' }],
  ['/g/a', { cookie: 'js=0; basket=abc' }],
  ['/g/a', { cookie: 'xjs=1;basket=abc' }],
  ['/g/a', { cookie: 'x="; js=1"; kaituan.session=a'.replace('js=1', 'js=2') }],
  ['/g/a', { rsc: '1' }],
  ['/g/a?_rsc=ab1', { rsc: '1' }],
  ['/g/a', { rsc: '1', 'next-router-state-tree': tree }],
  ['/g/a?_rsc=ab1', { rsc: '1', 'next-router-state-tree': 'x'.repeat(1_501) }],
  ['/g/a?_rsc=ab1', { rsc: '1', 'next-router-state-tree': tree, 'next-router-prefetch': '1' }],
  ['/g/a?_rsc=ab1', { rsc: '1', 'next-router-state-tree': tree, 'next-url': '/x' }],
  ['/g/a?_rsc=ab1&x=1', { rsc: '1', 'next-router-state-tree': tree }],
  ['/g/a?_rsc=ab1', {}],
])('%s with %o is rendered for this browser alone', (url, headers) => {
  expect(of(url, headers)).toBeUndefined()
})

test('nothing but a read is answered from what is kept', () => {
  expect(of('/g/a', {}, 'POST')).toBeUndefined()
  expect(of('/g/a', {}, 'HEAD')?.key).toBe(of('/g/a')?.key)
})

test('language and theme make another page; whose browser it is does not', () => {
  const keys = [
    of('/g/a'),
    of('/g/a', { 'accept-language': 'zh-TW,zh;q=0.9' }),
    of('/g/a', { cookie: 'theme=dark' }),
    of('/g/a', { cookie: 'theme=light' }),
    of('/g/a?all=1'),
    of('/g/b'),
  ].map((each) => each?.key)
  expect(new Set(keys).size).toBe(6)
  const own = of('/g/a', { cookie: 'kaituan.session=s3cret; basket=b; js=1', 'accept-language': 'de, en;q=0.8' })
  expect(own).toMatchObject({ key: keys[0], hasOwn: true, isScripted: true })
  expect(JSON.stringify(own), 'nothing of the browser is asked for').not.toMatch(/s3cret|basket/)
  expect(own?.headers).toEqual({ cookie: 'lang=en' })
})

test('hostile words choose a language of ours and nothing else', () => {
  const odd = ['zh-CN;q=0', '*', ',,,;;;q=', 'en\u0000', 'x'.repeat(10_000), 'zh;q=1e309', '<script>', 'lang=zh-CN']
  const keys = odd.flatMap((words) => [
    of('/g/a', { 'accept-language': words }),
    of('/g/a', { cookie: `lang=${words}` }),
  ])
  expect(new Set(keys.map((each) => each?.key)).size).toBeLessThanOrEqual(2)
  for (const each of keys) expect(each?.headers.cookie).toMatch(/^lang=(?:en|zh-CN)$/)
  expect(of('/g/a', { cookie: 'theme=dark"><script>' })?.headers.cookie).toBe('lang=en')
  for (let n = 0; n < 2_000; n += 1) of('/g/a', { 'accept-language': `x-${n}` }) // remembered only so far
  expect(of('/g/a', { 'accept-language': 'zh' })?.headers.cookie).toBe('lang=zh-CN')
})

test('a payload is kept by what it was asked with, apart from pages', () => {
  const asked = of('/g/a?_rsc=ab1', { rsc: '1', 'next-router-state-tree': tree })
  expect(asked).toMatchObject({ isPayload: true, path: '/g/a?_rsc=ab1' })
  expect(asked?.headers).toMatchObject({ rsc: '1', 'next-router-state-tree': tree })
  expect(asked?.key).not.toBe(of('/g/a')?.key)
  expect(of('/g/a?all=1&_rsc=ab1', { rsc: '1', 'next-router-state-tree': tree })?.path).toBe('/g/a?all=1&_rsc=ab1')
})
