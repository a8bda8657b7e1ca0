import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acceptsOrders,
  canFollow,
  canOrderFollow,
  canPaymentFollow,
  checkSchedule,
  closeOutcome,
  effectiveState,
  GROUP_NEXT,
  GROUP_STATES,
  type GroupState,
  ORDER_STATES,
  type OrderState,
  PAYMENT_STATES,
  type PaymentState,
  shopperSteps,
} from './lifecycle.ts'

const OPENS_AT = new Date('2026-11-20T08:00:00Z')
const CUTOFF_AT = new Date('2026-11-20T20:00:00Z')
const at = (milliseconds: number) => new Date(OPENS_AT.getTime() + milliseconds)
const HOURS = 3_600_000

describe('the life of a group order', () => {
  const steps: [GroupState, GroupState][] = [
    ['draft', 'scheduled'],
    ['draft', 'open'],
    ['draft', 'cancelled'],
    ['scheduled', 'open'],
    ['scheduled', 'closed'],
    ['scheduled', 'draft'],
    ['scheduled', 'cancelled'],
    ['open', 'closed'],
    ['open', 'cancelled'],
    ['closed', 'confirmed'],
    ['closed', 'failed'],
    ['closed', 'cancelled'],
    ['confirmed', 'received'],
    ['confirmed', 'cancelled'],
    ['received', 'dispatched'],
    ['received', 'cancelled'],
    ['dispatched', 'arrived'],
    ['arrived', 'completed'],
    ['completed', 'settled'],
    ['failed', 'settled'],
    ['cancelled', 'settled'],
  ]

  test('has these steps and no other', () => {
    const all = GROUP_STATES.flatMap((from) => GROUP_STATES.map((to) => [from, to] as [GroupState, GroupState]))
    expect(new Set(all.filter(([from, to]) => canFollow(from, to)).map(String))).toEqual(new Set(steps.map(String)))
  })

  test('leads from every state to settled, and there it ends', () => {
    for (const start of GROUP_STATES) {
      const reached = new Set<GroupState>([start])
      for (const state of reached) for (const next of GROUP_NEXT[state]) reached.add(next)
      expect(reached.has('settled')).toBe(true)
    }
    expect(GROUP_NEXT.settled).toEqual([])
  })

  test('moves on by its times alone, one allowed step after the other, and never back', () => {
    const times = fc.integer({ min: -20 * HOURS, max: 40 * HOURS })
    fc.assert(
      fc.property(fc.constantFrom(...GROUP_STATES), times, times, (state, one, other) => {
        const group = { state, opensAt: OPENS_AT, cutoffAt: CUTOFF_AT }
        const earlier = effectiveState(group, at(Math.min(one, other)))
        const later = effectiveState(group, at(Math.max(one, other)))
        expect(earlier === later || canFollow(earlier, later)).toBe(true)
        expect(earlier === state || canFollow(state, earlier)).toBe(true)
        expect(GROUP_STATES.indexOf(later)).toBeGreaterThanOrEqual(GROUP_STATES.indexOf(earlier))
      }),
    )
  })

  test.each([
    ['scheduled', -1, 'scheduled', false],
    ['scheduled', 0, 'open', true],
    ['scheduled', 12 * HOURS - 1, 'open', true],
    ['scheduled', 12 * HOURS, 'closed', false],
    ['open', -1, 'open', false],
    ['open', 0, 'open', true],
    ['open', 12 * HOURS - 1, 'open', true],
    ['open', 12 * HOURS, 'closed', false],
    ['closed', 0, 'closed', false],
    ['draft', 0, 'draft', false],
    ['cancelled', 0, 'cancelled', false],
  ] as const)('%s, %s ms after the opening, is %s', (state, milliseconds, expected, accepts) => {
    const group = { state, opensAt: OPENS_AT, cutoffAt: CUTOFF_AT }
    expect(effectiveState(group, at(milliseconds))).toBe(expected)
    expect(acceptsOrders(group, at(milliseconds))).toBe(accepts)
  })

  test.each([
    [0, 0, 'failed'],
    [0, 5, 'failed'],
    [1, 0, 'confirmed'],
    [4, 5, 'failed'],
    [5, 5, 'confirmed'],
  ])('with %s orders of %s it has %s', (orders, minimum, expected) => {
    expect(closeOutcome(orders, minimum)).toBe(expected)
  })
})

