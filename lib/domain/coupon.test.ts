import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Coupon, type CouponTerms, couponCode, discountsOf, whyNotCoupon } from './coupon.ts'

const lines = fc.array(fc.record({ amountMinor: fc.nat(100_000), costMinor: fc.nat(100_000) }), { maxLength: 8 })
const terms: fc.Arbitrary<CouponTerms> = fc.oneof(
  fc.nat(10_000).map((bps) => ({ bps, amountMinor: null })),
  fc.nat(200_000).map((amountMinor) => ({ bps: null, amountMinor })),
)
const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)

describe('what a coupon takes off', () => {
  test('nothing below cost, nothing below 0 (M1)', () => {
    fc.assert(
      fc.property(lines, terms, (asked, off) => {
        for (const [index, discountMinor] of discountsOf(asked, off).entries()) {
          const { amountMinor = 0, costMinor = 0 } = asked[index] ?? {}
          expect(discountMinor).toBeGreaterThanOrEqual(0)
          if (discountMinor > 0) expect(amountMinor - discountMinor).toBeGreaterThanOrEqual(costMinor)
        }
      }),
    )
  })

  test('an amount is taken whole where there is room, and never more', () => {
    fc.assert(
      fc.property(lines, fc.nat(200_000), (asked, amountMinor) => {
        const room = sum(asked.map((line) => Math.max(0, line.amountMinor - line.costMinor)))
        expect(sum(discountsOf(asked, { bps: null, amountMinor }))).toBe(Math.min(amountMinor, room))
      }),
    )
  })

  test('a part is rounded once a line, half to even', () => {
    const free = (amountMinor: number) => ({ amountMinor, costMinor: 0 })
    expect(discountsOf([free(250), free(350), free(1999)], { bps: 100, amountMinor: null })).toEqual([2, 4, 20])
    expect(discountsOf([{ amountMinor: 1000, costMinor: 960 }], { bps: 500, amountMinor: null })).toEqual([40])
  })
})

describe('whether it may be used', () => {
  const now = new Date('2026-11-20T12:00:00Z')
  const coupon: Coupon = {
    id: 'welcome',
    terms: { bps: 500, amountMinor: null },
    minimumMinor: 2_000,
    groupOrderId: null,
    validFrom: new Date('2026-11-20T12:00:00Z'),
    validUntil: new Date('2026-11-21T12:00:00Z'),
    budgetMinor: 1_000,
    spentMinor: 900,
    limitPerShopper: 1,
    isActive: true,
  }
  const order = { groupOrderId: 'group', goodsMinor: 2_000, discountMinor: 100, used: 0 }
  const why = (changes: Partial<Coupon>, more: Partial<typeof order> = {}, at = now) =>
    whyNotCoupon({ ...coupon, ...changes }, { ...order, ...more }, at)

  test('from its first instant to before its last, to the last unit of its budget', () => {
    expect(why({})).toBeUndefined()
    expect(why({ groupOrderId: 'group' })).toBeUndefined()
  })

  test('every refusal', () => {
    const unknown = { code: 'COUPON_UNKNOWN' }
    expect(whyNotCoupon(undefined, order, now)).toEqual(unknown)
    expect(why({ isActive: false })).toEqual(unknown)
    expect(why({ groupOrderId: 'another' })).toEqual(unknown)
    expect(why({}, {}, new Date(coupon.validFrom.getTime() - 1))).toEqual(unknown)
    expect(why({}, {}, coupon.validUntil)).toEqual(unknown)
    expect(why({}, { used: 1 })).toEqual({ code: 'COUPON_USED', limit: 1 })
    expect(why({}, { goodsMinor: 1_999 })).toEqual({ code: 'COUPON_MINIMUM', minimumMinor: 2_000 })
    expect(why({}, { discountMinor: 0 })).toEqual({ code: 'COUPON_NOTHING_OFF' })
    expect(why({}, { discountMinor: 101 })).toEqual({ code: 'COUPON_SPENT' })
  })
})

test('a code is what people type, in one spelling', () => {
  expect(couponCode(' welcome-５ ')).toBe('WELCOME5')
  for (const bad of ['', 'ab', 'A'.repeat(21), '欢迎', 'x;drop']) expect(couponCode(bad)).toBeUndefined()
})
