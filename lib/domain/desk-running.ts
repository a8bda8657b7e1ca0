import type { Coupon } from './coupon.ts'
import type { Charge, KeyOnShelf, LineOnShelf, OfferOnShelf, OrderOnShelf, Shelf } from './desk-types.ts'
import type { LineToPrice } from './pricing.ts'

/** The shelf as it stands between two requests of a batch: what was read, and what the batch has changed since. */
export type Running = {
  shelf: Shelf
  soldDelta: Map<string, number>
  stockDelta: Map<string, number>
  /** Available at the start, for each product that is sold from stock: several offers may draw on one product. */
  stockAtStart: Map<string, number>
  heldDelta: Map<string, Map<string, number>>
  charges: Charge[]
  couponDelta: Map<string, number>
  usesDelta: Map<string, Map<string, number>>
  orders: Map<string, OrderOnShelf>
  keys: Map<string, KeyOnShelf>
  nextNumber: number
  orderCount: number
}

/** By how much a request changes what an offer has sold: pieces or grams, never 0. */
export type Change = { offer: OfferOnShelf; difference: number }

/**
 * Starts a batch.
 * @param shelf the rows as read under the locks
 * @returns the running state, nothing changed yet
 */
export function startRunning(shelf: Shelf): Running {
  const stockAtStart = new Map<string, number>()
  for (const offer of shelf.offers.values()) {
    if (offer.stockLeft === null) continue
    // All offers of a product are read under one lock and agree; were one ever stale, the smaller number is safe.
    const known = stockAtStart.get(offer.productId) ?? offer.stockLeft
    stockAtStart.set(offer.productId, Math.min(known, offer.stockLeft))
  }
  return {
    shelf,
    soldDelta: new Map(),
    stockDelta: new Map(),
    stockAtStart,
    heldDelta: new Map(),
    charges: [],
    couponDelta: new Map(),
    usesDelta: new Map(),
    orders: new Map(shelf.orders),
    keys: new Map(shelf.keys),
    nextNumber: shelf.group.nextNumber,
    orderCount: shelf.group.orders,
  }
}

/**
 * The offer that an order on the shelf names.
 * @param running the batch
 * @param offerId its id
 * @returns the offer
 * @throws Error when the caller did not load it: without it nothing can be given back
 */
export function loadedOffer(running: Running, offerId: string): OfferOnShelf {
  const offer = running.shelf.offers.get(offerId)
  if (!offer) throw new Error(`Offer ${offerId} of a loaded order is not on the shelf`)
  return offer
}

/** What an offer has sold, the batch so far included: pieces or grams. */
export function soldNow(running: Running, offer: OfferOnShelf): number {
  return offer.sold + (running.soldDelta.get(offer.id) ?? 0)
}

/** What is available of a product that is sold from stock, the batch so far included: pieces or grams. */
export function stockNow(running: Running, productId: string): number {
  return (running.stockAtStart.get(productId) ?? 0) - (running.stockDelta.get(productId) ?? 0)
}

/** What a shopper holds of an offer in all live orders of the group, the batch so far included: pieces or grams. */
export function heldNow(running: Running, shopperId: string, offerId: string): number {
  const atStart = running.shelf.held.get(shopperId)?.get(offerId) ?? 0
  return atStart + (running.heldDelta.get(shopperId)?.get(offerId) ?? 0)
}

/** Lines to price as the shelf stands: what list, basket and receipt show now. */
export function toPrice(
  running: Running,
  lines: readonly Pick<LineOnShelf, 'offerId' | 'quantity' | 'pricing' | 'costMinor'>[],
): LineToPrice[] {
  return lines.map(({ offerId, quantity, pricing, costMinor }) => {
    const offer = loadedOffer(running, offerId)
    return { offerId, quantity, unit: offer.unit, pricing, costMinor, quantitySold: soldNow(running, offer) }
  })
}

/** A coupon with what the batch so far has spent of it; undefined where there is none. */
export function couponNow(running: Running, couponId: string | null | undefined): Coupon | undefined {
  const coupon = couponId ? running.shelf.coupons.get(couponId) : undefined
  return coupon && { ...coupon, spentMinor: coupon.spentMinor + (running.couponDelta.get(coupon.id) ?? 0) }
}

/** For how many live orders a shopper has used a coupon, the batch so far included. */
export function usesNow(running: Running, shopperId: string, couponId: string): number {
  const atStart = running.shelf.couponUses.get(shopperId)?.get(couponId) ?? 0
  return atStart + (running.usesDelta.get(shopperId)?.get(couponId) ?? 0)
}

/**
 * Moves what a coupon has spent, and how often a shopper has used it.
 * @param discountMinor above 0 what more is taken off, minor units
 * @param orders 1 for an order more, -1 for one fewer
 */
export function spendCoupon(
  running: Running,
  couponId: string | null,
  shopperId: string,
  discountMinor: number,
  orders: -1 | 0 | 1,
): void {
  if (!couponId) return
  add(running.couponDelta, couponId, discountMinor)
  const own = running.usesDelta.get(shopperId) ?? new Map<string, number>()
  running.usesDelta.set(shopperId, own)
  add(own, couponId, orders)
}

/** Moves sold, stock and held by what an accepted request changes. */
export function applyChanges(running: Running, shopperId: string, changes: readonly Change[]): void {
  let held = running.heldDelta.get(shopperId)
  if (!held) {
    held = new Map()
    running.heldDelta.set(shopperId, held)
  }
  for (const { offer, difference } of changes) {
    add(running.soldDelta, offer.id, difference)
    add(held, offer.id, difference)
    if (offer.stockLeft !== null) add(running.stockDelta, offer.productId, difference)
  }
}

function add(sums: Map<string, number>, key: string, difference: number): void {
  sums.set(key, (sums.get(key) ?? 0) + difference)
}

/** What a shopper has to pay with, the batch so far included: minor units. */
export function walletNow(running: Running, shopperId: string): number {
  const spent = running.charges
    .filter((charge) => charge.shopperId === shopperId)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return (running.shelf.wallets.get(shopperId) ?? 0) - spent
}
