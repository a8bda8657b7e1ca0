import { type CouponRefusal, whyNotCoupon, whyNotKeep } from './coupon.ts'
import { type LinePlan, planLines } from './desk-lines.ts'
import {
  applyChanges,
  couponNow,
  loadedOffer,
  type Running,
  spendCoupon,
  startRunning,
  toPrice,
  usesNow,
  walletNow,
} from './desk-running.ts'
import type {
  Amended,
  AmendRequest,
  Cancelled,
  CancelRequest,
  Decision,
  DeskAnswer,
  DeskRefusal,
  DeskRequest,
  KeyOnShelf,
  LineOnShelf,
  LineToWrite,
  OrderOnShelf,
  OrderToAmend,
  OrderToPlace,
  Placed,
  PlaceRequest,
  Shelf,
} from './desk-types.ts'
import { acceptsOrders, effectiveState } from './lifecycle.ts'
import { accept, type Outcome, refuse } from './outcome.ts'
import { priceLines, sumUp } from './pricing.ts'

export type * from './desk-types.ts'

/** A batch in the making: the running shelf and what is to be written. Maps, so that an order stands once in each. */
type Batch = {
  running: Running
  now: Date
  placed: OrderToPlace[]
  amended: Map<string, OrderToAmend>
  cancelled: Decision['cancelled']
}

/**
 * Decides a batch of requests to one group order, strictly in the order of arrival, each against what the ones before
 * it left (DESIGN, "The order desk"). Pure: the caller holds the locks, reads the shelf and the time after them, and
 * writes the decision in the same transaction. A refusal changes nothing and consumes no key.
 * @param shelf the rows as read under the locks
 * @param requests in the order of arrival
 * @param now the database's time, read after the group's lock
 * @returns one answer for each request, in the same order, and what to write
 * @throws Error when the shelf lacks an offer or order that it must hold, or a new order's id is taken: a caller's bug
 */
export function decide(shelf: Shelf, requests: readonly DeskRequest[], now: Date): Decision {
  const running = startRunning(shelf)
  const batch: Batch = { running, now, placed: [], amended: new Map(), cancelled: [] }
  const answers = requests.map((request) => answer(batch, request))
  return {
    answers,
    placed: batch.placed,
    amended: [...batch.amended.values()],
    cancelled: batch.cancelled,
    charges: running.charges,
    couponDelta: withoutZeros(running.couponDelta),
    soldDelta: withoutZeros(running.soldDelta),
    stockDelta: withoutZeros(running.stockDelta),
    nextNumber: running.nextNumber,
    orders: running.orderCount,
  }
}

function answer(batch: Batch, request: DeskRequest): DeskAnswer {
  switch (request.kind) {
    case 'place':
      return place(batch, request)
    case 'amend':
      return amend(batch, request)
    case 'cancel':
      return cancel(batch, request)
  }
}

function place(batch: Batch, request: PlaceRequest): Outcome<Placed, DeskRefusal> {
  const { running } = batch
  const used = running.keys.get(request.key)
  // Before the cutoff is looked at: who got no answer in time may still ask what became of the order (TRUST I12).
  if (used)
    return used.bodyHash === request.bodyHash ? repeat(running, used) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })

  const shut = whyShut(batch)
  if (shut) return refuse(shut)
  if (!running.shelf.group.stationIds.has(request.stationId)) return refuse({ code: 'STATION_NOT_SERVED' })
  const { key, bodyHash, orderId, shopperId, stationId, shownTotalMinor, shownMostMinor } = request
  const couponId = running.shelf.couponIds.get(request.couponCode ?? '') ?? null
  const coupon = couponNow(running, couponId)?.terms
  const shown = { shownTotalMinor, shownMostMinor }
  const plan = planLines(running, { shopperId, requested: request.lines, before: [], ...shown, coupon })
  if (!plan.ok) return plan
  const refused = request.couponCode === undefined ? undefined : whyNotNow(batch, couponId, shopperId, plan.value)
  if (refused) return refuse(refused)
  if (running.orders.has(orderId)) throw new Error(`Order ${orderId} exists already`)

  const { lines, changes, totalMinor, toleranceMinor, discountMinor, liveMinor: answeredMinor } = plan.value
  const number = running.nextNumber
  // what costs nothing cannot be paid online, and need not be
  const payment = request.payment === 'online' && totalMinor === 0 ? 'on_pickup' : request.payment
  const order: OrderOnShelf = {
    id: orderId,
    shopperId,
    stationId,
    number,
    state: 'placed',
    payment,
    isHeld: payment === 'wallet',
    couponId,
    toleranceMinor,
    lines,
  }
  const charged = charge(running, order, heldOf(order))
  if (!charged.ok) return charged
  applyChanges(running, shopperId, changes)
  spendCoupon(running, couponId, shopperId, discountMinor, 1)
  running.nextNumber += 1
  running.orderCount += 1
  running.orders.set(orderId, order)
  running.keys.set(key, { bodyHash, orderId, number, answeredMinor })
  batch.placed.push({
    ...{
      orderId,
      shopperId,
      stationId,
      number,
      payment,
      couponId,
      key,
      bodyHash,
      totalMinor,
      toleranceMinor,
      answeredMinor,
    },
    carrierId: carrierOf(running, request),
    lines: toWrite(lines),
  })
  return accept({ kind: 'placed', orderId, number, totalMinor: answeredMinor, repeated: false })
}

