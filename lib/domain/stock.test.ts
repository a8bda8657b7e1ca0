import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { availableOf, MOVEMENT_REASONS, moveStock } from './stock.ts'

const level = { onHand: 10, reserved: 4 }

describe('moveStock', () => {
  test.each([
    ['received', 5, { onHand: 15, reserved: 4, available: 11 }],
    ['damaged', -6, { onHand: 4, reserved: 4, available: 0 }],
    ['counted', -2, { onHand: 8, reserved: 4, available: 4 }],
    ['counted', 2, { onHand: 12, reserved: 4, available: 8 }],
    ['returned', 1, { onHand: 11, reserved: 4, available: 7 }],
    ['collected', -4, { onHand: 6, reserved: 0, available: 6 }],
    ['undone', 1, { onHand: 11, reserved: 5, available: 6 }],
  ] as const)('%s %s', (reason, quantity, expected) => {
    expect(moveStock(level, quantity, reason)).toEqual({ ok: true, value: expected })
  })

  test('refuses to go below zero, and below what is reserved', () => {
    const belowZero = { ok: false, refusal: { code: 'STOCK_BELOW_ZERO', available: 6 } }
    expect(moveStock(level, -11, 'damaged')).toEqual(belowZero)
    const reserved = { ok: false, refusal: { code: 'STOCK_RESERVED', reserved: 4, available: 6 } }
    expect(moveStock(level, -7, 'spoiled')).toEqual(reserved)
  })

  test.each([
    ['received', -1],
    ['damaged', 1],
    ['spoiled', 1],
    ['collected', 1],
    ['undone', -1],
    ['collected', -5],
    ['correction', 0],
    ['correction', 1.5],
    ['correction', Number.NaN],
    ['correction', Number.POSITIVE_INFINITY],
    ['received', Number.MAX_SAFE_INTEGER],
  ] as const)('refuses %s %s as a bad quantity', (reason, quantity) => {
    expect(moveStock(level, quantity, reason)).toEqual({ ok: false, refusal: { code: 'BAD_QUANTITY' } })
  })

  test('goods that come in are taken even when more is reserved than there is', () => {
    const short = moveStock({ onHand: 1, reserved: 5 }, 2, 'received')
    expect(short).toEqual({ ok: true, value: { onHand: 3, reserved: 5, available: -2 } })
  })

  test('after any movements nothing is below zero and on hand is their sum (I2)', () => {
    const movement = fc.record({
      quantity: fc.integer({ min: -9, max: 9 }),
      reason: fc.constantFrom(...MOVEMENT_REASONS),
    })
    fc.assert(
      fc.property(fc.array(movement), fc.nat(20), fc.nat(20), (movements, free, reserved) => {
        let now = { onHand: free + reserved, reserved }
        let sum = now.onHand
        for (const { quantity, reason } of movements) {
          const moved = moveStock(now, quantity, reason)
          if (!moved.ok) continue
          now = moved.value
          sum += quantity
          expect(moved.value.available).toBe(availableOf(now))
          expect(Math.min(now.onHand, now.reserved, availableOf(now))).toBeGreaterThanOrEqual(0)
          expect(now.onHand).toBe(sum)
        }
      }),
    )
  })
})
