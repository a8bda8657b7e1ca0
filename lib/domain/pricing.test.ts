import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkTiers, ladder, lowestPrice, nextTier, type Pricing, priceAt, priceLines } from './pricing.ts'
import { lineTotalMinor } from './quantity.ts'

const tiered: Pricing = {
  priceMinor: 500,
  tiers: [
    { from: 20, priceMinor: 450 },
    { from: 40, priceMinor: 400 },
  ],
  tierBy: 'orders',
}
const byQuantity: Pricing = { ...tiered, tierBy: 'quantity' }

/** Pricings that can be published: tiers ascend and prices fall. */
const pricings = fc
  .record({
    priceMinor: fc.integer({ min: 100, max: 100_000 }),
    steps: fc.array(fc.record({ more: fc.integer({ min: 2, max: 50 }), less: fc.integer({ min: 1, max: 20 }) }), {
      maxLength: 4,
    }),
    tierBy: fc.constantFrom('orders' as const, 'quantity' as const),
  })
  .map(({ priceMinor, steps, tierBy }): Pricing => {
    let last = { from: 0, priceMinor }
    const tiers = steps.map(({ more, less }) => {
      last = { from: last.from + more, priceMinor: last.priceMinor - less }
      return last
    })
    return { priceMinor, tiers, tierBy }
  })
const counts = fc.record({ orders: fc.nat(250), quantity: fc.nat(250) })

describe('priceAt', () => {
  test.each([
    [0, 500],
    [19, 500],
    [20, 450],
    [39, 450],
    [40, 400],
    [4000, 400],
  ])('%s reached costs %s', (count, price) => {
    expect(priceAt(tiered, { orders: count, quantity: 0 })).toBe(price)
    expect(priceAt(byQuantity, { orders: 0, quantity: count })).toBe(price)
  })

  test('counts only what its tiers go by', () => {
    expect(priceAt(tiered, { orders: 0, quantity: 99 })).toBe(500)
    expect(priceAt(byQuantity, { orders: 99, quantity: 0 })).toBe(500)
  })

  test('never rises as the group grows, and never leaves base and lowest', () => {
    fc.assert(
      fc.property(pricings, counts, fc.nat(50), fc.nat(50), (pricing, { orders, quantity }, more, sold) => {
        const price = priceAt(pricing, { orders, quantity })
        expect(priceAt(pricing, { orders: orders + more, quantity: quantity + sold })).toBeLessThanOrEqual(price)
        expect(price).toBeLessThanOrEqual(pricing.priceMinor)
        expect(price).toBeGreaterThanOrEqual(lowestPrice(pricing))
      }),
    )
  })

  test('the lowest price is really reached (P3)', () => {
    fc.assert(
      fc.property(pricings, (pricing) => {
        expect(priceAt(pricing, { orders: 10_000, quantity: 10_000 })).toBe(lowestPrice(pricing))
      }),
    )
  })

  test('changes exactly where the next tier said', () => {
    fc.assert(
      fc.property(pricings, counts, (pricing, now) => {
        const next = nextTier(pricing, now)
        if (!next) {
          expect(priceAt(pricing, now)).toBe(lowestPrice(pricing))
          return
        }
        const grown = (more: number) => ({ orders: now.orders + more, quantity: now.quantity + more })
        expect(next.missing).toBeGreaterThan(0)
        expect(priceAt(pricing, grown(next.missing - 1))).toBe(priceAt(pricing, now))
        expect(priceAt(pricing, grown(next.missing))).toBe(next.priceMinor)
      }),
    )
  })

  test('names the next tier, and none after the last', () => {
    expect(nextTier(tiered, { orders: 37, quantity: 0 })).toEqual({ from: 40, priceMinor: 400, missing: 3 })
    expect(nextTier(tiered, { orders: 40, quantity: 0 })).toBeUndefined()
  })
})

describe('priceLines', () => {
  const lines = fc.array(
    fc.record({
      offerId: fc.uuid(),
      quantity: fc.integer({ min: 1, max: 99 }).map((steps) => steps * 100),
      unit: fc.constantFrom('piece' as const, 'kg' as const, 'jin' as const, 'lb' as const),
      pricing: pricings,
      quantitySold: fc.nat(250),
    }),
    { maxLength: 6 },
  )

  test('the total is the sum of lines, each rounded once, at the price of its offer', () => {
    fc.assert(
      fc.property(lines, fc.nat(250), (asked, orders) => {
        const priced = priceLines(asked, orders)
        expect(priced.totalMinor).toBe(priced.lines.reduce((sum, line) => sum + line.amountMinor, 0))
        for (const [index, { offerId, pricing, quantity, quantitySold, unit }] of asked.entries()) {
          const priceMinor = priceAt(pricing, { orders, quantity: quantitySold })
          const amountMinor = lineTotalMinor(priceMinor, quantity, unit)
          expect(priced.lines[index]).toMatchObject({ offerId, priceMinor, amountMinor, discountMinor: 0 })
        }
      }),
    )
  })

  test('whoever asks pays the same: nothing but offer, quantity and counts can move a price (M6)', () => {
    fc.assert(
      fc.property(
        lines,
        fc.nat(250),
        fc.record({ shopperId: fc.string(), isNew: fc.boolean() }),
        (asked, orders, person) => {
          const personal = asked.map((line) => ({ ...line, ...person }))
          expect(priceLines(personal, orders)).toEqual(priceLines(asked, orders))
        },
      ),
    )
  })

  test('the same line costs the same in a list, a basket and a receipt (P3)', () => {
    fc.assert(
      fc.property(lines, fc.nat(250), (basket, orders) => {
        const together = priceLines(basket, orders).lines
        const apart = basket.flatMap((line) => priceLines([line], orders).lines)
        expect(apart).toEqual(together)
      }),
    )
  })
})

