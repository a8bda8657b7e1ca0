import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CUTOFF_AT, heldIn, isLive, JUST_BEFORE_CUTOFF, offer, placing, shelfOf, WHILE_OPEN, written } from './desk.fixture.ts'
import { type Decision, type DeskRequest, decide, type OfferOnShelf, type Shelf } from './desk.ts'
import { lineTotalMinor } from './quantity.ts'

const OFFERS = ['plain', 'capped', 'stock-one', 'stock-two', 'weighed']
const SHOPPERS = ['ann', 'bo', 'cy']

const small = fc.integer({ min: 0, max: 8 })
const maybe = fc.option(small)

/** Five offers: one plain, one capped, two that share the stock of one product, one sold by weight with tiers. */
const shelves = fc
  .record({ cap: maybe, stock: small, limit: maybe, tierBy: fc.constantFrom('orders' as const, 'quantity' as const) })
  .map(({ cap, stock, limit, tierBy }) => {
    const pricing = { priceMinor: 777, tiers: [{ from: 3, priceMinor: 555 }], tierBy }
    const shared = { productId: 'milk', stockLeft: stock }
    return shelfOf([
      offer('plain', { limitPerShopper: limit, pricing }),
      offer('capped', { cap, limitPerShopper: limit }),
      offer('stock-one', { ...shared, cap }),
      offer('stock-two', { ...shared, limitPerShopper: limit, pricing }),
      offer('weighed', { unit: 'kg', pricing, cap: cap === null ? null : cap * 100 }),
    ])
  })

/** Weighed quantities are hundreds of grams; a few quantities are nonsense on purpose. */
const line = fc
  .record({ offerId: fc.constantFrom(...OFFERS, 'unknown'), quantity: fc.integer({ min: 0, max: 4 }) })
  .map(({ offerId, quantity }) => ({ offerId, quantity: offerId === 'weighed' ? quantity * 100 : quantity }))

const raw = fc.record({
  kind: fc.constantFrom('place' as const, 'place' as const, 'amend' as const, 'cancel' as const),
  key: fc.integer({ min: 0, max: 9 }),
  order: fc.integer({ min: 0, max: 14 }),
  shopperId: fc.constantFrom(...SHOPPERS),
  stationId: fc.constantFrom('gate', 'hall', 'hall', 'moon'),
  lines: fc.array(line, { maxLength: 4 }),
  shownTotalMinor: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: undefined, freq: 1 }),
})

/** Requests whose keys and orders collide often; `run` keeps the ids of new orders apart between batches. */
const requestsOf = (run: string) =>
  fc.array(raw, { maxLength: 15 }).map((all) =>
    all.map(({ kind, key, order, shopperId, stationId, lines, shownTotalMinor }, index): DeskRequest => {
      const orderId = `first-${order}`
      if (kind === 'cancel') return { kind, orderId, shopperId }
      if (kind === 'amend') return { kind, orderId, shopperId, stationId, lines, shownTotalMinor }
      const bodyHash = JSON.stringify([shopperId, lines.length])
      return { kind, key: `${key}`, bodyHash, orderId: `${run}-${index}`, shopperId, stationId, lines, shownTotalMinor }
    }),
  )

/** A shelf with orders on it, whose offers the leader has edited since. */
const busyShelves = fc
  .record({
    shelf: shelves,
    requests: requestsOf('first'),
    edited: fc.constantFrom(...OFFERS),
    cap: maybe,
    withdrawn: fc.boolean(),
  })
  .map(({ shelf, requests, edited, cap, withdrawn }) => {
    const busy = written(shelf, decide(shelf, requests, WHILE_OPEN))
    const old = busy.offers.get(edited) ?? offer(edited)
    const pricing = { ...old.pricing, priceMinor: 999 }
    const offers = new Map(busy.offers).set(edited, { ...old, pricing, priceVersion: 2, cap, withdrawn })
    return { ...busy, offers }
  })

const runs = fc.record({ shelf: busyShelves, requests: requestsOf('second') })

function checkEvery(property: (shelf: Shelf, requests: DeskRequest[], decision: Decision) => void): void {
  const body = ({ shelf, requests }: { shelf: Shelf; requests: DeskRequest[] }) =>
    property(shelf, requests, decide(shelf, requests, WHILE_OPEN))
  fc.assert(fc.property(runs, body), { numRuns: 400 })
}

