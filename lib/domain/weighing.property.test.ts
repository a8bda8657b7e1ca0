import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CouponTerms } from './coupon.ts'
import { atBasePrices, type LineToPrice, priceLines } from './pricing.ts'
import { lineTotalMinor, type Unit } from './quantity.ts'
import { chargedQuantity, isActualWeight, isChargedByWeight, mostGrams, mostQuantity } from './weighing.ts'

const grams = fc.integer({ min: 1, max: 40 }).map((steps) => steps * 100)
const tolerance = fc.integer({ min: 1, max: 3_000 })
const unit = fc.constantFrom<Unit>('kg', 'jin', 'lb')

describe('what is weighed', () => {
  it('is charged by its weight, never above the tolerance, more for more', () =>
    fc.assert(
      fc.property(grams, tolerance, unit, fc.nat(10_000), fc.nat(500), (quantity, toleranceBps, sold, less, more) => {
        const line = { quantity, unit: sold, toleranceBps }
        const lighter = chargedQuantity({ ...line, actual: less + 1 })
        const heavier = chargedQuantity({ ...line, actual: less + 1 + more })
        expect(lighter).toBeLessThanOrEqual(heavier)
        expect(heavier).toBeLessThanOrEqual(mostGrams(quantity, toleranceBps))
        expect(heavier * 10_000).toBeLessThanOrEqual(quantity * (10_000 + toleranceBps))
        expect(chargedQuantity({ ...line, actual: quantity })).toBe(quantity)
        expect(chargedQuantity(line)).toBe(quantity)
        expect(mostQuantity(line)).toBe(mostGrams(quantity, toleranceBps))
        expect(mostQuantity({ ...line, actual: less + 1 })).toBe(lighter)
      }),
    ))

  it('is only what is sold in grams and with a tolerance', () => {
    expect(isChargedByWeight({ unit: 'piece', toleranceBps: 1_000 })).toBe(false)
    expect(isChargedByWeight({ unit: 'kg' })).toBe(false)
    expect(chargedQuantity({ quantity: 3, unit: 'piece', toleranceBps: 1_000, actual: 2 })).toBe(3)
    expect(chargedQuantity({ quantity: 500, unit: 'kg', toleranceBps: 0, actual: 400 })).toBe(500)
  })

  it('takes no weight that a scale cannot have shown', () => {
    for (const wrong of [0, -1, 1.5, Number.NaN, 3_001, Number.POSITIVE_INFINITY])
      expect(isActualWeight(wrong, 1_000)).toBe(false)
    for (const right of [1, 1_000, 3_000]) expect(isActualWeight(right, 1_000)).toBe(true)
  })
})

type Drawn = { unit: Unit; quantity: number; priceMinor: number; lowMinor: number; costMinor: number; bps: number }

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    unit: fc.constantFrom<Unit>('kg', 'lb', 'piece'),
    quantity: grams,
    priceMinor: fc.integer({ min: 2, max: 3_000 }),
    off: fc.integer({ min: 0, max: 40 }),
    // goods near their cost are where a coupon's room is rounded
    above: fc.integer({ min: 0, max: 60 }),
    bps: fc.constantFrom(0, 1, 50, 333, 1_000, 3_000),
  })
  .map(({ off, above, priceMinor, quantity, unit, bps }) => {
    const lowMinor = Math.max(1, priceMinor - off)
    const costMinor = Math.max(0, lowMinor - above)
    return { unit, priceMinor, lowMinor, costMinor, bps, quantity: unit === 'piece' ? quantity / 100 : quantity }
  })

const coupon = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: 1, max: 10_000 }).map((bps): CouponTerms => ({ bps, amountMinor: null })),
  fc.integer({ min: 1, max: 2_000 }).map((amountMinor): CouponTerms => ({ bps: null, amountMinor })),
)

const lineOf = (each: Drawn, index: number): LineToPrice => ({
  offerId: `offer-${index}`,
  quantity: each.quantity,
  unit: each.unit,
  quantitySold: 0,
  costMinor: each.costMinor,
  pricing: {
    priceMinor: each.priceMinor,
    tiers: each.lowMinor < each.priceMinor ? [{ from: 2, priceMinor: each.lowMinor }] : [],
    tierBy: 'orders',
    ...(each.unit !== 'piece' && { toleranceBps: each.bps }),
  },
})

const most = ({ totalMinor, toleranceMinor }: { totalMinor: number; toleranceMinor: number }) =>
  totalMinor + toleranceMinor

const weights = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 4, maxLength: 4 })

describe('an order of weighed goods', () => {
  it('never comes to more than it may at most, at any tier and whatever the scale says, line by line', () =>
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 4 }), coupon, weights, (goods, terms, scale) => {
        const lines = goods.map(lineOf)
        const base = priceLines(atBasePrices(lines), 0, terms)
        for (const orders of [1, 2]) {
          // what was set aside bounds everything, also what is left of it after each weighing
          let held = Math.min(most(base), most(priceLines(lines, orders, terms)))
          const settled = [...lines]
          for (const [index, line] of lines.entries()) {
            settled[index] = { ...line, actual: (scale[index] ?? 1) % (line.quantity * 3) || 1 }
            const now = priceLines(settled, orders, terms)
            expect(now.totalMinor).toBeLessThanOrEqual(held)
            const open = priceLines(settled, orders)
            expect(now.totalMinor + open.toleranceMinor).toBeLessThanOrEqual(held)
            held = Math.min(held, most(now))
          }
          const weighed = priceLines(settled, orders, terms)
          expect(weighed.toleranceMinor).toBe(0)
          // nothing is charged twice over, below cost or beyond the coupon's budget
          const ordered = priceLines(lines, orders, terms)
          expect(weighed.discountMinor).toBeLessThanOrEqual(ordered.discountMinor)
          for (const [index, line] of weighed.lines.entries()) {
            const own = settled[index] as LineToPrice
            const charged = chargedQuantity({ ...own, toleranceBps: own.pricing.toleranceBps })
            const costMinor = lineTotalMinor(own.costMinor ?? 0, charged, own.unit)
            expect(line.amountMinor).toBe(lineTotalMinor(line.priceMinor, charged, own.unit))
            expect(line.discountMinor).toBeLessThanOrEqual(Math.max(0, line.amountMinor - costMinor))
          }
        }
      }),
      { numRuns: 400 },
    ))

  it('costs as ordered where it weighs as ordered', () =>
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 4 }), coupon, (goods, terms) => {
        const lines = goods.map(lineOf)
        const weighed = lines.map((line) => ({ ...line, actual: line.quantity }))
        const { toleranceMinor: _, ...ordered } = priceLines(lines, 1, terms)
        expect(priceLines(weighed, 1, terms)).toEqual({ ...ordered, toleranceMinor: 0 })
      }),
    ))
})
