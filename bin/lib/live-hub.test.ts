import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { liveHub, type Viewer } from './live-hub.ts'

let now = 0
let loads = 0
let orders = 0
let isKnown = true
let fails = false
let hears = true
const errors: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  now = 1_000
  loads = 0
  orders = 3
  isKnown = true
  fails = false
  hears = true
  errors.length = 0
})
afterEach(() => {
  vi.useRealTimers()
})

const makeHub = () =>
  liveHub({
    load: async () => {
      loads += 1
      if (fails) throw new Error('the database is gone')
      return isKnown ? { numbers: { at: 500_000 + now, orders }, topics: ['group:a', 'product:p'] } : undefined
    },
    clock: () => now,
    isListening: () => hears,
    onError: ({ message }) => errors.push(message),
  })

function viewer(reads = true) {
  const got: string[] = []
  const state = { dropped: false }
  const one: Viewer = {
    send: (bytes) => {
      got.push(bytes.toString())
      return reads
    },
    drop: () => {
      state.dropped = true
    },
  }
  return { one, got, state }
}

async function pass(ms: number) {
  now += ms
  await vi.advanceTimersByTimeAsync(ms)
}

test('a thousand viewers cost one question, now and at each change', async () => {
  const hub = makeHub()
  const viewers = Array.from({ length: 1_000 }, () => viewer())
  await Promise.all(viewers.map(({ one }) => hub.join('a', one)))
  expect(loads).toBe(1)
  await pass(1_000)
  orders = 4
  hub.tell('group:a')
  await pass(0)
  expect(loads).toBe(2)
  for (const { got } of viewers)
    expect(got).toEqual([expect.stringContaining('"orders":3'), expect.stringContaining('"orders":4')])
})

test('many changes: three questions a second at most; other groups and unmoved numbers cost nothing', async () => {
  const hub = makeHub()
  const { one, got } = viewer()
  await hub.join('a', one)
  for (let n = 0; n < 100; n += 1) {
    orders += 1
    hub.tell('product:p')
    await pass(10)
  }
  expect(loads).toBeLessThanOrEqual(4)
  await pass(400)
  expect(got.at(-1)).toContain(`"orders":${orders}`)
  const before = got.length
  hub.tell('group:other')
  await pass(1_000)
  hub.tell('group:a')
  await pass(1_000)
  expect(got.length).toBe(before)
})

test('a newcomer gets the time of this moment, not of the question', async () => {
  const hub = makeHub()
  await hub.join('a', viewer().one)
  await pass(7_000)
  const { one, got } = viewer()
  await hub.join('a', one)
  expect(loads).toBe(1)
  expect(got[0]).toContain(`"at":${500_000 + now}`)
  expect(await hub.once('a')).toContain(`"at":${500_000 + now}`)
})

test('who does not read is dropped; who left gets nothing', async () => {
  const hub = makeHub()
  const [slow, gone] = [viewer(false), viewer()]
  await hub.join('a', slow.one)
  const leave = await hub.join('a', gone.one)
  leave?.()
  await pass(1_000)
  orders = 9
  hub.tell(undefined)
  await pass(0)
  expect(slow.state.dropped).toBe(true)
  expect(gone.got).toHaveLength(1)
})

test('an unknown group is nobody’s; one that vanishes ends its streams', async () => {
  const hub = makeHub()
  const { one, state } = viewer()
  await hub.join('a', one)
  isKnown = false
  expect(await hub.join('b', viewer().one)).toBeUndefined()
  expect(await hub.once('c')).toBeUndefined()
  await pass(1_000)
  hub.tell('group:a')
  await pass(0)
  expect(state.dropped).toBe(true)
})

test('a question that fails is asked again; a lost notice heals by time', async () => {
  const hub = makeHub()
  const { one, got } = viewer()
  await hub.join('a', one)
  fails = true
  await pass(1_000)
  orders = 5
  hub.tell('group:a')
  await pass(0)
  expect(errors).toEqual(['the database is gone'])
  fails = false
  await pass(2_000)
  expect(got.at(-1)).toContain('"orders":5')

  orders = 6 // nobody tells
  await pass(21_000)
  hub.sweep()
  await pass(0)
  expect(got.at(-1)).toContain('"orders":6')
})