function soldInOrders(shelf: Shelf, offerId: string): number {
  const lines = [...shelf.orders.values()].filter(isLive).flatMap((order) => order.lines)
  return lines.reduce((sum, each) => sum + (each.offerId === offerId ? each.quantity : 0), 0)
}

function offersOf(shelf: Shelf): OfferOnShelf[] {
  return [...shelf.offers.values()]
}

/** One batch for each request, read and written in between: what the batch as a whole must equal. */
function oneByOne(shelf: Shelf, requests: readonly DeskRequest[]) {
  let state = shelf
  const answers = requests.flatMap((request) => {
    const decision = decide(state, [request], WHILE_OPEN)
    state = written(state, decision)
    return decision.answers
  })
  return { state, answers }
}

describe('whatever is asked, in whatever order', () => {
  test('nothing is sold beyond its cap', () => {
    checkEvery((shelf, _, { soldDelta }) => {
      for (const { id, cap, sold } of offersOf(shelf)) {
        if (cap !== null) expect(sold + (soldDelta.get(id) ?? 0)).toBeLessThanOrEqual(Math.max(cap, sold))
      }
    })
  })

  test('nothing is sold beyond the stock of its product', () => {
    checkEvery((shelf, requests, decision) => {
      for (const { stockLeft } of offersOf(written(shelf, decision))) {
        if (stockLeft !== null) expect(stockLeft).toBeGreaterThanOrEqual(0)
      }
    })
  })

  test('nobody holds more than the limit', () => {
    checkEvery((shelf, _, decision) => {
      const held = heldIn(written(shelf, decision).orders)
      for (const { id, limitPerShopper } of offersOf(shelf)) {
        for (const own of held.values()) {
          if (limitPerShopper !== null) expect(own.get(id) ?? 0).toBeLessThanOrEqual(limitPerShopper)
        }
      }
    })
  })

  test('sold and reserved move by exactly what the lines do (I1, I2)', () => {
    checkEvery((shelf, _, decision) => {
      const after = written(shelf, decision)
      const milk = ['stock-one', 'stock-two'].map((id) => soldInOrders(after, id) - soldInOrders(shelf, id))
      for (const id of OFFERS) {
        expect(after.offers.get(id)?.sold).toBe(soldInOrders(after, id))
        expect(decision.soldDelta.get(id) ?? 0).toBe(soldInOrders(after, id) - soldInOrders(shelf, id))
      }
      expect(decision.stockDelta.get('milk') ?? 0).toBe(milk.reduce((sum, each) => sum + each, 0))
      expect(decision.orders).toBe([...after.orders.values()].filter(isLive).length)
    })
  })

  test('each total is the sum of its lines, each line its price times its quantity (I13)', () => {
    checkEvery((shelf, _, { placed, amended }) => {
      for (const order of [...placed, ...amended]) {
        expect(order.lines.reduce((sum, each) => sum + each.amountMinor, 0)).toBe(order.totalMinor)
        for (const { offerId, priceMinor, quantity, amountMinor } of order.lines) {
          expect(amountMinor).toBe(lineTotalMinor(priceMinor, quantity, shelf.offers.get(offerId)?.unit ?? 'piece'))
        }
      }
    })
  })

  test('each request has its answer, in its place', () => {
    checkEvery((_, requests, { answers, placed }) => {
      expect(answers).toHaveLength(requests.length)
      for (const [index, request] of requests.entries()) {
        const answer = answers[index]
        if (!answer?.ok) continue
        expect(answer.value.kind).toBe({ place: 'placed', amend: 'amended', cancel: 'cancelled' }[request.kind])
        const isRepeat = answer.value.kind === 'placed' && answer.value.repeated
        if (!isRepeat) expect(answer.value.orderId).toBe(request.orderId)
      }
      const fresh = answers.filter((each) => each.ok && each.value.kind === 'placed' && !each.value.repeated)
      expect(fresh).toHaveLength(placed.length)
    })
  })

  test('a batch decides and writes what its requests would one by one', () => {
    checkEvery((shelf, requests, decision) => {
      const single = oneByOne(shelf, requests)
      expect(decision.answers).toEqual(single.answers)
      expect(written(shelf, decision)).toEqual(single.state)
    })
  })

  test('what arrives later changes no earlier answer', () => {
    fc.assert(
      fc.property(runs, fc.nat(15), ({ shelf, requests }, count) => {
        const all = decide(shelf, requests, WHILE_OPEN).answers
        expect(decide(shelf, requests.slice(0, count), WHILE_OPEN).answers).toEqual(all.slice(0, count))
      }),
    )
  })

  test('a refusal writes nothing: without the refused requests the batch writes the same', () => {
    checkEvery((shelf, requests, { answers, ...writes }) => {
      const accepted = requests.filter((_, index) => answers[index]?.ok)
      const { answers: again, ...sameWrites } = decide(shelf, accepted, WHILE_OPEN)
      expect(again.every((each) => each.ok)).toBe(true)
      expect(sameWrites).toEqual(writes)
    })
  })

  test('the shelf that was handed in is left as it was', () => {
    fc.assert(
      fc.property(runs, ({ shelf, requests }) => {
        const before = structuredClone(shelf)
        decide(shelf, requests, WHILE_OPEN)
        expect(shelf).toEqual(before)
      }),
    )
  })

  test('relay numbers rise by one and are never given twice', () => {
    checkEvery((shelf, _, { placed, nextNumber }) => {
      const start = shelf.group.nextNumber
      expect(placed.map((order) => order.number)).toEqual(placed.map((_each, index) => start + index))
      expect(nextNumber).toBe(start + placed.length)
    })
  })

  test('an accepted key answers the same for ever and writes nothing again (I7)', () => {
    checkEvery((shelf, requests, decision) => {
      const accepted = requests.flatMap((request, index) => {
        const answer = decision.answers[index]
        return request.kind === 'place' && answer?.ok ? [{ request, value: { ...answer.value, repeated: true } }] : []
      })
      const late = decide(written(shelf, decision), accepted.map((each) => each.request), CUTOFF_AT)
      expect(late.answers).toEqual(accepted.map(({ value }) => ({ ok: true, value })))
      expect([late.placed, late.soldDelta.size, late.stockDelta.size]).toEqual([[], 0, 0])
    })
  })

  test('from the cutoff on nothing is written; just before it everything is as ever (I6)', () => {
    checkEvery((shelf, requests, decision) => {
      const late = decide(shelf, requests, CUTOFF_AT)
      expect([late.placed, late.amended, late.cancelled]).toEqual([[], [], []])
      expect([late.soldDelta.size, late.stockDelta.size]).toEqual([0, 0])
      expect(decide(shelf, requests, JUST_BEFORE_CUTOFF)).toEqual(decision)
    })
  })
})

