import type { Coupon, CouponRefusal } from './coupon.ts'
import type { GroupState, OrderState, PaymentMethod } from './lifecycle.ts'
import type { Outcome } from './outcome.ts'
import type { Pricing } from './pricing.ts'
import type { Unit } from './quantity.ts'

/** An offer as its locked rows say. Quantities are pieces, or grams where the unit is weighed. */
export type OfferOnShelf = {
  id: string
  productId: string
  unit: Unit
  priceVersion: number
  pricing: Pricing
  /** What it costs the operator, per piece, kg, jin or lb: no coupon goes below it. */
  costMinor: number
  cap: number | null
  limitPerShopper: number | null
  sold: number
  /** Available stock of the product when sold from stock; null for presale, which is bought after the cutoff. */
  stockLeft: number | null
  withdrawn: boolean
}

/**
 * A line as ordered: `priceMinor` is the base price of its version, `pricing` and `costMinor` are that version's. What is paid
 * for it is `amountMinor` less `discountMinor`, and `depositMinor` for its containers.
 */
export type LineOnShelf = {
  offerId: string
  quantity: number
  priceVersion: number
  priceMinor: number
  amountMinor: number
  discountMinor: number
  depositMinor: number
  pricing: Pricing
  costMinor: number
}

export type OrderOnShelf = {
  id: string
  shopperId: string
  stationId: string
  number: number
  state: OrderState
  payment: PaymentMethod
  couponId: string | null
  /** Paid in advance: what it costs less or more goes through the wallet. */
  isHeld: boolean
  /** What its weighed lines may come to beyond its total, at base prices: set aside with it where it is held. */
  toleranceMinor: number
  lines: LineOnShelf[]
}

/**
 * An idempotency key that an accepted order has used. `bodyHash` must cover who asked, so that a stranger's key never
 * answers. `number` and `answeredMinor` are what was answered then; where they were not stored, the order itself must be
 * among `Shelf.orders` and answers as it stands.
 */
export type KeyOnShelf = { bodyHash: string; orderId: string; number?: number; answeredMinor?: number }

/**
 * Everything the desk needs to decide a batch, read after its locks were taken. `orders` holds the orders that requests
 * name; `offers` holds every offer that requests or those orders name; `held` holds, for each shopper of the batch, the
 * quantity of each offer in all of the shopper's live orders of this group; `wallets` holds what each shopper has to pay
 * with, minor units, of those who place with it or amend what they paid with it. None is nothing. `coupons` holds those that requests or orders name, by
 * id, `couponIds` their ids by code, and `couponUses` how many live orders each shopper of the batch has used one for. `carriers`
 * holds those who carry this group now of those that requests name, by code.
 */
export type Shelf = {
  group: {
    id: string
    state: GroupState
    opensAt: Date
    cutoffAt: Date
    nextNumber: number
    orders: number
    stationIds: ReadonlySet<string>
  }
  offers: ReadonlyMap<string, OfferOnShelf>
  orders: ReadonlyMap<string, OrderOnShelf>
  held: ReadonlyMap<string, ReadonlyMap<string, number>>
  keys: ReadonlyMap<string, KeyOnShelf>
  wallets: ReadonlyMap<string, number>
  coupons: ReadonlyMap<string, Coupon>
  couponIds: ReadonlyMap<string, string>
  couponUses: ReadonlyMap<string, ReadonlyMap<string, number>>
  carriers: ReadonlyMap<string, CarrierOnShelf>
}

/** Who carries the group order, and the person behind. */
export type CarrierOnShelf = { id: string; userId: string }

export type RequestedLine = { offerId: string; quantity: number }

/** `shownTotalMinor` is the total on the shopper's screen, `shownMostMinor` what they read it may come to at most; minor units. */
export type PlaceRequest = {
  kind: 'place'
  key: string
  bodyHash: string
  orderId: string
  shopperId: string
  stationId: string
  payment: PaymentMethod
  /** In the spelling of `couponCode`. */
  couponCode?: string | undefined
  /** Of the link through which the shopper came. */
  carrierCode?: string | undefined
  lines: RequestedLine[]
  shownTotalMinor?: number
  shownMostMinor?: number | undefined
}

