import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ForecastFacts, forecastGroup, forecastOf, forecastOrder } from './forecast.ts'
import { averageMinor, breakEvenOrders } from './margin.ts'

const RATES = { paymentFeeBps: 60, claimsBps: 250, pickingMinor: 75 }
const offer = { priceMinor: 2500, taxBps: 0, costMinor: 1950, commissionBps: 800 }

test('an order of one offer at 25.00 is the worked example of RULES', () => {
  const order = forecastOrder([offer], RATES)
  if (!order) throw new Error('nothing offered')
  expect(order).toEqual({ basketMinor: 2500, commissionMinor: 200, average: { totalFine: 1_975_000n, of: 1n } })
  expect(forecastGroup(order, 13, { freightMinor: 0, stopCostsMinor: [2500] })).toEqual({
    marginMinor: 2568,
    afterStopsMinor: 68,
    breakEven: 13,
  })
})

test('a plain basket holds three things of what is offered, evenly', () => {
  const six = Array.from({ length: 6 }, (_, index) => ({ ...offer, priceMinor: 500 + index, costMinor: 350 }))
  expect(forecastOrder(six, RATES)?.basketMinor).toBe(1508)
  expect(forecastOrder(six.slice(0, 2), RATES)?.basketMinor).toBe(1001)
})

test('who has a usual basket is forecast by it', () => {
  expect(forecastOrder([offer], RATES, 5000)?.basketMinor).toBe(5000)
  expect(averageMinor(forecastOrder([offer], RATES, 5000)?.average ?? { totalFine: 0n, of: 0n })).toBe(470)
})

test('nothing offered, nothing forecast', () => {
  expect(forecastOrder([], RATES)).toBeUndefined()
  expect(forecastOrder([{ ...offer, priceMinor: 0 }], RATES, 2000)).toBeUndefined()
})

const minor = fc.integer({ min: 1, max: 1_000_000 })
const bps = fc.integer({ min: 0, max: 4_000 })
const anOffer = fc.record({ priceMinor: minor, taxBps: bps, costMinor: minor, commissionBps: bps })
const rates = fc.record({ paymentFeeBps: bps, claimsBps: bps, pickingMinor: fc.integer({ min: 0, max: 500 }) })

test('break-even is the first number of orders whose forecast is not below 0, and no offer’s place matters', () => {
  fc.assert(
    fc.property(
      fc.array(anOffer, { minLength: 1, maxLength: 8 }),
      rates,
      minor,
      minor,
      (offers, rates, stop, freight) => {
        const order = forecastOrder(offers, rates)
        if (!order) throw new Error('nothing offered')
        expect(forecastOrder(offers.toReversed(), rates)).toEqual(order)
        const costs = { freightMinor: freight, stopCostsMinor: [stop, stop] }
        const { breakEven } = forecastGroup(order, 1, costs)
        expect(breakEven).toBe(breakEvenOrders(freight + 2 * stop, order.average))
        if (breakEven === undefined) return
        expect(forecastGroup(order, breakEven, costs).afterStopsMinor).toBeGreaterThanOrEqual(0)
        expect(forecastGroup(order, breakEven - 1, costs).afterStopsMinor).toBeLessThanOrEqual(0)
      },
    ),
  )
})

const facts: ForecastFacts = {
  usual: null,
  commissionBps: 800,
  costs: { rates: RATES, freightMinor: 0, stops: { blue: 2500 }, products: { box: { costMinor: 1950, taxBps: 0 } } },
}
const sketch = {
  offers: [{ productId: 'box', priceMinor: 2500, tierBy: 'orders' as const, tiers: [{ from: 20, priceMinor: 2400 }] }],
  stationIds: ['blue'],
  minimumOrders: 13,
}

test('a form is forecast for its minimum, or for as many orders as the leader usually has', () => {
  const plain = forecastOf(facts, sketch)
  expect(plain).toMatchObject({ expected: 13, isUsual: false, group: { breakEven: 13, afterStopsMinor: 68 } })
  expect(plain?.stops.get('blue')).toBe(13)
  // twenty orders reach the lower price
  const usual = forecastOf({ ...facts, usual: { basketMinor: 2400, orders: 20 } }, sketch)
  expect(usual).toMatchObject({ expected: 20, isUsual: true, order: { basketMinor: 2400, commissionMinor: 192 } })
  expect(usual?.stops.get('blue')).toBe(breakEvenOrders(2500, { totalFine: 1_086_000n, of: 1n }))
})

test('where costs are not shown nothing but the commission can be told', () => {
  const told = forecastOf({ ...facts, costs: null }, sketch)
  expect(told).toMatchObject({ order: { commissionMinor: 200 }, group: null })
  expect(told?.stops.size).toBe(0)
  expect(forecastOf(facts, { ...sketch, offers: [] })).toBeUndefined()
})