describe('checkSchedule', () => {
  const good = { opensAt: OPENS_AT, cutoffAt: CUTOFF_AT, pickupFrom: at(30 * HOURS), pickupUntil: at(34 * HOURS) }

  test('accepts instants in their order, pickup from the very cutoff included', () => {
    expect(checkSchedule(good, OPENS_AT)).toEqual({ ok: true, value: true })
    expect(checkSchedule({ ...good, pickupFrom: CUTOFF_AT }, OPENS_AT).ok).toBe(true)
  })

  test.each([
    ['CUTOFF_BEFORE_OPENING', 'cutoffAt', { ...good, cutoffAt: OPENS_AT }, OPENS_AT],
    ['CUTOFF_IN_PAST', 'cutoffAt', good, CUTOFF_AT],
    ['PICKUP_BEFORE_CUTOFF', 'pickupFrom', { ...good, pickupFrom: at(12 * HOURS - 1) }, OPENS_AT],
    ['PICKUP_ENDS_BEFORE_START', 'pickupUntil', { ...good, pickupUntil: good.pickupFrom }, OPENS_AT],
  ])('refuses %s at %s', (code, field, schedule, now) => {
    expect(checkSchedule(schedule, now)).toEqual({ ok: false, refusal: { code, field } })
  })
})

describe('the life of an order and of its payment', () => {
  test('an order has these steps and no other', () => {
    const all = ORDER_STATES.flatMap((from) =>
      ORDER_STATES.filter((to) => canOrderFollow(from, to)).map((to) => `${from} ${to}`),
    )
    expect(all.sort()).toEqual([
      'collected ready',
      'frozen cancelled',
      'frozen ready',
      'placed cancelled',
      'placed frozen',
      'placed placed',
      'ready cancelled',
      'ready collected',
      'ready uncollected',
      'uncollected collected',
    ])
  })

  test('money that was taken is kept or given back; a slip at the station makes it due again', () => {
    const reachable = (from: PaymentState) => PAYMENT_STATES.filter((to) => canPaymentFollow(from, to))
    expect(reachable('paid')).toEqual(['due', 'held', 'part_refunded', 'refunded'])
    expect(reachable('part_refunded')).toEqual(['part_refunded', 'refunded'])
    expect(reachable('refunded')).toEqual([])
  })

  test('money for an order that died is recorded, so that it can go back (I9)', () => {
    expect(canPaymentFollow('due', 'not_due')).toBe(true)
    expect(canPaymentFollow('not_due', 'paid')).toBe(true)
    expect(canPaymentFollow('paid', 'refunded')).toBe(true)
  })
})

describe('shopperSteps', () => {
  const shown = (state: GroupState, bought: boolean, order: OrderState) =>
    shopperSteps(state, bought, order)
      .map(({ status }) => ({ done: 'x', now: '>', next: '.' })[status])
      .join('')

  test.each([
    ['open', false, 'placed', '>....'],
    ['closed', false, 'placed', 'x>...'],
    ['confirmed', false, 'frozen', 'x>...'],
    ['confirmed', true, 'frozen', 'xx>..'],
    ['received', false, 'frozen', 'xx>..'],
    ['dispatched', true, 'frozen', 'xx>..'],
    ['dispatched', true, 'ready', 'xxx>.'],
    ['arrived', true, 'frozen', 'xxx>.'],
    ['arrived', true, 'collected', 'xxxxx'],
    ['completed', true, 'uncollected', 'xxx>.'],
    ['settled', true, 'collected', 'xxxxx'],
    ['failed', false, 'cancelled', 'x....'],
    ['settled', false, 'cancelled', 'x....'],
    ['cancelled', true, 'frozen', 'x....'],
    ['open', false, 'cancelled', 'x....'],
  ] as const)('%s, bought %s, order %s: %s', (state, bought, order, expected) => {
    expect(shown(state, bought, order)).toBe(expected)
  })

  test('is always done steps, at most one now, then next steps', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...GROUP_STATES),
        fc.boolean(),
        fc.constantFrom(...ORDER_STATES),
        (state, bought, order) => {
          expect(shown(state, bought, order)).toMatch(/^(?=.{5}$)x*>?\.*$/)
        },
      ),
    )
  })
})