/**
 * Who carries the order. A link that is over or unknown refuses nothing, and nobody earns by carrying to themselves: that
 * would be a price of their own.
 */
function carrierOf({ shelf }: Running, { carrierCode, shopperId }: PlaceRequest): string | null {
  const carrier = shelf.carriers.get(carrierCode ?? '')
  return carrier && carrier.userId !== shopperId ? carrier.id : null
}

function repeat(running: Running, used: KeyOnShelf): Outcome<Placed, DeskRefusal> {
  const { orderId } = used
  const number = used.number ?? loadedOrder(running, orderId).number
  const totalMinor = used.answeredMinor ?? totalAsItStands(running, orderId)
  return accept({ kind: 'placed', orderId, number, totalMinor, repeated: true })
}

function totalAsItStands(running: Running, orderId: string): number {
  const order = loadedOrder(running, orderId)
  // Once frozen, the lines hold the final price and no tier moves it any more.
  if (order.state !== 'placed') return storedTotal(order)
  return priceLines(toPrice(running, order.lines), running.orderCount, couponNow(running, order.couponId)?.terms)
    .totalMinor
}

/** At base prices, as stored until the freeze. */
const storedTotal = (order: OrderOnShelf): number => sumUp(order.lines).totalMinor

/** What is taken for it where it is paid in advance: the most that it can come to. */
const heldOf = (order: OrderOnShelf): number => storedTotal(order) + order.toleranceMinor

/** What the order's coupon takes off it, at base prices. */
const discountOf = (order: OrderOnShelf): number => sumUp(order.lines).discountMinor

/** Why the coupon that a new order names may not be used for it. */
function whyNotNow(
  { running, now }: Batch,
  couponId: string | null,
  shopperId: string,
  { goodsMinor, discountMinor }: LinePlan,
): CouponRefusal | undefined {
  const used = couponId ? usesNow(running, shopperId, couponId) : 0
  const order = { groupOrderId: running.shelf.group.id, goodsMinor, discountMinor, used }
  return whyNotCoupon(couponNow(running, couponId), order, now)
}

/**
 * Takes a difference from the wallet, or gives it back, where the order is paid in advance. It is paid at base prices: a tier
 * that was reached may be lost again, and what the final price is lower comes back at the freeze.
 * @returns refuses WALLET_TOO_LOW (TRUST I4)
 */
function charge(running: Running, order: OrderOnShelf, amountMinor: number): Outcome<true, DeskRefusal> {
  const { id: orderId, shopperId, isHeld } = order
  if (!isHeld || amountMinor === 0) return accept(true)
  const balanceMinor = walletNow(running, shopperId)
  if (amountMinor > balanceMinor) return refuse({ code: 'WALLET_TOO_LOW', balanceMinor, neededMinor: amountMinor })
  running.charges.push({ orderId, shopperId, amountMinor })
  return accept(true)
}

function loadedOrder(running: Running, orderId: string) {
  const order = running.orders.get(orderId)
  if (!order) throw new Error(`Order ${orderId} of a used key is not on the shelf`)
  return order
}

