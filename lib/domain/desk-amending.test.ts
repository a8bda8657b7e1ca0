import { describe, expect, test } from 'vitest'
import {
  accepting,
  amending,
  ask,
  CUTOFF_AT,
  cancelling,
  offer,
  placing,
  shelfOf,
  WHILE_OPEN,
  withOffer,
} from './desk.fixture.ts'
import { decide, type Shelf } from './desk.ts'

describe('amending', () => {
  const shelf = accepting(
    shelfOf([offer('pear', { cap: 4, stockLeft: 9 }), offer('rice', { limitPerShopper: 2 })]),
    placing('a', { pear: 3, rice: 1 }),
  )

  test('moves only the difference and gives back what was removed', () => {
    const decision = decide(shelf, [amending('a', { pear: 4 })], WHILE_OPEN)
    expect(decision.answers).toEqual([{ ok: true, value: { kind: 'amended', orderId: 'a', totalMinor: 2000 } }])
    expect([...decision.soldDelta].sort()).toEqual([
      ['pear', 1],
      ['rice', -1],
    ])
    expect([...decision.stockDelta]).toEqual([['product-pear', 1]])
    expect([decision.nextNumber, decision.orders]).toEqual([2, 1])
  })

  test('must fit cap and limit by the difference', () => {
    const soldOut = { ok: false, refusal: { code: 'SOLD_OUT', offerId: 'pear', left: 1 } }
    expect(ask(shelf, amending('a', { pear: 5 }))).toEqual(soldOut)
    const overLimit = { ok: false, refusal: { code: 'OVER_LIMIT', offerId: 'rice', limit: 2, held: 1 } }
    expect(ask(shelf, amending('a', { pear: 3, rice: 3 }))).toEqual(overLimit)
  })

  test('a line that does not grow keeps its price, even withdrawn and over its cap', () => {
    const pricing = { priceMinor: 900, tiers: [], tierBy: 'orders' as const }
    const edited = withOffer(shelf, 'pear', { pricing, priceVersion: 2, withdrawn: true, cap: 1, stockLeft: 0 })
    const { amended } = decide(edited, [amending('a', { pear: 2, rice: 1 })], WHILE_OPEN)
    expect(amended[0]?.lines[0]).toMatchObject({ priceVersion: 1, priceMinor: 500, amountMinor: 1000 })
    const notOffered = { ok: false, refusal: { code: 'NOT_OFFERED', offerId: 'pear' } }
    expect(ask(edited, amending('a', { pear: 4 }))).toEqual(notOffered)
  })

  test('a line that stays keeps its price while another grows', () => {
    const pricing = { priceMinor: 900, tiers: [], tierBy: 'orders' as const }
    const edited = withOffer(shelf, 'pear', { pricing, priceVersion: 2 })
    const { amended } = decide(edited, [amending('a', { pear: 3, rice: 2 })], WHILE_OPEN)
    expect(amended[0]?.lines[0]).toMatchObject({ offerId: 'pear', priceVersion: 1, amountMinor: 1500 })
  })

  test('a line that grows takes the current price, and the shopper must have seen it', () => {
    const pricing = { priceMinor: 900, tiers: [], tierBy: 'orders' as const }
    const edited = withOffer(shelf, 'pear', { pricing, priceVersion: 2 })
    const grow = amending('a', { pear: 4 })
    expect(decide(edited, [grow], WHILE_OPEN).amended[0]?.lines).toMatchObject([{ priceVersion: 2, amountMinor: 3600 }])
    const changed = { ok: false, refusal: { code: 'PRICE_CHANGED', totalMinor: 3600 } }
    expect(ask(edited, { ...grow, shownTotalMinor: 2000 })).toEqual(changed)
  })

  test('one request may swap two offers of the same goods', () => {
    const shared = { productId: 'milk', stockLeft: 2 }
    const full = accepting(shelfOf([offer('one', shared), offer('two', shared)]), placing('a', { one: 2 }))
    const { answers, stockDelta } = decide(full, [amending('a', { two: 2 })], WHILE_OPEN)
    expect(answers[0]?.ok).toBe(true)
    expect(stockDelta.size).toBe(0)
    const mixed = accepting(
      shelfOf([offer('one', { ...shared, stockLeft: 3 }), offer('two', { ...shared, stockLeft: 3 })]),
      placing('a', { one: 1, two: 2 }),
    )
    expect(ask(mixed, amending('a', { one: 2, two: 1 }))?.ok).toBe(true)
    expect(ask(mixed, amending('a', { one: 2, two: 2 }))).toMatchObject({ refusal: { code: 'SOLD_OUT', left: 0 } })
  })

  test('moves to another station that is served, and stays at one that no longer is', () => {
    const move = { ...amending('a', { pear: 3 }), stationId: 'hall' }
    expect(decide(shelf, [move], WHILE_OPEN).amended[0]?.stationId).toBe('hall')
    const notServed = { ok: false, refusal: { code: 'STATION_NOT_SERVED' } }
    expect(ask(shelf, { ...move, stationId: 'moon' })).toEqual(notServed)
    const moved: Shelf = { ...shelf, group: { ...shelf.group, stationIds: new Set(['hall']) } }
    expect(ask(moved, { ...move, stationId: 'gate' })?.ok).toBe(true)
  })

  test('refuses to empty an order: that is what cancelling is for', () => {
    expect(ask(shelf, amending('a', {}))).toEqual({ ok: false, refusal: { code: 'EMPTY_ORDER' } })
  })

  test('an order may be placed, amended twice and cancelled in one batch', () => {
    const requests = [
      placing('b', { pear: 1 }),
      amending('b', { rice: 1 }),
      amending('b', { rice: 2 }),
      cancelling('b'),
    ]
    const decision = decide(shelf, requests, WHILE_OPEN)
    expect(decision.answers.every((each) => each.ok)).toBe(true)
    expect(decision.amended).toMatchObject([{ orderId: 'b', lines: [{ offerId: 'rice', quantity: 2 }] }])
    expect(decision.cancelled).toMatchObject([{ orderId: 'b', reason: 'shopper' }])
    expect([decision.soldDelta.size, decision.stockDelta.size]).toEqual([0, 0])
    expect([decision.nextNumber, decision.orders]).toEqual([3, 1])
  })
})

