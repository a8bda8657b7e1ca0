import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OFFERS, runs, small } from './desk.arbitrary.ts'
import {
  CUTOFF_AT,
  heldIn,
  isLive,
  JUST_BEFORE_CUTOFF,
  offer,
  placing,
  shelfOf,
  WHILE_OPEN,
  written,
} from './desk.fixture.ts'
import { type Decision, type DeskRequest, decide, type OfferOnShelf, type Shelf } from './desk.ts'
import { sumUp } from './pricing.ts'
import { lineTotalMinor } from './quantity.ts'
import { mostGrams } from './weighing.ts'

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
  test('who carries it changes nothing but who carries it: no price, no answer, no stock', () => {
    const userId = fc.constantFrom('ann', 'somebody else')
    const linked = fc.array(fc.constantFrom('rosa', 'nosuchcode', undefined), { minLength: 30, maxLength: 30 })
    fc.assert(
      fc.property(runs, linked, userId, ({ shelf, requests }, codes, carrier) => {
        const plain = decide(shelf, requests, WHILE_OPEN)
        const carried = requests.map((request, index) =>
          request.kind === 'place' ? { ...request, carrierCode: codes[index % codes.length] } : request,
        )
        const carriers = new Map([['rosa', { id: 'carrier', userId: carrier }]])
        const decision = decide({ ...shelf, carriers }, carried, WHILE_OPEN)
        expect({ ...decision, placed: decision.placed.map((each) => ({ ...each, carrierId: null })) }).toEqual(plain)
        for (const { shopperId, carrierId } of decision.placed) if (shopperId === carrier) expect(carrierId).toBeNull()
      }),
      { numRuns: 200 },
    )
  })

  test('the requests below meet every answer that an open group gives', () => {
    const met = fc.sample(runs, { numRuns: 1000, seed: 1 }).flatMap(({ shelf, requests }) => {
      const { answers } = decide(shelf, requests, WHILE_OPEN)
      return answers.map((each) =>
        each.ok ? `${each.value.kind}${'repeated' in each.value && each.value.repeated}` : each.refusal.code,
      )
    })
    const accepted = ['placedfalse', 'placedtrue', 'amendedfalse', 'cancelledfalse', 'cancelledtrue']
    const lines = ['SOLD_OUT', 'OVER_LIMIT', 'NOT_OFFERED', 'BAD_QUANTITY', 'EMPTY_ORDER', 'PRICE_CHANGED']
    const orders = [
      'STATION_NOT_SERVED',
      'ORDER_NOT_FOUND',
      'ORDER_NOT_OPEN',
      'IDEMPOTENCY_KEY_REUSED',
      'WALLET_TOO_LOW',
      'PAY_FIRST',
    ]
    const coupons = ['COUPON_UNKNOWN', 'COUPON_SPENT', 'COUPON_MINIMUM', 'COUPON_USED', 'COUPON_NOTHING_OFF']
    expect(new Set(met)).toEqual(new Set([...accepted, ...lines, ...orders, ...coupons]))
    expect(met.filter((each) => each === 'amendedfalse').length).toBeGreaterThan(30)
  })

  test('nothing is sold beyond its cap', () => {
    checkEvery((shelf, _, { soldDelta }) => {
      for (const { id, cap, sold } of offersOf(shelf)) {
        if (cap !== null) expect(sold + (soldDelta.get(id) ?? 0)).toBeLessThanOrEqual(Math.max(cap, sold))
      }
    })
  })

  test('nothing is sold beyond the stock of its product', () => {
    checkEvery((shelf, _, decision) => {
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
      const later = written(shelf, decision)
      const milk = ['stock-one', 'stock-two'].map((id) => soldInOrders(later, id) - soldInOrders(shelf, id))
      for (const id of OFFERS) {
        expect(later.offers.get(id)?.sold).toBe(soldInOrders(later, id))
        expect(decision.soldDelta.get(id) ?? 0).toBe(soldInOrders(later, id) - soldInOrders(shelf, id))
      }
      expect(decision.stockDelta.get('milk') ?? 0).toBe(milk.reduce((sum, each) => sum + each, 0))
      expect(decision.orders).toBe([...later.orders.values()].filter(isLive).length)
    })
  })

  test('each total is the sum of its lines, each line its price times its quantity (I13)', () => {
    checkEvery((shelf, _, { placed, amended }) => {
      for (const order of [...placed, ...amended]) {
        expect(sumUp(order.lines).totalMinor).toBe(order.totalMinor)
        const weighed = order.lines.find(({ offerId }) => offerId === 'weighed')
        const mostMinor = weighed ? lineTotalMinor(weighed.priceMinor, mostGrams(weighed.quantity, 1_000), 'kg') : 0
        expect(order.toleranceMinor - mostMinor + (weighed?.amountMinor ?? 0)).toBe(weighed && order.couponId ? 1 : 0)
        for (const { offerId, priceMinor, quantity, amountMinor } of order.lines) {
          expect(amountMinor).toBe(lineTotalMinor(priceMinor, quantity, shelf.offers.get(offerId)?.unit ?? 'piece'))
        }
      }
    })
  })

  test('no wallet pays what it has not, and what it paid is what its live orders are worth (I4)', () => {
    const paidFor = ({ orders }: Shelf) =>
      [...orders.values()]
        .filter((order) => isLive(order) && order.payment === 'wallet')
        .reduce((sum, { lines, toleranceMinor }) => sum + sumUp(lines).totalMinor + toleranceMinor, 0)
    checkEvery((shelf, _, decision) => {
      const later = written(shelf, decision)
      for (const balanceMinor of later.wallets.values()) expect(balanceMinor).toBeGreaterThanOrEqual(0)
      const charged = decision.charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      expect(charged).toBe(paidFor(later) - paidFor(shelf))
      for (const { amountMinor } of decision.charges) expect(amountMinor).not.toBe(0)
    })
  })

  test('a coupon spends what it takes off, within its budget, and nothing goes below cost (M1)', () => {
    const takenOff = ({ orders }: Shelf) =>
      [...orders.values()]
        .filter((order) => isLive(order) && order.couponId)
        .reduce((sum, { lines }) => sum + sumUp(lines).discountMinor, 0)
    checkEvery((shelf, _, decision) => {
      const later = written(shelf, decision)
      const coupon = later.coupons.get('save')
      expect(coupon?.spentMinor).toBe(takenOff(later))
      expect(coupon?.spentMinor).toBeLessThanOrEqual(coupon?.budgetMinor ?? 0)
      for (const own of later.couponUses.values())
        expect(own.get('save') ?? 0).toBeLessThanOrEqual(coupon?.limitPerShopper ?? 0)
      for (const { couponId, lines } of [...decision.placed, ...decision.amended]) {
        for (const { offerId, quantity, amountMinor, discountMinor } of lines) {
          const { unit = 'piece', costMinor = 0 } = shelf.offers.get(offerId) ?? {}
          if (!couponId) expect(discountMinor).toBe(0)
          if (discountMinor > 0)
            expect(amountMinor - discountMinor).toBeGreaterThanOrEqual(lineTotalMinor(costMinor, quantity, unit))
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
      const late = decide(
        written(shelf, decision),
        accepted.map((each) => each.request),
        CUTOFF_AT,
      )
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
