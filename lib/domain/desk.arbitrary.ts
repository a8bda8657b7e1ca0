import fc from 'fast-check'
import { offer, shelfOf, WHILE_OPEN, written } from './desk.fixture.ts'
import { type DeskRequest, decide } from './desk.ts'

/** The ids of the offers on every shelf made here. */
export const OFFERS = ['plain', 'capped', 'stock-one', 'stock-two', 'weighed']
const SHOPPERS = ['ann', 'bo', 'cy']

/** Small enough to run out. */
export const small = fc.integer({ min: 0, max: 8 })
const maybe = fc.option(fc.integer({ min: 0, max: 12 }))

/** Mostly the common thing, now and then the rare one. */
const mostly = <T>(common: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: common, weight: 19 }, { arbitrary: rare, weight: 1 })

/** Five offers: one plain, one capped, two that share the stock of one product, one sold by weight with tiers. */
const shelves = fc
  .record({
    cap: maybe,
    stock: fc.integer({ min: 0, max: 20 }),
    limit: maybe,
    tierBy: fc.constantFrom('orders' as const, 'quantity' as const),
    coupon: fc.record({
      terms: fc.constantFrom({ bps: 1500, amountMinor: null }, { bps: null, amountMinor: 700 }),
      minimumMinor: fc.constantFrom(0, 1200),
      budgetMinor: fc.integer({ min: 0, max: 3000 }),
      limitPerShopper: fc.integer({ min: 1, max: 2 }),
      isActive: mostly(fc.constant(true), fc.constant(false)),
    }),
    wallets: fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: SHOPPERS.length, maxLength: SHOPPERS.length }),
  })
  .map(({ cap, stock, limit, tierBy, wallets, coupon }) => {
    const pricing = { priceMinor: 777, tiers: [{ from: 3, priceMinor: 555 }], tierBy }
    const shared = { productId: 'milk', stockLeft: stock }
    const shelf = shelfOf([
      offer('plain', { limitPerShopper: limit, pricing: { ...pricing, depositMinor: 25 }, costMinor: 500 }),
      offer('capped', { cap, limitPerShopper: limit, costMinor: 500 }),
      offer('stock-one', { ...shared, cap }),
      offer('stock-two', { ...shared, limitPerShopper: limit, pricing }),
      offer('weighed', {
        unit: 'kg',
        pricing: { ...pricing, toleranceBps: 1_000 },
        cap: cap === null ? null : cap * 100,
      }),
    ])
    const always = { validFrom: new Date(0), validUntil: new Date(8e15), groupOrderId: null, spentMinor: 0 }
    return {
      ...shelf,
      coupons: new Map([['save', { id: 'save', ...always, ...coupon }]]),
      couponIds: new Map([['SAVE', 'save']]),
      wallets: new Map(SHOPPERS.map((shopper, index) => [shopper, wallets[index] ?? 0])),
    }
  })

/** Weighed quantities are hundreds of grams; a few offers and quantities are nonsense on purpose. */
const line = fc
  .record({
    offerId: mostly(fc.constantFrom(...OFFERS), fc.constant('unknown')),
    quantity: mostly(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, -1, 0.5)),
  })
  .map(({ offerId, quantity }) => ({ offerId, quantity: offerId === 'weighed' ? quantity * 100 : quantity }))

const raw = fc.record({
  kind: fc.constantFrom('place' as const, 'place' as const, 'amend' as const, 'cancel' as const),
  key: fc.integer({ min: 0, max: 15 }),
  run: fc.constantFrom('first', 'second'),
  order: mostly(fc.integer({ min: 0, max: 3 }), fc.constant(14)),
  isStranger: mostly(fc.constant(false), fc.constant(true)),
  stationId: mostly(fc.constantFrom('gate', 'hall'), fc.constant('moon')),
  couponCode: fc.constantFrom(undefined, undefined, 'SAVE'),
  payment: mostly<'on_pickup' | 'wallet' | 'online'>(fc.constantFrom('on_pickup', 'wallet'), fc.constant('online')),
  lines: mostly(
    fc.array(line, { minLength: 1, maxLength: 3 }),
    fc.constant<{ offerId: string; quantity: number }[]>([]),
  ),
  shownTotalMinor: mostly(fc.constant(undefined), fc.integer({ min: 0, max: 3000 })),
})

const shopperOf = (order: number) => SHOPPERS[order % SHOPPERS.length] ?? 'ann'

/** Requests whose keys and orders collide often; `own` keeps the ids of new orders apart between batches. */
const requestsOf = (own: string) =>
  fc.array(raw, { minLength: 2, maxLength: 15, size: 'max' }).map((all) =>
    all.map(({ kind, key, run, order, isStranger, ...rest }, index): DeskRequest => {
      if (kind === 'place') {
        const shopperId = shopperOf(index)
        const bodyHash = shopperId
        return { kind, key: `${key}`, bodyHash, orderId: `${own}-${index}`, shopperId, ...rest }
      }
      const whose = { orderId: `${run}-${order}`, shopperId: isStranger ? 'stranger' : shopperOf(order) }
      return kind === 'cancel' ? { kind, ...whose } : { kind, ...whose, ...rest }
    }),
  )

/** A shelf with orders on it, whose offers the leader has edited since. */
const busyShelves = fc
  .record({
    shelf: shelves,
    requests: requestsOf('first'),
    edited: fc.constantFrom(...OFFERS),
    cap: maybe,
    withdrawn: mostly(fc.constant(false), fc.constant(true)),
  })
  .map(({ shelf, requests, edited, cap, withdrawn }) => {
    const busy = written(shelf, decide(shelf, requests, WHILE_OPEN))
    const old = busy.offers.get(edited) ?? offer(edited)
    const pricing = { ...old.pricing, priceMinor: 999 }
    const offers = new Map(busy.offers).set(edited, { ...old, pricing, priceVersion: 2, cap, withdrawn })
    return { ...busy, offers }
  })

/** A busy shelf and a batch of requests to it. */
export const runs = fc.record({ shelf: busyShelves, requests: requestsOf('second') })