/** `lines` are all the lines that the order shall have. */
export type AmendRequest = {
  kind: 'amend'
  orderId: string
  shopperId: string
  stationId?: string
  lines: RequestedLine[]
  shownTotalMinor?: number
}

/** Why an order is cancelled that the group order did not take with it. */
export type CancelReason = 'shopper' | 'payment_expired'

export type CancelRequest = {
  kind: 'cancel'
  orderId: string
  shopperId: string
  /** The shopper's own wish where nothing else is said; `payment_expired` cancels only what is not paid. */
  reason?: CancelReason
}

export type DeskRequest = PlaceRequest | AmendRequest | CancelRequest

/**
 * `left`, `limit` and `held` are pieces or grams; `held` counts all live orders of the shopper in the group.
 * `neededMinor` is what the wallet would have to pay now.
 */
export type DeskRefusal =
  | { code: 'CUTOFF_PASSED' }
  | { code: 'NOT_OPEN_YET'; opensAt: Date }
  | { code: 'GROUP_CANCELLED' }
  | { code: 'NOT_PUBLISHED' }
  | { code: 'SOLD_OUT'; offerId: string; left: number }
  | { code: 'OVER_LIMIT'; offerId: string; limit: number; held: number }
  | { code: 'NOT_OFFERED'; offerId: string }
  | { code: 'BAD_QUANTITY'; offerId: string }
  | { code: 'EMPTY_ORDER' }
  | { code: 'STATION_NOT_SERVED' }
  | { code: 'ORDER_TOO_LARGE' }
  | { code: 'PRICE_CHANGED'; totalMinor: number }
  | { code: 'WALLET_TOO_LOW'; balanceMinor: number; neededMinor: number }
  | CouponRefusal
  | { code: 'ORDER_NOT_FOUND' }
  | { code: 'ORDER_NOT_OPEN' }
  | { code: 'PAY_FIRST' }
  | { code: 'IDEMPOTENCY_KEY_REUSED' }

/** `totalMinor` of an answer is at the prices in force just before the request: what the shopper was shown. */
export type Placed = { kind: 'placed'; orderId: string; number: number; totalMinor: number; repeated: boolean }
export type Amended = { kind: 'amended'; orderId: string; totalMinor: number }
export type Cancelled = { kind: 'cancelled'; orderId: string; repeated: boolean }

export type DeskAnswer = Outcome<Placed | Amended | Cancelled, DeskRefusal>

export type LineToWrite = Omit<LineOnShelf, 'pricing' | 'costMinor'>

/**
 * `totalMinor` is what the lines come to at base prices, `toleranceMinor` what weighed ones may come to beyond it, as stored
 * until the freeze; `answeredMinor` goes to the key.
 */
export type OrderToPlace = {
  orderId: string
  key: string
  bodyHash: string
  shopperId: string
  stationId: string
  number: number
  payment: PaymentMethod
  couponId: string | null
  carrierId: string | null
  totalMinor: number
  toleranceMinor: number
  answeredMinor: number
  lines: LineToWrite[]
}

export type OrderToAmend = {
  orderId: string
  stationId: string
  couponId: string | null
  totalMinor: number
  toleranceMinor: number
  lines: LineToWrite[]
}

/** What a wallet pays for an order when it is placed or amended; below 0 what comes back to it. Minor units, never 0. */
export type Charge = { orderId: string; shopperId: string; amountMinor: number }

/**
 * What to write, in this order: placed, amended, cancelled. An order stands at most once in each list: `amended` holds
 * its last amendment. The deltas are sums over the whole batch, without those that are zero; `stockDelta` is the change
 * of what is reserved. `orders` and `nextNumber` are the group's counters afterwards.
 */
export type Decision = {
  answers: DeskAnswer[]
  placed: OrderToPlace[]
  amended: OrderToAmend[]
  cancelled: { orderId: string; reason: CancelReason; payment: PaymentMethod }[]
  charges: Charge[]
  /** By how much a coupon is spent more. */
  couponDelta: Map<string, number>
  soldDelta: Map<string, number>
  stockDelta: Map<string, number>
  nextNumber: number
  orders: number
}
