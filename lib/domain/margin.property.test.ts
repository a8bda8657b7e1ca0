import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  averageMinor,
  breakEvenOrders,
  groupMarginFine,
  type LineMoney,
  lineMarginFine,
  minorOf,
  offerMargin,
  orderMarginFine,
  stationMarginFine,
} from './margin.ts'
import { taxWithin } from './tax.ts'

const RATES = { paymentFeeBps: 60, claimsBps: 250, pickingMinor: 75 }
const basket = (more: Partial<LineMoney> = {}): LineMoney => ({
  paidMinor: 2500,
  taxMinor: 0,
  costMinor: 1950,
  commissionBps: 800,
  ...more,
})

test('the worked example of RULES: 25.00 at 22 % leaves 1.975, and 13 orders pay for a stop of 25.00', () => {
  const cm1 = orderMarginFine([basket()], RATES)
  expect(cm1).toBe(1_975_000n)
  expect(minorOf(cm1)).toBe(198)
  expect(breakEvenOrders(2500, { totalFine: cm1, of: 1n })).toBe(13)
})

test('with a coupon of 5 % and 10 % commission it leaves 0.38875, and 65 orders pay for the stop', () => {
  const cm1 = orderMarginFine([basket({ paidMinor: 2375, commissionBps: 1000 })], RATES)
  expect(cm1).toBe(388_750n)
  expect(minorOf(cm1)).toBe(39)
  expect(breakEvenOrders(2500, { totalFine: cm1, of: 1n })).toBe(65)
  // the rounded 0.39 would say so too at 25.00, but not at 25.30: what divides is not rounded
  expect(breakEvenOrders(2530, { totalFine: cm1, of: 1n })).toBe(66)
  expect(Math.ceil(2530 / minorOf(cm1))).toBe(65)
})

test('what suppliers give towards a discount comes back', () => {
  const cut = basket({ paidMinor: 2375 })
  expect(orderMarginFine([cut], RATES, 125) - orderMarginFine([cut], RATES)).toBe(1_250_000n)
})

test('tax is within the price', () => {
  expect(taxWithin(1050, 500)).toBe(50)
  expect(taxWithin(560, 0)).toBe(0)
  expect(taxWithin(1, 1300)).toBe(0)
  expect(offerMargin({ priceMinor: 560, taxBps: 0, costMinor: 390 })).toEqual({ keepMinor: 170, keepBps: 3036 })
  expect(offerMargin({ priceMinor: 1050, taxBps: 500, costMinor: 1000 })).toEqual({ keepMinor: 0, keepBps: 0 })
  expect(offerMargin({ priceMinor: 0, taxBps: 500, costMinor: 10 }).keepBps).toBe(0)
})

const minor = fc.integer({ min: 0, max: 10_000_000 })
const bps = fc.integer({ min: 0, max: 10_000 })
const line: fc.Arbitrary<LineMoney> = fc.record({
  paidMinor: minor,
  refundMinor: minor,
  taxMinor: minor,
  costMinor: minor,
  commissionBps: bps,
})
const rates = fc.record({ paymentFeeBps: bps, claimsBps: bps, pickingMinor: minor })
const more = fc.integer({ min: 1, max: 100_000 })

test('what an order leaves falls with every cost, and never with what is paid where the rates leave something of it', () => {
  fc.assert(
    fc.property(line, rates, more, (line, rates, more) => {
      const before = orderMarginFine([line], rates)
      for (const name of ['refundMinor', 'taxMinor', 'costMinor'] as const)
        expect(orderMarginFine([{ ...line, [name]: (line[name] ?? 0) + more }], rates)).toBeLessThan(before)
      expect(orderMarginFine([line], { ...rates, pickingMinor: rates.pickingMinor + more })).toBeLessThan(before)
      const paying = { ...line, paidMinor: line.paidMinor + 1 }
      const paid = orderMarginFine([paying], rates)
      for (const name of ['paymentFeeBps', 'claimsBps'] as const)
        expect(orderMarginFine([paying], { ...rates, [name]: rates[name] + more })).toBeLessThan(paid)
      const dearer = { ...paying, commissionBps: paying.commissionBps + more }
      expect(orderMarginFine([dearer], rates)).toBeLessThan(paid)
      const kept = 10_000 - line.commissionBps - rates.paymentFeeBps - rates.claimsBps
      expect(paid - before).toBe(BigInt(kept))
    }),
  )
})

test('lines sum to their order, orders to their group order, and that to its station and day', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), rates, minor, minor, (lines, rates, one, other) => {
      const cm1 = orderMarginFine(lines, rates, one)
      const apart = lines.reduce((sum, line) => sum + lineMarginFine(line, rates), 0n)
      expect(cm1).toBe(apart + BigInt(one - rates.pickingMinor) * 10_000n)
      const cm2 = groupMarginFine(cm1, { freightMinor: one, spoilageMinor: other })
      expect(cm1 - cm2).toBe(BigInt(one + other) * 10_000n)
      const cm3 = stationMarginFine(cm2, { lineHaulMinor: one, stopCostMinor: other, siteFeeMinor: 7 })
      expect(cm2 - cm3).toBe(BigInt(one + other + 7) * 10_000n)
    }),
  )
})

test('break-even is the least number of orders that pays, and there is none where nothing is left of one', () => {
  const total = fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n })
  fc.assert(
    fc.property(minor, total, fc.bigInt({ min: 1n, max: 10_000n }), (costMinor, totalFine, of) => {
      const needed = breakEvenOrders(costMinor, { totalFine, of })
      const pays = (orders: number) => BigInt(orders) * totalFine >= BigInt(costMinor) * 10_000n * of
      if (costMinor === 0 || totalFine <= 0n) expect(needed).toBe(costMinor === 0 ? 0 : undefined)
      else expect([pays(needed ?? 0), pays((needed ?? 0) - 1)]).toEqual([true, false])
    }),
  )
})

test('an average rounds once, half to even, and of nothing is nothing', () => {
  expect(averageMinor({ totalFine: 1_975_000n, of: 1n })).toBe(198)
  expect(averageMinor({ totalFine: 1_965_000n, of: 1n })).toBe(196)
  expect(averageMinor({ totalFine: 0n, of: 0n })).toBe(0)
})

test('the tax within a price leaves the price without it, to the nearest unit', () => {
  fc.assert(
    fc.property(minor, bps, (gross, taxBps) => {
      const tax = taxWithin(gross, taxBps)
      expect(tax).toBeGreaterThanOrEqual(0)
      expect(Math.abs((gross - tax) * (10_000 + taxBps) - gross * 10_000) * 2).toBeLessThanOrEqual(10_000 + taxBps)
    }),
  )
})
