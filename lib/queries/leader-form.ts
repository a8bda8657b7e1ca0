import { db } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { CATEGORIES } from '#lib/domain/catalogue.ts'
import type { ForecastFacts } from '#lib/domain/forecast.ts'
import { effectiveState } from '#lib/domain/lifecycle.ts'
import { plainAmount } from '#lib/domain/money.ts'
import { type LocalTimes, repeatedTimes, usualTimes } from '#lib/domain/opening-times.ts'
import { pictureUrl } from '#lib/domain/picture.ts'
import type { Tier } from '#lib/domain/pricing.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import { zonedLocal } from '#lib/domain/time.ts'
import type { LeaderWho, ManagerOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { forecastFacts } from './leader-forecast.ts'

/** One offer as the form holds it: texts as typed, quantities in the product's own unit. */
export type OfferValues = {
  price: string
  cap: string
  limit: string
  source: 'presale' | 'stock'
  tierBy: 'orders' | 'quantity'
  tiers: { from: string; price: string }[]
  /** Set for an offer that runs already: where it comes from no longer changes. */
  isRunning: boolean
  sold: number
}

export type GroupValues = LocalTimes & {
  title: unknown
  story: unknown
  /** Empty = at once. */
  opensAt: string
  minimumOrders: number
  isNoLoss: boolean
  /** The part of the commission for who carries it, as typed in percent; empty = nobody may. */
  carrySplit: string
  stationIds: string[]
  offers: Record<string, OfferValues>
}

export type FormProduct = {
  id: string
  name: unknown
  pack: unknown
  category: string
  unit: Unit
  picture: { src: string | null; tile: string; many: boolean }
  /** Suggested, as typed: "5.60". */
  price: string
  /** Minor units; null where the operator keeps its costs to itself. */
  costMinor: number | null
  /** Within the price, basis points of the price without it. */
  taxBps: number
  /** What an admin allows below cost, minor units, and until when orders must close for it. */
  allowed: { lowestMinor: number; until: Date } | null
  /** Pieces or grams in store and free; null when none is kept. */
  available: number | null
}

export type FormCatalogue = {
  currency: string
  leader: { name: unknown; community: unknown; awning: string }
  products: FormProduct[]
  stations: { id: string; name: unknown; address: unknown; timeZone: string }[]
  now: Date
  forecast: ForecastFacts
}

export type OpeningForm = FormCatalogue & {
  values: GroupValues
  /** The latest group order, to start from. */
  last: { id: string; title: unknown } | null
  /** The one that the values come from. */
  fromId: string | null
}

/**
 * All that the form for a new group order shows.
 * @param fromId a group order of this leader to start from: its texts, offers, prices and stations, its times moved by
 *   whole weeks into the future
 */
export async function openingForm(who: LeaderWho, fromId?: string): Promise<OpeningForm> {
  const catalogue = await loadCatalogue(who.leaderId, [])
  const newest = await db.groupOrder.findFirst({
    where: { leaderId: who.leaderId },
    orderBy: { createdAt: 'desc' },
    select: { minimumOrders: true, stations: { select: { stationId: true } } },
  })
  const last = await db.groupOrder.findFirst({
    where: { leaderId: who.leaderId, state: { notIn: ['draft', 'cancelled'] } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, title: true },
  })
  const from = fromId ? await loadGroup(fromId, who.leaderId) : null
  if (from) {
    const offered = new Set(catalogue.products.map(({ id }) => id))
    const values = valuesOf(from, catalogue.now)
    const offers = Object.fromEntries(
      Object.entries(values.offers)
        .filter(([productId]) => offered.has(productId))
        .map(([productId, offer]) => [productId, { ...offer, isRunning: false, sold: 0 }]),
    )
    const times = repeatedTimes(from, from.timeZone, catalogue.now)
    return { ...catalogue, last, fromId: from.id, values: { ...values, ...times, opensAt: '', offers } }
  }
  const served = new Set(catalogue.stations.map(({ id }) => id))
  const usual = newest?.stations.map(({ stationId }) => stationId).filter((id) => served.has(id)) ?? []
  const only = catalogue.stations.length === 1 ? catalogue.stations.map(({ id }) => id) : []
  const stationIds = usual.length > 0 ? usual : only
  const timeZone = catalogue.stations.find(({ id }) => stationIds.includes(id))?.timeZone ?? env.TIME_ZONE
  const values: GroupValues = {
    title: {},
    story: {},
    opensAt: '',
    ...usualTimes(timeZone, catalogue.now),
    minimumOrders: newest?.minimumOrders ?? 10,
    isNoLoss: false,
    carrySplit: '',
    stationIds,
    offers: {},
  }
  return { ...catalogue, last, fromId: null, values }
}

export type EditingForm = FormCatalogue & { values: GroupValues; version: number; isDraft: boolean; slug: string }

/** All that the form for an existing group order shows: a draft whole, a running one its texts and offers. */
export async function editingForm(who: ManagerOf): Promise<EditingForm | undefined> {
  const group = await loadGroup(who.groupOrderId, who.leaderId)
  if (!group) return undefined
  const catalogue = await loadCatalogue(
    who.leaderId,
    group.offers.map(({ productId }) => productId),
  )
  const isDraft = group.state === 'draft'
  const isRunning = ['open', 'scheduled'].includes(effectiveState(group, catalogue.now))
  if (!isDraft && !isRunning) return undefined
  return { ...catalogue, values: valuesOf(group, catalogue.now), version: group.version, isDraft, slug: group.slug }
}

const loadGroup = (id: string, leaderId: string) =>
  db.groupOrder.findFirst({
    where: { id, leaderId },
    include: {
      stations: { where: { station: { active: true } }, select: { stationId: true } },
      offers: {
        where: { withdrawnAt: null },
        orderBy: { position: 'asc' },
        include: { prices: true, counter: true, product: { select: { unit: true } } },
      },
    },
  })

type LoadedGroup = NonNullable<Awaited<ReturnType<typeof loadGroup>>>

function valuesOf(group: LoadedGroup, at: Date): GroupValues {
  const local = (at: Date) => zonedLocal(at, group.timeZone)
  return {
    title: group.title,
    story: group.story,
    // an opening that has passed means "at once"
    opensAt: group.opensAt <= at ? '' : local(group.opensAt),
    cutoffAt: local(group.cutoffAt),
    pickupFrom: local(group.pickupFrom),
    pickupUntil: local(group.pickupUntil),
    minimumOrders: group.minimumOrders,
    isNoLoss: group.isNoLoss,
    carrySplit: group.carrySplitBps === null ? '' : String(group.carrySplitBps / 100),
    stationIds: group.stations.map(({ stationId }) => stationId),
    offers: Object.fromEntries(group.offers.map((offer) => [offer.productId, offerValues(offer, group)])),
  }
}

function offerValues(offer: LoadedGroup['offers'][number], { currency, state }: LoadedGroup): OfferValues {
  const price = offer.prices.find(({ version }) => version === offer.priceVersion)
  if (!price) throw new Error(`offer ${offer.id} has no price ${offer.priceVersion}`)
  const { perPrice } = UNITS[offer.product.unit as Unit]
  const amount = (quantity: number | null) => (quantity === null ? '' : String(quantity / perPrice))
  return {
    price: plainAmount(price.priceMinor, currency),
    cap: amount(offer.cap),
    limit: amount(offer.limitPerShopper),
    source: offer.source,
    tierBy: price.tierBy,
    tiers: (price.tiers as Tier[]).map(({ from, priceMinor }) => ({
      from: String(from),
      price: plainAmount(priceMinor, currency),
    })),
    isRunning: state !== 'draft',
    sold: offer.counter?.sold ?? 0,
  }
}

const CATEGORY_ORDER: readonly string[] = CATEGORIES
const byCategory = (a: { category: string }, b: { category: string }) =>
  CATEGORY_ORDER.indexOf(a.category) - CATEGORY_ORDER.indexOf(b.category)

/** @param alsoIds products that are shown though they left the catalogue: they are on the stall already */
async function loadCatalogue(leaderId: string, alsoIds: string[]): Promise<FormCatalogue> {
  const [at, leader, products, stations] = await Promise.all([
    now(),
    db.leader.findUniqueOrThrow({ where: { id: leaderId }, select: { name: true, community: true, awning: true } }),
    db.product.findMany({
      where: { OR: [{ active: true }, { id: { in: alsoIds } }] },
      orderBy: { sku: 'asc' },
      include: {
        stock: true,
        belowCost: {
          where: { revokedAt: null },
          orderBy: { lowestMinor: 'asc' },
          select: { lowestMinor: true, until: true },
        },
      },
    }),
    db.station.findMany({
      where: { active: true },
      orderBy: { createdAt: 'asc' },
      select: { id: true, name: true, address: true, timeZone: true, stopCostMinor: true },
    }),
  ])
  const forecast = await forecastFacts(leaderId, { products, stations })
  return {
    now: at,
    leader,
    // what a stop costs is told by the forecast, where it may be
    stations: stations.map(({ stopCostMinor: _stopCost, ...station }) => station),
    forecast,
    currency: env.CURRENCY,
    products: products.toSorted(byCategory).map((product) => ({
      id: product.id,
      name: product.name,
      pack: product.pack,
      category: product.category,
      unit: product.unit as Unit,
      picture: { src: pictureUrl(product.picture), tile: product.tile, many: product.many },
      price: plainAmount(product.priceMinor, env.CURRENCY),
      costMinor: forecast.costs ? product.costMinor : null,
      taxBps: product.taxBps,
      allowed: product.belowCost.find(({ until }) => until > at) ?? null,
      available: product.stock && product.stock.onHand - product.stock.reserved,
    })),
  }
}
