import { expect, test } from 'vitest'
import { offer, placing, shelfOf, WHILE_OPEN, written } from './desk.fixture.ts'
import { decide } from './desk.ts'
import { payBy } from './payment.ts'

const place = (priceMinor: number) => {
  const shelf = shelfOf([offer('figs', { pricing: { priceMinor, tiers: [], tierBy: 'orders' } })])
  const decision = decide(shelf, [placing('a', { figs: 2 }, { payment: 'online' })], WHILE_OPEN)
  return { shelf, decision }
}

test('what is to be paid online takes nothing from the wallet; what costs nothing is not to be paid online', () => {
  expect(place(560).decision).toMatchObject({ placed: [{ payment: 'online', totalMinor: 1120 }], charges: [] })
  expect(place(0).decision).toMatchObject({ placed: [{ payment: 'on_pickup', totalMinor: 0 }] })
})

test('time runs out for what is not paid, and for nothing else', () => {
  const { shelf, decision } = place(560)
  const after = written(shelf, decision)
  const orderId = decision.placed[0]?.orderId ?? ''
  const runOut = { kind: 'cancel', orderId, shopperId: `shopper-${orderId}`, reason: 'payment_expired' } as const
  expect(decide(after, [runOut], WHILE_OPEN)).toMatchObject({ cancelled: [{ reason: 'payment_expired' }], charges: [] })
  const order = after.orders.get(orderId)
  if (!order) throw new Error('the order is not there')
  for (const paid of [{ isHeld: true }, { payment: 'on_pickup' as const }]) {
    const orders = new Map([[orderId, { ...order, ...paid }]])
    expect(decide({ ...after, orders }, [runOut], WHILE_OPEN).answers).toEqual([
      { ok: false, refusal: { code: 'ORDER_NOT_OPEN' } },
    ])
  }
})

test('it is kept for half an hour, and no longer than the cutoff', () => {
  const minutes = (count: number) => new Date(WHILE_OPEN.getTime() + count * 60_000)
  expect([payBy(WHILE_OPEN, minutes(500)), payBy(WHILE_OPEN, minutes(30)), payBy(WHILE_OPEN, minutes(7))]).toEqual([
    minutes(30),
    minutes(30),
    minutes(7),
  ])
})