describe('fairness', () => {
  test('requests that share nothing do not care which came first, but for their number', () => {
    const pair = fc.record({ one: fc.integer({ min: 1, max: 6 }), two: fc.integer({ min: 1, max: 6 }), cap: small })
    fc.assert(
      fc.property(pair, ({ one, two, cap }) => {
        const shelf = shelfOf([offer('left', { cap }), offer('right', { cap })])
        const [left, right] = [placing('left', { left: one }), placing('right', { right: two })]
        const there = decide(shelf, [left, right], WHILE_OPEN)
        const back = decide(shelf, [right, left], WHILE_OPEN)
        const nameless = (decision: Decision) =>
          decision.answers.map((each) => (each.ok ? { ...each.value, number: 0 } : each.refusal))
        expect(nameless(there)).toEqual(nameless(back).reverse())
        expect(there.soldDelta).toEqual(back.soldDelta)
      }),
    )
  })

  test('of equal requests for scarce goods, exactly the first that fit are served', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 }), (cap, each, shoppers) => {
        const requests = Array.from({ length: shoppers }, (_, index) => placing(`${index}`, { pear: each }))
        const { answers } = decide(shelfOf([offer('pear', { cap })]), requests, WHILE_OPEN)
        const served = Math.min(shoppers, Math.floor(cap / each))
        expect(answers.map((answer) => answer.ok)).toEqual(requests.map((_, index) => index < served))
      }),
    )
  })
})