describe('whose order, and in what state', () => {
  const shelf = accepting(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
  const cancelled = accepting(shelf, cancelling('a'))

  test('an order of somebody else does not exist', () => {
    const notFound = { ok: false, refusal: { code: 'ORDER_NOT_FOUND' } }
    expect(ask(shelf, { ...amending('a', { pear: 2 }), shopperId: 'thief' })).toEqual(notFound)
    expect(ask(shelf, { ...cancelling('a'), shopperId: 'thief' })).toEqual(notFound)
    expect(ask(shelf, cancelling('nothing'))).toEqual(notFound)
  })

  test('cancelling twice is accepted, even after the cutoff, and changes nothing', () => {
    const decision = decide(cancelled, [cancelling('a')], CUTOFF_AT)
    expect(decision.answers).toEqual([{ ok: true, value: { kind: 'cancelled', orderId: 'a', repeated: true } }])
    expect([decision.cancelled, decision.soldDelta.size, decision.orders]).toEqual([[], 0, 0])
  })

  test('neither a cancelled nor a frozen order can be changed', () => {
    const notOpen = { ok: false, refusal: { code: 'ORDER_NOT_OPEN' } }
    expect(ask(cancelled, amending('a', { pear: 2 }))).toEqual(notOpen)
    const [order] = shelf.orders.values()
    if (!order) throw new Error('unreachable: it was placed above')
    const frozen: Shelf = { ...shelf, orders: new Map([['a', { ...order, state: 'frozen' }]]) }
    expect(ask(frozen, amending('a', { pear: 2 }))).toEqual(notOpen)
    expect(ask(frozen, cancelling('a'))).toEqual(notOpen)
  })

  test('throws when the offers of a loaded order were not loaded', () => {
    expect(() => ask({ ...shelf, offers: new Map() }, cancelling('a'))).toThrow(/not on the shelf/)
  })
})