function amend(batch: Batch, request: AmendRequest): Outcome<Amended, DeskRefusal> {
  const { running } = batch
  const { orderId, shopperId, shownTotalMinor } = request
  const order = running.orders.get(orderId)
  // A stranger learns nothing, not even that the order exists (TRUST, "Access").
  if (order?.shopperId !== shopperId) return refuse({ code: 'ORDER_NOT_FOUND' })
  const shut = whyShut(batch)
  if (shut) return refuse(shut)
  if (order.state !== 'placed') return refuse({ code: 'ORDER_NOT_OPEN' })
  // somebody may be paying the old total at this moment
  if (order.payment === 'online' && !order.isHeld) return refuse({ code: 'PAY_FIRST' })
  const stationId = request.stationId ?? order.stationId
  const isServed = stationId === order.stationId || running.shelf.group.stationIds.has(stationId)
  if (!isServed) return refuse({ code: 'STATION_NOT_SERVED' })
  const { couponId, lines: before } = order
  const coupon = couponNow(running, couponId)
  const asked = { shopperId, requested: request.lines, before, shownTotalMinor, coupon: coupon?.terms }
  const plan = planLines(running, asked)
  if (!plan.ok) return plan
  const moreMinor = plan.value.discountMinor - discountOf(order)
  const refused = coupon && whyNotKeep(coupon, { goodsMinor: plan.value.goodsMinor, moreMinor })
  if (refused) return refuse(refused)

  const { lines, changes, totalMinor, toleranceMinor, liveMinor } = plan.value
  const charged = charge(running, order, totalMinor + toleranceMinor - heldOf(order))
  if (!charged.ok) return charged
  applyChanges(running, shopperId, changes)
  spendCoupon(running, couponId, shopperId, moreMinor, 0)
  running.orders.set(orderId, { ...order, stationId, toleranceMinor, lines })
  batch.amended.set(orderId, { orderId, stationId, couponId, totalMinor, toleranceMinor, lines: toWrite(lines) })
  return accept({ kind: 'amended', orderId, totalMinor: liveMinor })
}

function cancel(batch: Batch, request: CancelRequest): Outcome<Cancelled, DeskRefusal> {
  const { running } = batch
  const { orderId, shopperId, reason = 'shopper' } = request
  const order = running.orders.get(orderId)
  if (order?.shopperId !== shopperId) return refuse({ code: 'ORDER_NOT_FOUND' })
  // Asked twice, answered twice: a retry after a lost answer must not read as a failure, even after the cutoff.
  if (order.state === 'cancelled') return accept({ kind: 'cancelled', orderId, repeated: true })
  const shut = whyShut(batch)
  if (shut) return refuse(shut)
  if (order.state !== 'placed') return refuse({ code: 'ORDER_NOT_OPEN' })
  // paid, or to be paid at pickup, before its time ran out
  if (reason === 'payment_expired' && (order.isHeld || order.payment !== 'online'))
    return refuse({ code: 'ORDER_NOT_OPEN' })

  const changes = order.lines.map((line) => ({
    offer: loadedOffer(running, line.offerId),
    difference: -line.quantity,
  }))
  applyChanges(running, shopperId, changes)
  charge(running, order, -heldOf(order))
  spendCoupon(running, order.couponId, shopperId, -discountOf(order), -1)
  running.orderCount -= 1
  running.orders.set(orderId, { ...order, state: 'cancelled' })
  batch.cancelled.push({ orderId, reason, payment: order.payment })
  return accept({ kind: 'cancelled', orderId, repeated: false })
}

/** Why the group takes no orders now; undefined when it does. */
function whyShut({ running, now }: Batch): DeskRefusal | undefined {
  const { group } = running.shelf
  if (acceptsOrders(group, now)) return undefined
  switch (effectiveState(group, now)) {
    case 'draft':
      return { code: 'NOT_PUBLISHED' }
    case 'scheduled':
    // Open by its state and shut by its times: the opening was moved, or the clock stepped back.
    case 'open':
      return { code: 'NOT_OPEN_YET', opensAt: group.opensAt }
    case 'cancelled':
      return { code: 'GROUP_CANCELLED' }
    default:
      return { code: 'CUTOFF_PASSED' }
  }
}

function toWrite(lines: readonly LineOnShelf[]): LineToWrite[] {
  return lines.map(({ pricing: _, costMinor: __, ...line }) => line)
}

function withoutZeros(sums: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...sums].filter(([, sum]) => sum !== 0))
}
