import { randomBytes } from 'node:crypto'
import type { Tx } from '#lib/db/transaction.ts'
import type { GroupState } from '#lib/domain/lifecycle.ts'
import type { Tier } from '#lib/domain/pricing.ts'
import { lineTotalMinor } from '#lib/domain/quantity.ts'
import { slugOf } from '#lib/domain/slug.ts'
import { mostQuantity } from '#lib/domain/weighing.ts'
import { env } from '#lib/infra/env.ts'
import { newId, newToken } from '#lib/infra/ids.ts'
import { pickupCodeOf } from '#lib/infra/pickup-code.ts'
import { makeProduct, makeStation, type NewProduct } from './catalogue.ts'
import { makeLeader, makeUser } from './people.ts'

const HOUR_MS = 3_600_000
const CLOSED: ReadonlySet<GroupState> = new Set([
  'closed',
  'confirmed',
  'failed',
  'received',
  'dispatched',
  'arrived',
  'completed',
  'settled',
])

export type NewOffer = {
  /** Minor units per piece, or per kg, jin or lb. */
  priceMinor: number
  /** An existing product; else one is made. */
  productId?: string
  product?: NewProduct
  tiers?: Tier[]
  /** For the container of a piece. */
  depositMinor?: number
  /** By how much it may weigh more and be charged for; of goods sold by weight. */
  toleranceBps?: number
  tierBy?: 'orders' | 'quantity'
  /** Pieces or grams. */
  cap?: number
  limitPerShopper?: number
  source?: 'presale' | 'stock'
  /** What lies in store; told, the product gets a stock row. */
  onHand?: number
}

export type NewGroup = {
  offers?: NewOffer[]
  leaderId?: string
  title?: { en?: string; 'zh-CN'?: string }
  minimumOrders?: number
  /** How many stations to make, or which to use. */
  stations?: number | string[]
  /** From now, may be negative. The opening lies before the cutoff, the pickup after it. */
  opensInMs?: number
  cutoffInMs?: number
  state?: GroupState
}

export type MadeOffer = { offerId: string; productId: string; priceMinor: number }

export type MadeGroup = {
  groupOrderId: string
  slug: string
  leaderId: string
  leaderUserId: string
  /** The first of the stations. */
  stationId: string
  stationIds: string[]
  offers: MadeOffer[]
  cutoffAt: Date
}

/**
 * Makes a group order with all it stands on: leader, stations, products, offers with price version 1 and counters.
 * Open for 24 hours with one offer at 5.60 and one station, unless told otherwise.
 */
export async function makeOpenGroup(db: Tx, facts: NewGroup = {}): Promise<MadeGroup> {
  const { title = { en: 'Saturday farm box', 'zh-CN': '周六农场箱' }, state = 'open', stations = 1 } = facts
  const leader = facts.leaderId
    ? await db.leader.findUniqueOrThrow({ where: { id: facts.leaderId } })
    : await makeLeader(db)
  const stationIds = Array.isArray(stations) ? stations : await makeStations(db, stations)
  const group = await db.groupOrder.create({
    data: {
      title,
      state,
      slug: slugOf(title.en ?? '', newToken()),
      leaderId: leader.id,
      ...timesOf(facts),
      closedAt: CLOSED.has(state) ? new Date(Math.min(Date.now(), timesOf(facts).cutoffAt.getTime())) : null,
      timeZone: env.TIME_ZONE,
      currency: env.CURRENCY,
      minimumOrders: facts.minimumOrders ?? 1,
      codeSecret: randomBytes(16).toString('base64url'),
      region: env.REGION,
      counter: { create: {} },
      stations: { create: stationIds.map((stationId) => ({ stationId })) },
    },
  })
  const offers: MadeOffer[] = []
  for (const offer of facts.offers ?? [{ priceMinor: 560 }])
    offers.push(await addOffer(db, group.id, offers.length, offer))
  const { id: groupOrderId, slug, cutoffAt } = group
  const stationId = stationIds[0] ?? ''
  return {
    groupOrderId,
    slug,
    leaderId: leader.id,
    leaderUserId: leader.userId,
    stationId,
    stationIds,
    offers,
    cutoffAt,
  }
}

async function makeStations(db: Tx, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let made = 0; made < count; made++) ids.push((await makeStation(db)).id)
  return ids
}

function timesOf({
  state,
  cutoffInMs = 24 * HOUR_MS,
  opensInMs = state === 'scheduled' ? HOUR_MS : -HOUR_MS,
}: NewGroup) {
  const at = Date.now()
  const cutoff = at + cutoffInMs
  return {
    opensAt: new Date(Math.min(at + opensInMs, cutoff - HOUR_MS)),
    cutoffAt: new Date(cutoff),
    pickupFrom: new Date(cutoff + 14 * HOUR_MS),
    pickupUntil: new Date(cutoff + 17 * HOUR_MS),
  }
}

