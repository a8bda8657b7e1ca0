import type { Coupon } from './coupon.ts'
import {
  type AmendRequest,
  type CancelRequest,
  type Decision,
  type DeskAnswer,
  type DeskRequest,
  decide,
  type LineOnShelf,
  type LineToWrite,
  type OfferOnShelf,
  type OrderOnShelf,
  type PlaceRequest,
  type Shelf,
} from './desk.ts'

export const OPENS_AT = new Date('2026-11-20T08:00:00Z')
export const CUTOFF_AT = new Date('2026-11-20T20:00:00Z')
export const WHILE_OPEN = new Date('2026-11-20T12:00:00Z')
export const JUST_BEFORE_CUTOFF = new Date(CUTOFF_AT.getTime() - 1)

/** An offer of pieces at 5.00, without cap, limit or tiers, unless the test says otherwise. */
export function offer(id: string, changes: Partial<OfferOnShelf> = {}): OfferOnShelf {
  return {
    id,
    productId: `product-${id}`,
    unit: 'piece',
    priceVersion: 1,
    pricing: { priceMinor: 500, tiers: [], tierBy: 'orders' },
    costMinor: 0,
    cap: null,
    limitPerShopper: null,
    sold: 0,
    stockLeft: null,
    withdrawn: false,
    ...changes,
  }
}

/** An open group with these offers and two stations. */
export function shelfOf(offers: OfferOnShelf[], group: Partial<Shelf['group']> = {}): Shelf {
  return {
    group: {
      id: 'group',
      state: 'open',
      opensAt: OPENS_AT,
      cutoffAt: CUTOFF_AT,
      nextNumber: 1,
      orders: 0,
      stationIds: new Set(['gate', 'hall']),
      ...group,
    },
    offers: new Map(offers.map((each) => [each.id, each])),
    orders: new Map(),
    held: new Map(),
    keys: new Map(),
    wallets: new Map(),
    coupons: new Map(),
    couponIds: new Map(),
    couponUses: new Map(),
    carriers: new Map(),
  }
}

/** A placement by its own shopper and key, named after the order. */
export function placing(
  orderId: string,
  lines: Record<string, number>,
  changes: Partial<PlaceRequest> = {},
): PlaceRequest {
  return {
    kind: 'place',
    key: `key-${orderId}`,
    bodyHash: `body-${orderId}`,
    orderId,
    shopperId: `shopper-${orderId}`,
    stationId: 'gate',
    payment: 'on_pickup',
    lines: linesOf(lines),
    ...changes,
  }
}

/** An amendment by the shopper of `placing`. */
export function amending(orderId: string, lines: Record<string, number>): AmendRequest {
  return { kind: 'amend', orderId, shopperId: `shopper-${orderId}`, lines: linesOf(lines) }
}

/** A cancellation by the shopper of `placing`. */
export function cancelling(orderId: string): CancelRequest {
  return { kind: 'cancel', orderId, shopperId: `shopper-${orderId}` }
}

export function linesOf(lines: Record<string, number>): { offerId: string; quantity: number }[] {
  return Object.entries(lines).map(([offerId, quantity]) => ({ offerId, quantity }))
}

/** Decides one request and returns its answer. */
export function ask(shelf: Shelf, request: DeskRequest, now = WHILE_OPEN): DeskAnswer | undefined {
  return decide(shelf, [request], now).answers[0]
}

/** The shelf after these requests; throws when one is refused, for the test then shows nothing. */
export function accepting(shelf: Shelf, ...requests: DeskRequest[]): Shelf {
  const decision = decide(shelf, requests, WHILE_OPEN)
  if (!decision.answers.every((each) => each.ok)) throw new Error('A test set up a request that was refused')
  return written(shelf, decision)
}

/** The shelf after the leader edited an offer. */
export function withOffer(shelf: Shelf, id: string, changes: Partial<OfferOnShelf>): Shelf {
  const old = shelf.offers.get(id) ?? offer(id)
  return { ...shelf, offers: new Map(shelf.offers).set(id, { ...old, ...changes }) }
}

export function isLive(order: OrderOnShelf): boolean {
  return order.state !== 'cancelled'
}

