import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paysItsWay, type Sold, standingOf, viewOf } from './standing.ts'

const RATES = { paymentFeeBps: 60, claimsBps: 250, pickingMinor: 75, freightMinor: 0 }
const basket = { times: 1, paidMinor: 2500, fundedMinor: 0, costMinor: 1950, taxBps: 0, commissionBps: 800 }
const sold = (orders: number, stopCostMinor = 2500): Sold => ({
  orders,
  lines: orders === 0 ? [] : [{ ...basket, times: orders }],
  stops: [{ stopCostMinor, orders }],
})

test('thirteen orders of RULES’ example pay for the stop, twelve do not', () => {
  expect(standingOf(sold(12), RATES)).toMatchObject({ breakEven: 13, missing: 1, costsMinor: 2500 })
  expect(paysItsWay(standingOf(sold(12), RATES))).toBe(false)
  expect(standingOf(sold(13), RATES)).toMatchObject({ breakEven: 13, missing: 0 })
  expect(paysItsWay(standingOf(sold(13), RATES))).toBe(true)
})

test('before the first order nothing can be said but what is to be paid for', () => {
  const none = standingOf(sold(0), RATES)
  expect(none).toMatchObject({ breakEven: undefined, missing: undefined, costsMinor: 2500 })
  expect(paysItsWay(none)).toBe(false)
  expect(paysItsWay(standingOf(sold(0, 0), RATES))).toBe(false)
})

test('a stop without orders is not driven to, and freight counts', () => {
  const two = { ...sold(13), stops: [...sold(13).stops, { stopCostMinor: 9_999, orders: 0 }] }
  expect(standingOf(two, RATES).costsMinor).toBe(2500)
  expect(standingOf(two, { ...RATES, freightMinor: 100 })).toMatchObject({
    costsMinor: 2600,
    breakEven: 14,
    missing: 1,
  })
})

test('orders that lose money never pay', () => {
  const losing = { ...sold(5), lines: [{ ...basket, times: 5, costMinor: 2600 }] }
  expect(standingOf(losing, RATES)).toMatchObject({ breakEven: undefined, missing: undefined })
  // not even where there is nothing else to pay for
  const free = standingOf({ ...losing, stops: [{ stopCostMinor: 0, orders: 5 }] }, RATES)
  expect(paysItsWay(free)).toBe(false)
  expect(free.groupFine).toBeLessThan(0n)
})

test('a discount that the supplier pays for costs nothing but the rates on what is not paid', () => {
  const cut = { ...sold(1), lines: [{ ...basket, paidMinor: 2375, fundedMinor: 125 }] }
  const rates = BigInt(125 * (60 + 250 + 800))
  expect(standingOf(cut, RATES).ordersFine - standingOf(sold(1), RATES).ordersFine).toBe(rates)
})

test('what readers see is rounded once, and holds no money where costs are not shown', () => {
  expect(viewOf(standingOf(sold(13), RATES), true)).toEqual({
    orders: 13,
    breakEven: 13,
    missing: 0,
    money: { coveredMinor: 2568, costsMinor: 2500, averageMinor: 198 },
  })
  expect(viewOf(standingOf(sold(0), RATES), false)).toEqual({ orders: 0, breakEven: null, missing: null, money: null })
})

const minor = fc.integer({ min: 0, max: 100_000 })
const bps = fc.integer({ min: 0, max: 3_000 })
const line = fc.record({
  times: fc.integer({ min: 1, max: 50 }),
  paidMinor: minor,
  fundedMinor: minor,
  costMinor: minor,
  taxBps: bps,
  commissionBps: bps,
})

test('a group order pays its way exactly when nothing is missing, and then CM2 is not below 0', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 60 }),
      minor,
      minor,
      (lines, orders, stopCostMinor, freightMinor) => {
        const standing = standingOf({ orders, lines, stops: [{ stopCostMinor, orders }] }, { ...RATES, freightMinor })
        expect(paysItsWay(standing)).toBe(standing.missing === 0)
        if (paysItsWay(standing)) expect(standing.groupFine).toBeGreaterThanOrEqual(0n)
        if (standing.missing) expect(standing.missing).toBe((standing.breakEven ?? 0) - orders)
      },
    ),
  )
})