async function addOffer(db: Tx, groupOrderId: string, position: number, facts: NewOffer): Promise<MadeOffer> {
  const { priceMinor, tiers = [], tierBy = 'orders', source = 'presale', onHand, depositMinor = 0 } = facts
  const { toleranceBps = 0 } = facts
  const productId =
    facts.productId ?? (await makeProduct(db, { priceMinor, onHand, depositMinor, toleranceBps, ...facts.product })).id
  const { costMinor } = await db.product.findUniqueOrThrow({ where: { id: productId } })
  const offer = await db.offer.create({
    data: {
      groupOrderId,
      productId,
      position,
      source,
      cap: facts.cap ?? null,
      limitPerShopper: facts.limitPerShopper ?? null,
      prices: { create: { version: 1, priceMinor, tierBy, tiers, costMinor, depositMinor, toleranceBps } },
      counter: { create: {} },
    },
  })
  return { offerId: offer.id, productId, priceMinor }
}

export type NewOrder = {
  groupOrderId: string
  stationId: string
  shopperId?: string
  name?: string
  /** E.164 or e-mail. */
  contact?: string
  lines: { offerId: string; quantity: number }[]
  /** Id of who carries it (makeCarrier). */
  carriedBy?: string
}

export type MadeOrder = { orderId: string; number: number; shopperId: string; totalMinor: number; pickupCode: string }

/**
 * Writes a placed order with its counters straight into the database: for tests that need orders, not the desk.
 * Prices are the offers' base prices in force.
 */
export async function makeOrder(db: Tx, facts: NewOrder): Promise<MadeOrder> {
  const { groupOrderId, stationId, lines } = facts
  const shopper = facts.shopperId ? { id: facts.shopperId, email: null } : await makeUser(db)
  const counter = await db.groupCounter.update({
    where: { groupOrderId },
    data: { nextNumber: { increment: 1 }, orders: { increment: 1 } },
    include: { groupOrder: true },
  })
  const number = counter.nextNumber - 1
  const priced = []
  for (const line of lines) priced.push(await takeFromShelf(db, line))
  const totalMinor = priced.reduce((sum, { line }) => sum + line.amountMinor + line.depositMinor, 0)
  const toleranceMinor = priced.reduce((sum, each) => sum + each.toleranceMinor, 0)
  const pickupCode = pickupCodeOf(counter.groupOrder.codeSecret, number)
  const { id: orderId } = await db.order.create({
    data: {
      id: newId(),
      groupOrderId,
      stationId,
      shopperId: shopper.id,
      number,
      pickupCode,
      pickupSecret: randomBytes(16).toString('base64url'),
      name: facts.name ?? 'Lin Wei',
      contact: facts.contact ?? shopper.email ?? `${newToken(12)}@example.org`,
      currency: counter.groupOrder.currency,
      totalMinor,
      toleranceMinor,
      answeredMinor: totalMinor,
      idempotencyKey: `test:${newId()}`,
      bodyHash: '',
      carriedBy: facts.carriedBy ?? null,
      placedAt: new Date(),
      region: env.REGION,
      lines: { create: priced.map(({ line }) => line) },
    },
  })
  return { orderId, number, shopperId: shopper.id, totalMinor, pickupCode }
}

/** Counts one line as sold and, where it comes from stock, reserves it. */
async function takeFromShelf(db: Tx, { offerId, quantity }: { offerId: string; quantity: number }) {
  const offer = await db.offer.findUniqueOrThrow({ where: { id: offerId }, include: { prices: true, product: true } })
  const price = offer.prices.find(({ version }) => version === offer.priceVersion)
  if (!price) throw new Error(`offer ${offerId} has no price ${offer.priceVersion}`)
  await db.offerCounter.update({ where: { offerId }, data: { sold: { increment: quantity } } })
  if (offer.source === 'stock') {
    await db.stock.update({ where: { productId: offer.productId }, data: { reserved: { increment: quantity } } })
  }
  const unit = offer.product.unit as 'piece'
  const { version: priceVersion, priceMinor, depositMinor, toleranceBps } = price
  const amountMinor = lineTotalMinor(priceMinor, quantity, unit)
  const mostMinor = lineTotalMinor(priceMinor, mostQuantity({ quantity, unit, toleranceBps }), unit)
  const line = { offerId, quantity, priceVersion, priceMinor, amountMinor, depositMinor: depositMinor * quantity }
  return { line, toleranceMinor: mostMinor - amountMinor }
}
