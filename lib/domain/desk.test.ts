import { describe, expect, test } from 'vitest'
import { CUTOFF_AT, JUST_BEFORE_CUTOFF, linesOf, OPENS_AT, offer, placing, shelfOf, WHILE_OPEN, written } from './desk.fixture.ts'
import { type DeskRequest, decide, type OfferOnShelf, type Shelf } from './desk.ts'
import { MAX_LINES } from './desk-lines.ts'
import { GROUP_STATES } from './lifecycle.ts'

/** Decides one request and returns its answer. */
function ask(shelf: Shelf, request: DeskRequest, now = WHILE_OPEN) {
  return decide(shelf, [request], now).answers[0]
}

/** The shelf after these requests, all of which must be accepted. */
function after(shelf: Shelf, ...requests: DeskRequest[]): Shelf {
  const decision = decide(shelf, requests, WHILE_OPEN)
  expect(decision.answers.every((each) => each.ok)).toBe(true)
  return written(shelf, decision)
}

function withOffer(shelf: Shelf, id: string, changes: Partial<OfferOnShelf>): Shelf {
  const old = shelf.offers.get(id) ?? offer(id)
  return { ...shelf, offers: new Map(shelf.offers).set(id, { ...old, ...changes }) }
}

const amending = (orderId: string, lines: Record<string, number>) =>
  ({ kind: 'amend', orderId, shopperId: `shopper-${orderId}`, lines: linesOf(lines) }) as const

const cancelling = (orderId: string) => ({ kind: 'cancel', orderId, shopperId: `shopper-${orderId}` }) as const

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
        totalMinor: 1500,
        answeredMinor: 1500,
        lines: [
          { offerId: 'pear', quantity: 2, priceVersion: 1, priceMinor: 500, amountMinor: 1000 },
          { offerId: 'rice', quantity: 1, priceVersion: 1, priceMinor: 500, amountMinor: 500 },
        ],
      },
    ])
    expect([...decision.soldDelta]).toEqual([['pear', 2], ['rice', 1]])
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

  test('refuses a total that rose above the one shown, and only that', () => {
    const shelf = shelfOf([offer('pear')])
    const refused = { ok: false, refusal: { code: 'PRICE_CHANGED', totalMinor: 1000 } }
    expect(ask(shelf, placing('a', { pear: 2 }, { shownTotalMinor: 999 }))).toEqual(refused)
    expect(ask(shelf, placing('a', { pear: 2 }, { shownTotalMinor: 1000 }))?.ok).toBe(true)
    expect(ask(shelf, placing('a', { pear: 2 }, { shownTotalMinor: 1001 }))).toMatchObject({ value: { totalMinor: 1000 } })
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1000])('refuses %s pieces', (quantity) => {
    const refused = { ok: false, refusal: { code: 'BAD_QUANTITY', offerId: 'pear' } }
    expect(ask(shelfOf([offer('pear')]), placing('a', { pear: quantity }))).toEqual(refused)
  })

  test('refuses parts that only look right when summed', () => {
    const lines = [...linesOf({ pear: 5 }), ...linesOf({ pear: -3 })]
    expect(ask(shelfOf([offer('pear')]), placing('a', {}, { lines }))).toMatchObject({ refusal: { code: 'BAD_QUANTITY' } })
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
    const shelf = after(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
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
    const shelf = after(shelfOf([offer('egg', { limitPerShopper: 2, cap: 2 })]), placing('a', { egg: 2 }))
    const again = placing('b', { egg: 2 }, { shopperId: 'shopper-a' })
    const { answers, soldDelta } = decide(shelf, [cancelling('a'), again], WHILE_OPEN)
    expect(answers.every((each) => each.ok)).toBe(true)
    expect(soldDelta.size).toBe(0)
  })
})

describe('the window', () => {
  const shelf = after(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
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
    const shelf = after(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
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
    const placed = after(shelfOf([offer('pear', { pricing })]), placing('a', { pear: 2 }), placing('b', { pear: 1 }))
    const shelf: Shelf = { ...placed, keys: new Map([['key-a', { bodyHash: 'body-a', orderId: 'a' }]]) }
    expect(ask(shelf, placing('a', { pear: 2 }))).toMatchObject({ value: { totalMinor: 800, number: 1, repeated: true } })
    const order = shelf.orders.get('a')
    if (!order) throw new Error('unreachable: it was placed above')
    const frozen = new Map(shelf.orders).set('a', { ...order, state: 'frozen' })
    expect(ask({ ...shelf, orders: frozen }, placing('a', { pear: 2 }))).toMatchObject({ value: { totalMinor: 1000 } })
    expect(() => ask({ ...shelf, orders: new Map() }, placing('a', { pear: 2 }))).toThrow(/not on the shelf/)
  })
})

describe('amending', () => {
  const shelf = after(
    shelfOf([offer('pear', { cap: 4, stockLeft: 9 }), offer('rice', { limitPerShopper: 2 })]),
    placing('a', { pear: 3, rice: 1 }),
  )

  test('moves only the difference and gives back what was removed', () => {
    const decision = decide(shelf, [amending('a', { pear: 4 })], WHILE_OPEN)
    expect(decision.answers).toEqual([{ ok: true, value: { kind: 'amended', orderId: 'a', totalMinor: 2000 } }])
    expect([...decision.soldDelta].sort()).toEqual([['pear', 1], ['rice', -1]])
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
    const full = after(shelfOf([offer('one', shared), offer('two', shared)]), placing('a', { one: 2 }))
    const { answers, stockDelta } = decide(full, [amending('a', { two: 2 })], WHILE_OPEN)
    expect(answers[0]?.ok).toBe(true)
    expect(stockDelta.size).toBe(0)
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
    expect(decision.cancelled).toEqual([{ orderId: 'b' }])
    expect([decision.soldDelta.size, decision.stockDelta.size]).toEqual([0, 0])
    expect([decision.nextNumber, decision.orders]).toEqual([3, 1])
  })
})

describe('whose order, and in what state', () => {
  const shelf = after(shelfOf([offer('pear')]), placing('a', { pear: 1 }))
  const cancelled = after(shelf, cancelling('a'))

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
