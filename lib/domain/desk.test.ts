import { describe, expect, test } from 'vitest'
import {
  accepting,
  amending,
  ask,
  CUTOFF_AT,
  cancelling,
  JUST_BEFORE_CUTOFF,
  linesOf,
  OPENS_AT,
  offer,
  placing,
  shelfOf,
  WHILE_OPEN,
  written,
} from './desk.fixture.ts'
import { decide, type Shelf } from './desk.ts'
import { MAX_LINES } from './desk-lines.ts'
import { GROUP_STATES } from './lifecycle.ts'

const NOTHING = { discountMinor: 0, depositMinor: 0 }

describe('placing', () => {
  test('writes the order, its number, its key and what it takes', () => {
    const shelf = shelfOf([offer('pear', { stockLeft: 9 }), offer('rice')], { nextNumber: 38, orders: 30 })
    const decision = decide(shelf, [placing('a', { pear: 2, rice: 1 })], WHILE_OPEN)
    expect(decision.answers).toEqual([
      { ok: true, value: { kind: 'placed', orderId: 'a', number: 38, totalMinor: 1500, repeated: false } },
    ])
    expect(decision.placed).toEqual([
      {
        orderId: 'a',
        key: 'key-a',
        bodyHash: 'body-a',
        shopperId: 'shopper-a',
        stationId: 'gate',
        number: 38,
        payment: 'on_pickup',
        couponId: null,
        carrierId: null,
        totalMinor: 1500,
        toleranceMinor: 0,
        answeredMinor: 1500,
        lines: [
          { offerId: 'pear', quantity: 2, priceVersion: 1, priceMinor: 500, amountMinor: 1000, ...NOTHING },
          { offerId: 'rice', quantity: 1, priceVersion: 1, priceMinor: 500, amountMinor: 500, ...NOTHING },
        ],
      },
    ])
    expect([...decision.soldDelta]).toEqual([
      ['pear', 2],
      ['rice', 1],
    ])
    expect([...decision.stockDelta]).toEqual([['product-pear', 2]])
    expect([decision.nextNumber, decision.orders]).toEqual([39, 31])
  })

  test('sums the lines that name one offer twice', () => {
    const lines = [...linesOf({ pear: 2 }), ...linesOf({ pear: 3 })]
    const { placed } = decide(shelfOf([offer('pear')]), [placing('a', {}, { lines })], WHILE_OPEN)
    expect(placed[0]?.lines).toMatchObject([{ offerId: 'pear', quantity: 5 }])
  })

  test('answers at the tier reached before it, and stores the base price', () => {
    const pricing = { priceMinor: 500, tiers: [{ from: 2, priceMinor: 400 }], tierBy: 'orders' as const }
    const shelf = shelfOf([offer('pear', { pricing })], { orders: 1 })
    const { answers, placed } = decide(shelf, [placing('a', { pear: 1 }), placing('b', { pear: 1 })], WHILE_OPEN)
    expect(answers).toMatchObject([{ value: { totalMinor: 500 } }, { value: { totalMinor: 400 } }])
    expect(placed.map((order) => order.totalMinor)).toEqual([500, 500])
  })

  test('asks again where weighed goods may come to more than was shown', () => {
    const pricing = { priceMinor: 1_000, tiers: [], tierBy: 'orders' as const, toleranceBps: 1_000 }
    const shelf = shelfOf([offer('fish', { unit: 'kg', pricing })])
    const asked = (shownMostMinor: number) =>
      ask(shelf, placing('a', { fish: 2_000 }, { shownTotalMinor: 2_000, shownMostMinor }))
    expect(asked(2_199)).toEqual({ ok: false, refusal: { code: 'PRICE_CHANGED', totalMinor: 2_000 } })
    expect(asked(2_200)?.ok).toBe(true)
  })

  test('refuses a total that rose above the one shown, and only that', () => {
    const shelf = shelfOf([offer('pear')])
    const refused = { ok: false, refusal: { code: 'PRICE_CHANGED', totalMinor: 1000 } }
    expect(ask(shelf, placing('a', { pear: 2 }, { shownTotalMinor: 999 }))).toEqual(refused)
    expect(ask(shelf, placing('a', { pear: 2 }, { shownTotalMinor: 1000 }))?.ok).toBe(true)
    expect(ask(shelf, placing('a', { pear: 2 }, { shownTotalMinor: 1001 }))).toMatchObject({
      value: { totalMinor: 1000 },
    })
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1000])('refuses %s pieces', (quantity) => {
    const refused = { ok: false, refusal: { code: 'BAD_QUANTITY', offerId: 'pear' } }
    expect(ask(shelfOf([offer('pear')]), placing('a', { pear: quantity }))).toEqual(refused)
  })

  test('refuses parts that only look right when summed', () => {
    const lines = [...linesOf({ pear: 5 }), ...linesOf({ pear: -3 })]
    expect(ask(shelfOf([offer('pear')]), placing('a', {}, { lines }))).toMatchObject({
      refusal: { code: 'BAD_QUANTITY' },
    })
    const much = [...linesOf({ pear: 999 }), ...linesOf({ pear: 1 })]
    expect(ask(shelfOf([offer('pear')]), placing('a', {}, { lines: much }))).toMatchObject({
      refusal: { code: 'BAD_QUANTITY' },
    })
  })

  test('refuses an order without lines, with too many, and too dear', () => {
    const dear = offer('gold', { pricing: { priceMinor: 10_000_000, tiers: [], tierBy: 'orders' } })
    const many = Array.from({ length: MAX_LINES + 1 }, () => ({ offerId: 'gold', quantity: 1 }))
    expect(ask(shelfOf([dear]), placing('a', {}))).toEqual({ ok: false, refusal: { code: 'EMPTY_ORDER' } })
    const tooLarge = { ok: false, refusal: { code: 'ORDER_TOO_LARGE' } }
    expect(ask(shelfOf([dear]), placing('a', {}, { lines: many }))).toEqual(tooLarge)
    expect(ask(shelfOf([dear]), placing('a', { gold: 201 }))).toEqual(tooLarge)
    expect(ask(shelfOf([dear]), placing('a', { gold: 200 }))?.ok).toBe(true)
  })

  test('refuses what is not offered, and a station that is not served', () => {
    const shelf = shelfOf([offer('pear'), offer('old', { withdrawn: true })])
    const notOffered = (offerId: string) => ({ ok: false, refusal: { code: 'NOT_OFFERED', offerId } })
    expect(ask(shelf, placing('a', { kiwi: 1 }))).toEqual(notOffered('kiwi'))
    expect(ask(shelf, placing('a', { old: 1 }))).toEqual(notOffered('old'))
    const elsewhere = placing('a', { pear: 1 }, { stationId: 'moon' })
    expect(ask(shelf, elsewhere)).toEqual({ ok: false, refusal: { code: 'STATION_NOT_SERVED' } })
  })

  test('throws on the id of an order that exists: that is a bug', () => {
    const shelf = accepting(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
    expect(() => ask(shelf, placing('a', { pear: 1 }, { key: 'other' }))).toThrow(/exists already/)
  })
})

describe('what is left', () => {
  test('a cap counts what was sold, and the first to arrive get it', () => {
    const shelf = shelfOf([offer('pear', { cap: 5, sold: 2 })])
    const requests = ['a', 'b', 'c'].map((id) => placing(id, { pear: 2 }))
    const { answers, soldDelta } = decide(shelf, requests, WHILE_OPEN)
    const soldOut = { ok: false, refusal: { code: 'SOLD_OUT', offerId: 'pear', left: 1 } }
    expect(answers).toMatchObject([{ ok: true }, soldOut, soldOut])
    expect(soldDelta.get('pear')).toBe(2)
  })

  test('offers of one product share its stock, within a request and between requests', () => {
    const shared = { productId: 'milk', stockLeft: 3 }
    const shelf = shelfOf([offer('one', shared), offer('two', shared)])
    const soldOut = { ok: false, refusal: { code: 'SOLD_OUT', offerId: 'two', left: 1 } }
    expect(ask(shelf, placing('a', { one: 2, two: 2 }))).toEqual(soldOut)
    const { answers, stockDelta } = decide(shelf, [placing('a', { one: 2 }), placing('b', { two: 2 })], WHILE_OPEN)
    expect(answers).toMatchObject([{ ok: true }, soldOut])
    expect([...stockDelta]).toEqual([['milk', 2]])
  })

  test('a presale offer of a stocked product takes no stock', () => {
    const shelf = shelfOf([offer('now', { productId: 'milk', stockLeft: 1 }), offer('later', { productId: 'milk' })])
    const { answers, stockDelta } = decide(shelf, [placing('a', { later: 9 }), placing('b', { now: 1 })], WHILE_OPEN)
    expect(answers.every((each) => each.ok)).toBe(true)
    expect([...stockDelta]).toEqual([['milk', 1]])
  })

  test('the limit counts all live orders of the shopper together', () => {
    const shelf = shelfOf([offer('egg', { limitPerShopper: 3 })])
    const mine = { shopperId: 'me' }
    const requests = [placing('a', { egg: 2 }, mine), placing('b', { egg: 2 }, mine), placing('c', { egg: 3 })]
    const overLimit = { ok: false, refusal: { code: 'OVER_LIMIT', offerId: 'egg', limit: 3, held: 2 } }
    expect(decide(shelf, requests, WHILE_OPEN).answers).toMatchObject([{ ok: true }, overLimit, { ok: true }])
  })

  test('what a cancelled order held can be had again at once', () => {
    const shelf = accepting(shelfOf([offer('egg', { limitPerShopper: 2, cap: 2 })]), placing('a', { egg: 2 }))
    const again = placing('b', { egg: 2 }, { shopperId: 'shopper-a' })
    const { answers, soldDelta } = decide(shelf, [cancelling('a'), again], WHILE_OPEN)
    expect(answers.every((each) => each.ok)).toBe(true)
    expect(soldDelta.size).toBe(0)
  })
})

describe('the window', () => {
  const shelf = accepting(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
  const each = [placing('b', { pear: 1 }), amending('a', { pear: 2 }), cancelling('a')]

  test.each(each)('the cutoff is exclusive and the opening inclusive: $kind', (request) => {
    expect(ask(shelf, request, OPENS_AT)?.ok).toBe(true)
    expect(ask(shelf, request, JUST_BEFORE_CUTOFF)?.ok).toBe(true)
    expect(ask(shelf, request, CUTOFF_AT)).toEqual({ ok: false, refusal: { code: 'CUTOFF_PASSED' } })
    const early = new Date(OPENS_AT.getTime() - 1)
    expect(ask(shelf, request, early)).toEqual({ ok: false, refusal: { code: 'NOT_OPEN_YET', opensAt: OPENS_AT } })
  })

  test.each(GROUP_STATES)('says why a group that is %s takes nothing', (state) => {
    const request = placing('b', { pear: 1 })
    const code = ask({ ...shelf, group: { ...shelf.group, state } }, request)
    const expected = { draft: 'NOT_PUBLISHED', cancelled: 'GROUP_CANCELLED' }[state as string] ?? 'CUTOFF_PASSED'
    if (state === 'open' || state === 'scheduled') expect(code?.ok).toBe(true)
    else expect(code).toEqual({ ok: false, refusal: { code: expected } })
  })

  test('a scheduled group opens by its time, not by a job', () => {
    const scheduled: Shelf = { ...shelf, group: { ...shelf.group, state: 'scheduled' } }
    const early = ask(scheduled, placing('b', { pear: 1 }), new Date(OPENS_AT.getTime() - 1))
    expect(early).toEqual({ ok: false, refusal: { code: 'NOT_OPEN_YET', opensAt: OPENS_AT } })
    expect(ask(scheduled, placing('b', { pear: 1 }), CUTOFF_AT)).toMatchObject({ refusal: { code: 'CUTOFF_PASSED' } })
  })
})

describe('idempotency', () => {
  test('the same key gives the same answer in the batch, later, and after the cutoff', () => {
    const shelf = shelfOf([offer('pear')])
    const request = placing('a', { pear: 1 })
    const again = { ...request, orderId: 'z' }
    const decision = decide(shelf, [request, again], WHILE_OPEN)
    const repeated = { ok: true, value: { kind: 'placed', orderId: 'a', number: 1, totalMinor: 500, repeated: true } }
    expect(decision.answers[1]).toEqual(repeated)
    expect(decision.placed).toHaveLength(1)
    expect(ask(written(shelf, decision), again, CUTOFF_AT)).toEqual(repeated)
  })

  test('refuses the key with another body', () => {
    const shelf = accepting(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
    const reused = { ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } }
    expect(ask(shelf, placing('b', { pear: 2 }, { key: 'key-a' }))).toEqual(reused)
    expect(ask(shelf, placing('b', { pear: 2 }, { key: 'key-a' }), CUTOFF_AT)).toEqual(reused)
  })

  test('a refusal consumes neither key nor number', () => {
    const shelf = shelfOf([offer('pear', { cap: 1 })])
    const tooMany = placing('a', { pear: 2 })
    const { answers, nextNumber } = decide(shelf, [tooMany, placing('b', { pear: 1 }, { key: 'key-a' })], WHILE_OPEN)
    expect(answers).toMatchObject([{ ok: false }, { ok: true, value: { number: 1 } }])
    expect(nextNumber).toBe(2)
  })

  test('where the answer was not stored, the order answers as it stands', () => {
    const pricing = { priceMinor: 500, tiers: [{ from: 2, priceMinor: 400 }], tierBy: 'orders' as const }
    const placed = accepting(
      shelfOf([offer('pear', { pricing })]),
      placing('a', { pear: 2 }),
      placing('b', { pear: 1 }),
    )
    const shelf: Shelf = { ...placed, keys: new Map([['key-a', { bodyHash: 'body-a', orderId: 'a' }]]) }
    expect(ask(shelf, placing('a', { pear: 2 }))).toMatchObject({
      value: { totalMinor: 800, number: 1, repeated: true },
    })
    const order = shelf.orders.get('a')
    if (!order) throw new Error('unreachable: it was placed above')
    const frozen = new Map(shelf.orders).set('a', { ...order, state: 'frozen' })
    expect(ask({ ...shelf, orders: frozen }, placing('a', { pear: 2 }))).toMatchObject({ value: { totalMinor: 1000 } })
    expect(() => ask({ ...shelf, orders: new Map() }, placing('a', { pear: 2 }))).toThrow(/not on the shelf/)
  })
})
