import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pageCache, type Rendered } from './page-cache.ts'

/** A page is the number of its rendering. */
type Made = Rendered<number>
let now = 0
let rendered: string[] = []
let hears = true
/** What the next renderings answer; each is let go by hand where `holds`. */
let facts: Partial<Made> = {}
let holds = false
let letGo: ((error?: Error) => void)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  now = 1_000
  rendered = []
  hears = true
  facts = {}
  holds = false
  letGo = []
})
afterEach(() => {
  vi.useRealTimers()
})

const cacheOf = (more: { mostPages?: number; mostBytes?: number } = {}) =>
  pageCache<number, { key: string }>({
    render: async ({ key }) => {
      rendered.push(key)
      const page = rendered.length
      const made: Made = { page, isKept: true, bytes: 10, topics: [`group:${key}`], rightForMs: 86_400_000, ...facts }
      if (holds)
        await new Promise<void>((resolve, reject) => letGo.push((error) => (error ? reject(error) : resolve())))
      return made
    },
    clock: () => now,
    isListening: () => hears,
    ...more,
  })

const pageOf = async (got: Made | Promise<Made>) => (await got).page
/** Lets time pass, and whatever is due with it. */
async function pass(ms: number) {
  now += ms
  await vi.advanceTimersByTimeAsync(ms)
}

test('one rendering for all who wait, and for those who come later', async () => {
  const cache = cacheOf()
  expect(await Promise.all([1, 2, 3].map(() => pageOf(cache.get({ key: 'a' }))))).toEqual([1, 1, 1])
  await pass(10_000)
  expect(cache.get({ key: 'a' })).toMatchObject({ page: 1 }) // at once, no promise
  expect(rendered).toEqual(['a'])
})

test('a notice: the old copy while a new one is made, once, and never later than a second after', async () => {
  const cache = cacheOf()
  await cache.get({ key: 'a' })
  await pass(5_000)
  cache.tell('group:b')
  await cache.get({ key: 'a' })
  expect(rendered).toHaveLength(1)

  holds = true
  cache.tell('group:a')
  for (let n = 0; n < 50; n += 1) expect(cache.get({ key: 'a' })).toMatchObject({ page: 1 })
  expect(rendered).toHaveLength(2)
  await pass(590)
  expect(cache.get({ key: 'a' })).toMatchObject({ page: 1 })
  await pass(20)
  const late = cache.get({ key: 'a' })
  expect(late).toBeInstanceOf(Promise)
  expect(rendered, 'those who wait wait for the same').toHaveLength(2)
  letGo.shift()?.()
  expect(await pageOf(late)).toBe(2)
})

test('who comes later than an old copy may be served never gets what began before the change', async () => {
  const cache = cacheOf()
  await cache.get({ key: 'a' })
  await pass(5_000)
  holds = true
  cache.tell('group:a')
  void cache.get({ key: 'a' }) // the second rendering begins
  await pass(100)
  cache.tell('group:a') // and misses this
  await pass(520)
  const late = cache.get({ key: 'a' })
  letGo.shift()?.()
  await pass(0)
  letGo.shift()?.()
  expect(await pageOf(late)).toBe(3)
})

test('changes all the time: a rendering every 400 ms, not for every request', async () => {
  const cache = cacheOf()
  await cache.get({ key: 'a' })
  for (let n = 0; n < 200; n += 1) {
    cache.tell('group:a')
    await cache.get({ key: 'a' })
    await pass(10)
  }
  expect(rendered.length).toBeGreaterThanOrEqual(5)
  expect(rendered.length).toBeLessThanOrEqual(7)
})

test('a change that comes while the page is being made makes it old again', async () => {
  const cache = cacheOf()
  holds = true
  const first = cache.get({ key: 'a' })
  cache.tell('group:a') // before anybody knows what the page shows
  letGo.shift()?.()
  expect(await pageOf(first)).toBe(1)
  await pass(400)
  await cache.get({ key: 'a' })
  await pass(0)
  expect(rendered).toHaveLength(2)
  letGo.shift()?.()
  await pass(0)
  expect(cache.get({ key: 'a' })).toMatchObject({ page: 2 })
  expect(rendered).toHaveLength(2)
})

test('anything may have changed: nothing kept is served any more', async () => {
  const cache = cacheOf()
  await Promise.all([cache.get({ key: 'a' }), cache.get({ key: 'b' })])
  await pass(5_000)
  cache.tell(undefined)
  expect(await pageOf(cache.get({ key: 'a' }))).toBe(3)
  expect(await pageOf(cache.get({ key: 'b' }))).toBe(4)
})

test('time heals: made again in the background after 20 s, waited for after 30', async () => {
  const cache = cacheOf()
  await cache.get({ key: 'a' })
  await pass(21_000)
  expect(cache.get({ key: 'a' })).toMatchObject({ page: 1 })
  await pass(0)
  expect(cache.get({ key: 'a' })).toMatchObject({ page: 2 })
  await pass(31_000)
  expect(await pageOf(cache.get({ key: 'a' }))).toBe(3)
})

test('a page is not believed a moment beyond its cutoff', async () => {
  const cache = cacheOf()
  facts = { rightForMs: 700 }
  await cache.get({ key: 'a' })
  await pass(699)
  expect(cache.get({ key: 'a' })).toMatchObject({ page: 1 })
  facts = {}
  await pass(1)
  expect(await pageOf(cache.get({ key: 'a' }))).toBe(2)
})

test('while no notice can be heard a page is believed for a second', async () => {
  const cache = cacheOf()
  await cache.get({ key: 'a' })
  hears = false
  await pass(1_001)
  expect(await pageOf(cache.get({ key: 'a' }))).toBe(2)
})

test('what is not for everybody, or no page at all, is kept for nobody', async () => {
  const cache = cacheOf()
  facts = { isKept: false }
  expect(await pageOf(cache.get({ key: 'a' }))).toBe(1)
  expect(await pageOf(cache.get({ key: 'a' }))).toBe(2)
  expect(cache.size).toEqual({ pages: 0, bytes: 0 })
})

test('the page not asked for longest goes first, by number and by bytes', async () => {
  const cache = cacheOf({ mostPages: 3 })
  for (const key of ['a', 'b', 'c']) await cache.get({ key })
  await cache.get({ key: 'a' })
  await cache.get({ key: 'd' })
  expect(cache.size).toEqual({ pages: 3, bytes: 30 })
  await cache.get({ key: 'a' })
  expect(rendered).toEqual(['a', 'b', 'c', 'd'])
  await cache.get({ key: 'b' })
  expect(rendered).toHaveLength(5)

  const small = cacheOf({ mostBytes: 25 })
  for (const key of ['a', 'b', 'c']) await small.get({ key })
  expect(small.size).toEqual({ pages: 2, bytes: 20 })
})

test('what cannot be made again is served a while longer; what was never made is an error', async () => {
  const cache = cacheOf()
  await cache.get({ key: 'a' })
  holds = true
  await pass(5_000)
  cache.tell('group:a')
  await cache.get({ key: 'a' })
  letGo.shift()?.(new Error('the database is gone'))
  await pass(3_000)
  expect(cache.get({ key: 'a' })).toMatchObject({ page: 1 })
  expect(rendered, 'tried again').toHaveLength(3)
  const never = cache.get({ key: 'b' })
  letGo.at(-1)?.(new Error('the database is gone'))
  await expect(never).rejects.toThrow('the database is gone')
  expect(cache.size.pages).toBe(1)
})
