import { accept, type Outcome, refuse } from './outcome.ts'

export const GROUP_STATES = [
  'draft',
  'scheduled',
  'open',
  'closed',
  'confirmed',
  'failed',
  'received',
  'dispatched',
  'arrived',
  'completed',
  'settled',
  'cancelled',
] as const

export type GroupState = (typeof GROUP_STATES)[number]

/** Which step of a group order may follow which (DESIGN, "Life of a group order"). Nothing cancels what is on the road. */
export const GROUP_NEXT: Readonly<Record<GroupState, readonly GroupState[]>> = {
  draft: ['scheduled', 'open', 'cancelled'],
  scheduled: ['open', 'closed', 'draft', 'cancelled'],
  open: ['closed', 'cancelled'],
  closed: ['confirmed', 'failed', 'cancelled'],
  confirmed: ['received', 'cancelled'],
  failed: ['settled'],
  received: ['dispatched', 'cancelled'],
  dispatched: ['arrived'],
  arrived: ['completed'],
  completed: ['settled'],
  settled: [],
  cancelled: ['settled'],
}

/** How long goods are kept after the pickup window. */
export const KEPT_HOURS = 24

/**
 * Whether a group order may go from one state to another.
 * @param from the state it is in
 * @param to the state it should take
 * @returns what GROUP_NEXT says
 */
export function canFollow(from: GroupState, to: GroupState): boolean {
  return GROUP_NEXT[from].includes(to)
}

export type GroupTimes = { state: GroupState; opensAt: Date; cutoffAt: Date }

/**
 * The state a group order is really in: a late job must not change the truth (DESIGN, "The order desk").
 * @param group the stored state and its two instants
 * @param at the database's time
 * @returns the stored state, moved on by opensAt and cutoffAt where they have passed
 */
export function effectiveState(group: GroupTimes, at: Date): GroupState {
  const opened = group.state === 'scheduled' && at >= group.opensAt ? 'open' : group.state
  return opened === 'open' && at >= group.cutoffAt ? 'closed' : opened
}

/**
 * Whether orders may be placed, amended or cancelled. The opening is inclusive, the cutoff exclusive.
 * @param group the stored state and its two instants
 * @param at the database's time, read after the group's lock
 * @returns true from opensAt until just before cutoffAt, in an open group
 */
export function acceptsOrders(group: GroupTimes, at: Date): boolean {
  return effectiveState(group, at) === 'open' && at >= group.opensAt
}

/**
 * What becomes of a group order at its cutoff.
 * @param orders live orders
 * @param minimumOrders how many it needs; 0 means any
 * @returns 'failed' below the minimum and for a group that nobody joined
 */
export function closeOutcome(orders: number, minimumOrders: number): 'confirmed' | 'failed' {
  return orders > 0 && orders >= minimumOrders ? 'confirmed' : 'failed'
}

export type Schedule = { opensAt: Date; cutoffAt: Date; pickupFrom: Date; pickupUntil: Date }

export type ScheduleRefusal = {
  code: 'CUTOFF_BEFORE_OPENING' | 'CUTOFF_IN_PAST' | 'PICKUP_BEFORE_CUTOFF' | 'PICKUP_ENDS_BEFORE_START'
  field: keyof Schedule
}

/**
 * Whether the instants of a group order make sense together.
 * @param schedule the four instants
 * @param now the database's time
 * @returns true, or the first thing that is wrong and the field to mend
 */
export function checkSchedule(schedule: Schedule, now: Date): Outcome<true, ScheduleRefusal> {
  const { opensAt, cutoffAt, pickupFrom, pickupUntil } = schedule
  if (cutoffAt <= opensAt) return refuse({ code: 'CUTOFF_BEFORE_OPENING', field: 'cutoffAt' })
  if (cutoffAt <= now) return refuse({ code: 'CUTOFF_IN_PAST', field: 'cutoffAt' })
  if (pickupFrom < cutoffAt) return refuse({ code: 'PICKUP_BEFORE_CUTOFF', field: 'pickupFrom' })
  if (pickupUntil <= pickupFrom) return refuse({ code: 'PICKUP_ENDS_BEFORE_START', field: 'pickupUntil' })
  return accept(true)
}

export const ORDER_STATES = ['placed', 'cancelled', 'frozen', 'ready', 'collected', 'uncollected'] as const

export type OrderState = (typeof ORDER_STATES)[number]

/** What the database holds: that an order is frozen is told by its group order, so that a close rewrites no order. */
export type StoredOrderState = Exclude<OrderState, 'frozen'>