describe('checkTiers', () => {
  test('accepts what ascends and gets cheaper, and no tiers', () => {
    expect(checkTiers(tiered)).toEqual({ ok: true, value: true })
    expect(checkTiers({ ...tiered, tiers: [] })).toEqual({ ok: true, value: true })
    fc.assert(
      fc.property(pricings, (pricing) => {
        expect(checkTiers(pricing).ok).toBe(true)
      }),
    )
  })

  test.each([
    ['BAD_TIER', 0, [{ from: 1, priceMinor: 400 }]],
    ['BAD_TIER', 0, [{ from: 2.5, priceMinor: 400 }]],
    ['BAD_TIER', 0, [{ from: 2, priceMinor: 0 }]],
    ['BAD_TIER', 0, [{ from: 2, priceMinor: 10.5 }]],
    ['BAD_TIER', 0, [{ from: Number.NaN, priceMinor: 400 }]],
    [
      'BAD_TIER',
      1,
      [
        { from: 2, priceMinor: 400 },
        { from: 3, priceMinor: -1 },
      ],
    ],
    [
      'TIERS_NOT_ASCENDING',
      1,
      [
        { from: 5, priceMinor: 400 },
        { from: 5, priceMinor: 300 },
      ],
    ],
    ['TIER_NOT_CHEAPER', 0, [{ from: 2, priceMinor: 500 }]],
    [
      'TIER_NOT_CHEAPER',
      1,
      [
        { from: 2, priceMinor: 400 },
        { from: 3, priceMinor: 400 },
      ],
    ],
  ])('refuses %s at %s', (code, index, tiers) => {
    expect(checkTiers({ ...tiered, tiers })).toEqual({ ok: false, refusal: { code, index } })
  })
})

describe('ladder', () => {
  const third: Pricing = {
    ...tiered,
    tiers: [
      { from: 40, priceMinor: 350 },
      { from: 60, priceMinor: 300 },
    ],
  }

  test('goes from the minimum over each order count that lowers a price to the lowest', () => {
    expect(ladder(20, 37, [{ ...tiered, tiers: [] }, third, byQuantity])).toEqual({
      stops: [
        { at: 20, kind: 'minimum', done: true },
        { at: 40, kind: 'tier', done: false },
        { at: 60, kind: 'lowest', done: false },
      ],
      fillPercent: 61.6,
      missing: 3,
      next: 'tier',
    })
  })

  test('a tier that starts at the minimum is one stop with it; counts of several offers are merged', () => {
    expect(ladder(20, 5, [tiered, third])).toMatchObject({
      stops: [
        { at: 20, kind: 'minimum' },
        { at: 40, kind: 'tier' },
        { at: 60, kind: 'lowest' },
      ],
      missing: 15,
      next: 'minimum',
    })
  })

  test('the minimum may come last, and the scale ends there', () => {
    const late = ladder(80, 60, [third])
    expect(late.stops.map((stop) => stop.kind)).toEqual(['tier', 'lowest', 'minimum'])
    expect(late).toMatchObject({ fillPercent: 75, missing: 20, next: 'minimum' })
  })

  test('has nothing to climb without minimum and tiers, and nothing missing at the end', () => {
    expect(ladder(1, 3, [byQuantity])).toEqual({ stops: [], fillPercent: 0, missing: undefined, next: undefined })
    expect(ladder(0, 99, [tiered])).toMatchObject({ fillPercent: 100, missing: undefined, next: undefined })
  })

  test('is full exactly when every stop is done', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(400), fc.array(pricings, { maxLength: 4 }), (minimum, orders, offers) => {
        const { stops, fillPercent, missing } = ladder(minimum, orders, offers)
        const isDone = stops.every((stop) => stop.done)
        expect(missing === undefined).toBe(isDone)
        if (stops.length > 0) expect(fillPercent === 100).toBe(isDone)
        expect(stops.map((stop) => stop.at)).toEqual(stops.map((stop) => stop.at).toSorted((a, b) => a - b))
      }),
    )
  })
})
