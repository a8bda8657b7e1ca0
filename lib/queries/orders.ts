import { db, pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { type CouponTerms, termsOf } from '#lib/domain/coupon.ts'
import {
  effectiveOrderState,
  effectiveState,
  type GroupState,
  type OrderState,
  type PaymentMethod,
  type PaymentState,
  type ShopperStep,
  shopperSteps,
} from '#lib/domain/lifecycle.ts'
import { type LineToPrice, type PricedLine, type Pricing, priceLines, sumUp, type Tier } from '#lib/domain/pricing.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { isId } from './gates.ts'
import { extrasOf, pictureUrl } from './group-page.ts'
import { SHELF } from './station-board.ts'

const lineSelect = {
  offerId: true,
  quantity: true,
  actual: true,
  collected: true,
  priceMinor: true,
  finalMinor: true,
  amountMinor: true,
  discountMinor: true,
  depositMinor: true,
  priceVersion: true,
  offer: {
    select: {
      position: true,
      counter: true,
      prices: true,
      product: { select: { name: true, pack: true, picture: true, tile: true, many: true, unit: true, storage: true } },
    },
  },
} as const

const orderInclude = {
  lines: { select: lineSelect },
  couponUse: { select: { coupon: { select: { code: true, bps: true, amountMinor: true } } } },
  station: true,
  groupOrder: { include: { counter: true, leader: { select: { name: true, awning: true } } } },
} as const

/** Until the goods are on the road, what is over may still be given. */
const TAKES_MORE: ReadonlySet<GroupState> = new Set(['open', 'closed', 'confirmed', 'received'])

type Row = NonNullable<Awaited<ReturnType<typeof loadOrder>>>
const loadOrder = (shopperId: string, id: string) =>
  db.order.findFirst({ where: { id, shopperId }, include: orderInclude })

export type OrderLineView = {
  offerId: string
  name: unknown
  pack: unknown
  picture: string | null
  tile: string
  many: boolean
  unit: Unit
  storage: string
  quantity: number
  /** Grams weighed; null where it is not weighed. */
  actual: number | null
  /** By how much it may weigh more and be charged for, basis points; 0 = charged as ordered. */
  toleranceBps: number
  collected: number
  priceMinor: number
  amountMinor: number
  discountMinor: number
  depositMinor: number
}

export type OrderView = {
  id: string
  number: number
  state: OrderState
  paymentMethod: PaymentMethod
  paymentState: PaymentState
  /** Until when it is kept unpaid; null where it is not to be paid online, or is. */
  payBy: Date | null
  refundTo: 'provider' | 'wallet'
  groupState: GroupState
  group: {
    id: string
    slug: string
    title: unknown
    cutoffAt: Date
    pickupFrom: Date
    pickupUntil: Date
    timeZone: string
    leader: unknown
    awning: string
    orders: number
  }
  station: { id: string; name: unknown; address: unknown; hours: unknown; note: unknown; door: string }
  currency: string
  /** At the prices in force; final once the group has closed. */
  totalMinor: number
  /** What it may come to at most beyond that, as lines are not weighed yet. */
  toleranceMinor: number
  /** What is set aside, or to be paid online: at base prices until the freeze, with the most that is weighed. */
  heldMinor: number
  goodsMinor: number
  discountMinor: number
  depositMinor: number
  couponCode: string | null
  /** What the shopper pays less than at the prices when ordered; 0 while nothing fell. */
  savedMinor: number
  lines: OrderLineView[]
  steps: ShopperStep[]
  canChange: boolean
  /** Whether the shopper allowed one more of each when a bit is left over, and whether they may still say. */
  takesMore: boolean
  canTakeMore: boolean
  shelf: number | null
  pickupCode: string
  pickupSecret: string
  name: string
  placedAt: Date
  cancelReason: string | null
  collectedAt: Date | null
  now: Date
}

/** The shopper's own order; undefined for anybody else's. */
export async function ownOrder(who: Shopper, id: string): Promise<OrderView | undefined> {
  if (!isId(id)) return undefined
  const [row, at] = await Promise.all([loadOrder(who.userId, id), now()])
  return row ? orderView(row, at, await shelvesOf([row])) : undefined
}

/**
 * The order that this key of this shopper placed, if it did: who got no answer may ask again (TRUST I12).
 * @param key as the form carried it
 */
export async function orderByKey(who: Shopper, key: string): Promise<{ orderId: string } | undefined> {
  const idempotencyKey = `${who.userId}:${key}`
  const row = await db.order.findUnique({ where: { idempotencyKey }, select: { id: true } })
  return row ? { orderId: row.id } : undefined
}

/** All orders of a shopper, newest first. */
export async function ownOrders(who: Shopper, limit = 100): Promise<OrderView[]> {
  const [rows, at] = await Promise.all([
    db.order.findMany({
      where: { shopperId: who.userId },
      orderBy: { placedAt: 'desc' },
      take: limit,
      include: orderInclude,
    }),
    now(),
  ])
  const shelves = await shelvesOf(rows)
  return rows.map((row) => orderView(row, at, shelves))
}

/** Where the bags of these orders stand, once their group orders have closed. */
async function shelvesOf(rows: Row[]): Promise<ReadonlyMap<string, number | null>> {
  const ids = rows.filter(({ groupOrder }) => groupOrder.closedAt !== null).map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const { rows: found } = await pool.query<{ id: string; shelf: number | null }>(
    `select o.id, ${SHELF} from orders o where o.id = any($1::uuid[])`,
    [ids],
  )
  return new Map(found.map(({ id, shelf }) => [id, shelf]))
}

function orderView(row: Row, at: Date, shelves: ReadonlyMap<string, number | null>): OrderView {
  const { groupOrder: group, station } = row
  const groupState = effectiveState(group, at)
  const state = effectiveOrderState(row.state, group.closedAt)
  const orders = group.counter?.orders ?? 0
  const lines = [...row.lines].sort((a, b) => a.offer.position - b.offer.position)
  const current = state === 'placed' ? atCurrentPrices(lines, orders, couponOf(row)) : undefined
  const views = lines.map((line, index): OrderLineView => {
    const { product } = line.offer
    return {
      offerId: line.offerId,
      name: product.name,
      pack: product.pack,
      picture: pictureUrl(product.picture),
      tile: product.tile,
      many: product.many,
      unit: product.unit as Unit,
      storage: product.storage,
      quantity: line.quantity,
      actual: line.actual,
      toleranceBps: versionOf(line)?.toleranceBps ?? 0,
      collected: line.collected,
      priceMinor: current?.lines[index]?.priceMinor ?? line.finalMinor ?? line.priceMinor,
      ...pick(current?.lines[index] ?? line),
    }
  })
  const { totalMinor, goodsMinor, discountMinor, depositMinor } = sumUp(views)
  return {
    id: row.id,
    number: row.number,
    state,
    paymentMethod: row.paymentMethod,
    paymentState: row.paymentState,
    payBy: row.payBy,
    refundTo: row.refundTo,
    groupState,
    group: {
      id: group.id,
      slug: group.slug,
      title: group.title,
      cutoffAt: group.cutoffAt,
      pickupFrom: group.pickupFrom,
      pickupUntil: group.pickupUntil,
      timeZone: group.timeZone,
      leader: group.leader.name,
      awning: group.leader.awning,
      orders,
    },
    station: {
      id: station.id,
      name: station.name,
      address: station.address,
      hours: station.hours,
      note: station.note,
      door: station.door,
    },
    currency: row.currency,
    ...{ totalMinor, goodsMinor, discountMinor, depositMinor },
    toleranceMinor: state === 'cancelled' ? 0 : (current?.toleranceMinor ?? row.toleranceMinor),
    heldMinor: row.totalMinor + row.toleranceMinor,
    couponCode: row.couponUse?.coupon.code ?? null,
    savedMinor:
      state === 'cancelled' || isAmended(row) ? 0 : Math.max(0, row.answeredMinor - asOrderedMinor(row, totalMinor)),
    lines: views,
    steps: shopperSteps(groupState, group.boughtAt !== null, state),
    canChange: state === 'placed' && groupState === 'open',
    takesMore: row.takesMore,
    canTakeMore: row.state === 'placed' && row.paymentMethod === 'on_pickup' && TAKES_MORE.has(groupState),
    shelf: shelves.get(row.id) ?? null,
    pickupCode: row.pickupCode,
    pickupSecret: row.pickupSecret,
    name: row.name,
    placedAt: row.placedAt,
    cancelReason: row.cancelReason,
    collectedAt: row.collectedAt,
    now: at,
  }
}

/** What it comes to at its final prices without its weights: what a scale takes off is no saving. */
function asOrderedMinor(row: Row, totalMinor: number): number {
  if (row.lines.every(({ actual }) => actual === null)) return totalMinor
  const lines = row.lines.map((line) => ({
    ...asked(line),
    actual: null,
    pricing: { ...pricingOf(line), priceMinor: line.finalMinor ?? line.priceMinor, tiers: [] },
  }))
  return priceLines(lines, 0, couponOf(row)).totalMinor
}

/** Once amended, the total first answered is no measure of what was saved. */
const isAmended = (row: Row): boolean => row.amendedAt !== null

const atCurrentPrices = (lines: Row['lines'], orders: number, coupon: CouponTerms | undefined) =>
  priceLines(lines.map(asked), orders, coupon)

const asked = (line: Row['lines'][number]): LineToPrice => ({
  offerId: line.offerId,
  quantity: line.quantity,
  actual: line.actual,
  unit: line.offer.product.unit as Unit,
  pricing: pricingOf(line),
  quantitySold: line.offer.counter?.sold ?? 0,
  costMinor: versionOf(line)?.costMinor ?? 0,
})

const versionOf = ({ offer, priceVersion }: Row['lines'][number]) =>
  offer.prices.find(({ version }) => version === priceVersion)

const pick = ({
  amountMinor,
  discountMinor,
  depositMinor,
}: Pick<PricedLine, 'amountMinor' | 'discountMinor' | 'depositMinor'>) => ({
  amountMinor,
  discountMinor,
  depositMinor,
})

const couponOf = ({ couponUse }: Row): CouponTerms | undefined =>
  couponUse ? termsOf(couponUse.coupon.bps, couponUse.coupon.amountMinor) : undefined

function pricingOf(line: Row['lines'][number]): Pricing {
  const { priceMinor } = line
  const price = versionOf(line)
  return price
    ? { priceMinor: price.priceMinor, tiers: price.tiers as Tier[], tierBy: price.tierBy, ...extrasOf(price) }
    : { priceMinor, tiers: [], tierBy: 'orders' }
}
