import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkTopUp,
  DISPUTE_AFTER,
  DISPUTE_STATES,
  ONLINE_PAYMENT_EVENTS,
  ONLINE_PAYMENT_STATES,
  type OnlinePaymentEvent,
  type OnlinePaymentState,
  PAYABLE_STATES,
  PAYMENT_AFTER,
  REFUND_AFTER,
  refundEvent,
  TAKEN_STATES,
  topUpLimits,
  waitSeconds,
} from './payment.ts'

const event = fc.constantFrom(...ONLINE_PAYMENT_EVENTS)
const after = (events: readonly OnlinePaymentEvent[], from: OnlinePaymentState = 'started') =>
  events.reduce((state, each) => PAYMENT_AFTER[state][each], from)

test('money that was taken stays taken, whatever is told before and after', () => {
  fc.assert(
    fc.property(fc.array(event), fc.array(event), (before, later) => {
      expect(TAKEN_STATES.has(after([...before, 'succeeded', ...later]))).toBe(true)
    }),
  )
})

test('nothing is taken, and nothing given back, without a success', () => {
  fc.assert(
    fc.property(fc.array(event.filter((each) => each !== 'succeeded')), (events) => {
      expect(TAKEN_STATES.has(after(events))).toBe(false)
    }),
  )
})

test('what a payment comes to does not depend on the order in which its end is told, nor on how often', () => {
  // what was given back is told anew with each success, so that the last word is the sum
  const ends: OnlinePaymentEvent[] = ['succeeded', 'expired', 'declined', 'opened', 'unreachable']
  fc.assert(
    fc.property(
      fc.shuffledSubarray(ends, { minLength: ends.length }),
      fc.array(event.filter((each) => !each.startsWith('refunds'))),
      fc.constantFrom('refunds_none', 'refunds_part', 'refunds_all'),
      (told, repeated, sum) => {
        expect(after([...told, ...repeated, sum as OnlinePaymentEvent])).toBe(
          { refunds_none: 'succeeded', refunds_part: 'part_refunded', refunds_all: 'refunded' }[sum],
        )
      },
    ),
  )
})

test('told twice is told once', () => {
  for (const state of ONLINE_PAYMENT_STATES)
    for (const each of ONLINE_PAYMENT_EVENTS) expect(after([each, each], state)).toBe(after([each], state))
})

test('the table, where it matters most', () => {
  expect(after(['opened', 'expired', 'succeeded'])).toBe('succeeded')
  expect(after(['opened', 'succeeded', 'expired'])).toBe('succeeded')
  expect(after(['opened', 'refunds_all'])).toBe('open')
  expect(after(['unreachable', 'opened'])).toBe('open')
  expect(after(['opened', 'unreachable'])).toBe('open')
  expect(after(['expired', 'opened'])).toBe('expired')
  expect(after(['opened', 'succeeded', 'refunds_all', 'refunds_none'])).toBe('succeeded')
  for (const state of PAYABLE_STATES) expect(TAKEN_STATES.has(state)).toBe(false)
})

test('what was given back is nothing, a part or all', () => {
  expect([refundEvent(500, 0), refundEvent(500, 499), refundEvent(500, 500)]).toEqual([
    'refunds_none',
    'refunds_part',
    'refunds_all',
  ])
})

test('a failed refund stays failed, and a done one may still fail', () => {
  expect(REFUND_AFTER.done.failed).toBe('failed')
  expect(REFUND_AFTER.done.sent).toBe('done')
  for (const told of ['sent', 'done', 'failed'] as const) expect(REFUND_AFTER.failed[told]).toBe('failed')
})

test('a decided dispute stays decided, and none goes back to be answered', () => {
  for (const said of DISPUTE_STATES) {
    for (const decided of ['won', 'lost', 'withdrawn'] as const) expect(DISPUTE_AFTER[decided][said]).toBe(decided)
    expect(DISPUTE_AFTER.under_review[said]).not.toBe('to_answer')
    expect(DISPUTE_AFTER.to_answer[said]).toBe(said)
  }
})

test('a top-up has a least and a most, in whole minor units', () => {
  const { leastMinor, mostMinor } = topUpLimits('CAD')
  expect([leastMinor, mostMinor]).toEqual([100, 200_000])
  expect(topUpLimits('JPY')).toEqual({ leastMinor: 100, mostMinor: 200_000 })
  for (const good of [leastMinor, mostMinor]) expect(checkTopUp(good, 'CAD').ok).toBe(true)
  for (const bad of [leastMinor - 1, mostMinor + 1, 0, -100, 150.5, Number.NaN])
    expect(checkTopUp(bad, 'CAD')).toMatchObject({ ok: false, refusal: { code: 'TOP_UP_AMOUNT' } })
})

test('a provider is asked again ever more seldom, and at least once an hour', () => {
  expect([1, 2, 3, 10, 11, 500].map(waitSeconds)).toEqual([5, 10, 20, 2560, 3600, 3600])
})