/** Writes a decision as the database would, and reads the shelf again. */
export function written(shelf: Shelf, decision: Decision): Shelf {
  const orders = new Map(shelf.orders)
  const keys = new Map(shelf.keys)
  for (const {
    orderId,
    key,
    bodyHash,
    shopperId,
    stationId,
    number,
    payment,
    couponId,
    answeredMinor,
    toleranceMinor,
    lines,
  } of decision.placed) {
    const read = lines.map((line) => withPricing(shelf, orderId, line))
    const isHeld = payment === 'wallet'
    const own = { id: orderId, shopperId, stationId, number, payment, isHeld, couponId, toleranceMinor, lines: read }
    orders.set(orderId, { ...own, state: 'placed' })
    keys.set(key, { bodyHash, orderId, number, answeredMinor })
  }
  for (const { orderId, stationId, toleranceMinor, lines } of decision.amended) {
    const read = lines.map((line) => withPricing(shelf, orderId, line))
    orders.set(orderId, { ...known(orders, orderId), stationId, toleranceMinor, lines: read })
  }
  for (const { orderId } of decision.cancelled) {
    orders.set(orderId, { ...known(orders, orderId), state: 'cancelled' })
  }
  const offers = [...shelf.offers.values()].map((each) => ({
    ...each,
    sold: each.sold + (decision.soldDelta.get(each.id) ?? 0),
    stockLeft: each.stockLeft === null ? null : each.stockLeft - (decision.stockDelta.get(each.productId) ?? 0),
  }))
  return {
    group: { ...shelf.group, nextNumber: decision.nextNumber, orders: decision.orders },
    offers: new Map(offers.map((each) => [each.id, each])),
    orders,
    keys,
    held: heldIn(orders),
    wallets: walletsAfter(shelf, decision),
    coupons: couponsAfter(shelf, decision),
    couponIds: shelf.couponIds,
    couponUses: usesIn(orders),
    carriers: shelf.carriers,
  }
}

function known(orders: ReadonlyMap<string, OrderOnShelf>, orderId: string): OrderOnShelf {
  const order = orders.get(orderId)
  if (!order) throw new Error(`A write to order ${orderId}, which is not there`)
  return order
}

/** The tiers of a line's price version: the offer's own, or those of the version that the order already had. */
function withPricing(shelf: Shelf, orderId: string, line: LineToWrite): LineOnShelf {
  const current = shelf.offers.get(line.offerId)
  if (current?.priceVersion === line.priceVersion)
    return { ...line, pricing: current.pricing, costMinor: current.costMinor }
  const before = shelf.orders.get(orderId)?.lines.find((each) => each.offerId === line.offerId)
  if (before?.priceVersion !== line.priceVersion) throw new Error(`Nobody knows version ${line.priceVersion}`)
  return { ...line, pricing: before.pricing, costMinor: before.costMinor }
}

/** What each shopper holds of each offer in live orders. */
export function heldIn(orders: ReadonlyMap<string, OrderOnShelf>): Map<string, Map<string, number>> {
  const held = new Map<string, Map<string, number>>()
  for (const order of [...orders.values()].filter(isLive)) {
    const own = held.get(order.shopperId) ?? new Map<string, number>()
    held.set(order.shopperId, own)
    for (const { offerId, quantity } of order.lines) own.set(offerId, (own.get(offerId) ?? 0) + quantity)
  }
  return held
}

function walletsAfter(shelf: Shelf, decision: Decision): Map<string, number> {
  const wallets = new Map(shelf.wallets)
  for (const { shopperId, amountMinor } of decision.charges)
    wallets.set(shopperId, (wallets.get(shopperId) ?? 0) - amountMinor)
  return wallets
}

function couponsAfter(shelf: Shelf, { couponDelta }: Decision): Shelf['coupons'] {
  const after = ([id, coupon]: [string, Coupon]) =>
    [id, { ...coupon, spentMinor: coupon.spentMinor + (couponDelta.get(id) ?? 0) }] as const
  return new Map([...shelf.coupons].map(after))
}

/** For how many live orders each shopper has used each coupon. */
export function usesIn(orders: ReadonlyMap<string, OrderOnShelf>): Map<string, Map<string, number>> {
  const uses = new Map<string, Map<string, number>>()
  for (const { shopperId, couponId } of [...orders.values()].filter(isLive)) {
    if (!couponId) continue
    const own = uses.get(shopperId) ?? new Map<string, number>()
    uses.set(shopperId, own.set(couponId, (own.get(couponId) ?? 0) + 1))
  }
  return uses
}
