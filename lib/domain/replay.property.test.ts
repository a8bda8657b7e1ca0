import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ReplayGroup, replay } from './replay.ts'

const RATES = { paymentFeeBps: 60, claimsBps: 250, pickingMinor: 75, freightMinor: 0 }
const CUTOFF = new Date('2026-11-20T20:00:00Z')
const minutesBefore = (minutes: number) => new Date(CUTOFF.getTime() - minutes * 60_000)

/** RULES' baskets of 25.00, one a minute up to the cutoff, at two stations in turn. */
const example = (orders: number, minimumOrders = 1): ReplayGroup => ({
  cutoffAt: CUTOFF,
  minimumOrders,
  offers: [
    {
      productId: 'box',
      version: 1,
      priceMinor: 2500,
      tierBy: 'orders',
      tiers: [],
      unit: 'piece',
      costMinor: 1950,
      taxBps: 0,
      commissionBps: 800,
    },
  ],
  orders: Array.from({ length: orders }, (_, index) => ({
    stationId: index % 2 ? 'gate' : 'door',
    placedAt: minutesBefore(orders - index),
    lines: [{ productId: 'box', version: 1, quantity: 1, discountMinor: 0, fundedMinor: 0 }],
  })),
  stops: [
    { stationId: 'door', stopCostMinor: 1250 },
    { stationId: 'gate', stopCostMinor: 1250 },
  ],
})

test('as it was, it leaves what it left', () => {
  expect(replay(example(13), RATES)).toEqual({ goesAhead: true, orders: 13, leftMinor: 68, commissionMinor: 2600 })
})

test('another commission moves what is left by as much as the leader earns', () => {
  const ten = replay(example(13), RATES, { commissionBps: 1000 })
  expect(ten).toEqual({ goesAhead: true, orders: 13, leftMinor: -582, commissionMinor: 3250 })
})

test('an earlier cutoff loses who came after it; the cutoff is exclusive', () => {
  expect(replay(example(13), RATES, { earlierMinutes: 5 }).orders).toBe(8)
  expect(replay(example(13, 9), RATES, { earlierMinutes: 5 })).toEqual({
    goesAhead: false,
    orders: 0,
    leftMinor: 0,
    commissionMinor: 0,
  })
})

test('without a station its orders and its stop are gone', () => {
  // 6 orders at 1.975 less one stop of 12.50
  expect(replay(example(13), RATES, { withoutStationId: 'door' })).toMatchObject({ orders: 6, leftMinor: -65 })
})

test('other tiers are reached by the orders that are left', () => {
  const tiers = { productId: 'box', tiers: [{ from: 13, priceMinor: 2400 }] }
  expect(replay(example(13), RATES, { tiers }).leftMinor).toBe(-1088)
  expect(replay(example(13), RATES, { tiers, earlierMinutes: 1 }).orders).toBe(12)
  expect(replay(example(12), RATES, { tiers })).toEqual(replay(example(12), RATES))
})

test('no change is no difference, and what is left falls as commission rises', () => {
  const group = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }))
  fc.assert(
    fc.property(group, fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 3000 }), (made, bps, more) => {
      const past = example(...made)
      const was = replay(past, RATES)
      expect(replay(past, RATES, { commissionBps: 800, earlierMinutes: 0, withoutStationId: 'none' })).toEqual(was)
      const [low, high] = [bps, bps + more].map((commissionBps) => replay(past, RATES, { commissionBps }))
      expect(high?.leftMinor ?? 0).toBeLessThanOrEqual(low?.leftMinor ?? 0)
      // a hundredth of a percent of one basket may round to nothing
      if (was.goesAhead && more >= 100) expect(high?.commissionMinor ?? 0).toBeGreaterThan(low?.commissionMinor ?? 0)
    }),
  )
})