/**
 * The state of an order as people see it.
 * @param stored what the database holds
 * @param closedAt when its group order closed, null while it has not
 * @returns 'frozen' for a placed order of a closed group order, else what is stored
 */
export function effectiveOrderState(stored: StoredOrderState, closedAt: Date | null): OrderState {
  return stored === 'placed' && closedAt !== null ? 'frozen' : stored
}

/**
 * Which step of an order may follow which. An amendment keeps `placed`; a slip at the station is undone by going back to
 * `ready`; a late shopper still gets the goods. An order of a group that failed or was cancelled is cancelled too.
 */
export const ORDER_NEXT: Readonly<Record<OrderState, readonly OrderState[]>> = {
  placed: ['placed', 'cancelled', 'frozen'],
  cancelled: [],
  frozen: ['ready', 'cancelled'],
  ready: ['collected', 'uncollected', 'cancelled'],
  collected: ['ready'],
  uncollected: ['collected'],
}

/**
 * Whether an order may go from one state to another.
 * @param from the state it is in
 * @param to the state it should take
 * @returns what ORDER_NEXT says
 */
export function canOrderFollow(from: OrderState, to: OrderState): boolean {
  return ORDER_NEXT[from].includes(to)
}

/** How an order is paid: to the keeper when it is collected, or from the shopper's balance when it is placed. */
export const PAYMENT_METHODS = ['on_pickup', 'wallet', 'online'] as const

export type PaymentMethod = (typeof PAYMENT_METHODS)[number]

export const PAYMENT_STATES = ['due', 'held', 'paid', 'part_refunded', 'refunded', 'not_due'] as const

export type PaymentState = (typeof PAYMENT_STATES)[number]

/**
 * Which step of a payment may follow which; never hidden in the order's state. `not_due` is an order that died unpaid:
 * money that still arrives for it is recorded as paid, so that it can go back (TRUST I9). From `paid` back to `due`, or
 * `held` where it was paid in advance, leads only a handing over that is undone at the station.
 */
export const PAYMENT_NEXT: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  due: ['held', 'paid', 'not_due'],
  held: ['due', 'paid', 'part_refunded', 'refunded', 'not_due'],
  paid: ['due', 'held', 'part_refunded', 'refunded'],
  part_refunded: ['part_refunded', 'refunded'],
  refunded: [],
  not_due: ['held', 'paid'],
}

/**
 * Whether a payment may go from one state to another.
 * @param from the state it is in
 * @param to the state it should take
 * @returns what PAYMENT_NEXT says
 */
export function canPaymentFollow(from: PaymentState, to: PaymentState): boolean {
  return PAYMENT_NEXT[from].includes(to)
}

export const SHOPPER_STEPS = ['ordered', 'closed', 'bought', 'arrived', 'collected'] as const

export type ShopperStep = { step: (typeof SHOPPER_STEPS)[number]; status: 'done' | 'now' | 'next' }

const CLOSED_STATES: ReadonlySet<GroupState> = new Set(['closed', 'confirmed', 'failed'])
const BOUGHT_STATES: ReadonlySet<GroupState> = new Set(['received', 'dispatched'])
const ARRIVED_STATES: ReadonlySet<GroupState> = new Set(['arrived', 'completed', 'settled'])

/**
 * The five steps that a shopper sees (DESIGN, "Life of a group order").
 * @param groupState the effective state of the group order
 * @param bought whether its purchase orders are confirmed or received
 * @param orderState the state of the shopper's order
 * @returns five steps: those behind are done, the one reached last is now; a collected order is done in all five, and
 *   nothing is now or still to come true for an order that was cancelled: its first step is done and stays alone
 */
export function shopperSteps(groupState: GroupState, bought: boolean, orderState: OrderState): ShopperStep[] {
  const reached = reachedStep(groupState, bought, orderState)
  const isMoving = orderState !== 'cancelled' && orderState !== 'collected' && groupState !== 'cancelled'
  return SHOPPER_STEPS.map((step, index) => {
    if (index > reached) return { step, status: 'next' }
    return { step, status: index === reached && isMoving ? 'now' : 'done' }
  })
}

function reachedStep(groupState: GroupState, bought: boolean, orderState: OrderState): number {
  if (orderState === 'cancelled' || groupState === 'cancelled') return 0
  if (orderState === 'collected') return 4
  if (orderState === 'ready' || orderState === 'uncollected' || ARRIVED_STATES.has(groupState)) return 3
  if (BOUGHT_STATES.has(groupState) || (bought && groupState === 'confirmed')) return 2
  return CLOSED_STATES.has(groupState) ? 1 : 0
}
