import type { Charge, KeyOnShelf, LineOnShelf, OfferOnShelf, OrderOnShelf, Shelf } from './desk-types.ts'
import { priceLines } from './pricing.ts'

/** The shelf as it stands between two requests of a batch: what was read, and what the batch has changed since. */
export type Running = {
  shelf: Shelf
  soldDelta: Map<string, number>
  stockDelta: Map<string, number>
  /** Available at the start, for each product that is sold from stock: several offers may draw on one product. */
  stockAtStart: Map<string, number>
  heldDelta: Map<string, Map<string, number>>
  charges: Charge[]
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

/** The total of lines at the tiers reached so far, in minor units: what list, basket and receipt show now. */
export function liveTotal(running: Running, lines: readonly LineOnShelf[]): number {
  const toPrice = lines.map(({ offerId, quantity, pricing }) => {
    const offer = loadedOffer(running, offerId)
    return { offerId, quantity, unit: offer.unit, pricing, quantitySold: soldNow(running, offer) }
  })
  return priceLines(toPrice, running.orderCount).totalMinor
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
