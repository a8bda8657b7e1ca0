import type { Tx } from '#lib/db/transaction.ts'
import { lowestPriceMinor } from '#lib/domain/below-cost.ts'
import { isSplit } from '#lib/domain/carrying.ts'
import { checkSchedule, type Schedule, type ScheduleRefusal } from '#lib/domain/lifecycle.ts'
import { MAX_PRICE_MINOR } from '#lib/domain/money.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { checkTiers, type Pricing, type TierRefusal } from '#lib/domain/pricing.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import type { Locale } from '#lib/domain/text.ts'
import { type TimeRefusal, zonedInstant } from '#lib/domain/time.ts'
import { env } from '#lib/infra/env.ts'

/** A text that may lack one of the languages. */
export type Texts = Partial<Record<Locale, string>>

/** A product as the leader wants to offer it. */
export type WantedOffer = Pricing & {
  productId: string
  /** In the product's own unit: pieces, kg, jin or lb. Null = no limit. */
  cap: number | null
  limitPerShopper: number | null
  /** Both are pieces or grams already, as programs count. */
  isInGrams?: boolean
  source: 'presale' | 'stock'
}

/** Wall-clock times of the stations' zone, 'YYYY-MM-DDTHH:mm', as people type them; or instants, as programs send them. */
export type WantedTimes = Record<keyof Schedule, string | Date>

export type WantedGroup = WantedTimes & {
  title: Texts
  story: Texts
  minimumOrders: number
  /** Goes ahead only if what its orders leave pays its freight and its stops; left out it stays as it is, at first false. */
  isNoLoss?: boolean
  /** The part of the commission for who carries it, basis points; null = nobody may. Left out it stays, at first null. */
  carrySplitBps?: number | null
  stationIds: string[]
  offers: WantedOffer[]
}

/** An offer that passed; quantities are pieces or grams. */
export type CheckedOffer = WantedOffer & {
  costMinor: number
  taxBps: number
  depositMinor: number
  toleranceBps: number
}

export type OfferRefusal =
  | { code: 'PRODUCT_GONE' | 'BAD_PRICE' | 'BAD_CAP' | 'BAD_LIMIT' | 'NO_STOCK_KEPT'; field: string }
  | { code: 'BELOW_COST'; field: string; priceMinor: number; costMinor: number }
  | { code: TierRefusal['code']; field: string }

export type ContentRefusal =
  | OfferRefusal
  | ScheduleRefusal
  | { code: TimeRefusal['code']; field: string }
  | { code: 'BAD_SPLIT'; field: 'carrySplitBps' }
  | { code: 'TITLE_NEEDED' | 'STATION_GONE' | 'STATIONS_IN_TWO_ZONES' | 'NO_STATIONS' | 'NO_OFFERS'; field: string }

export const BAD_SPLIT = { code: 'BAD_SPLIT', field: 'carrySplitBps' } as const

export type CheckedGroup = Schedule & {
  title: Texts
  story: Texts
  minimumOrders: number
  isNoLoss: boolean | undefined
  carrySplitBps: number | null | undefined
  timeZone: string
  stationIds: string[]
  offers: CheckedOffer[]
}

/** What a product must tell before it can be offered. */
export type ProductFacts = {
  id: string
  unit: Unit
  costMinor: number
  taxBps: number
  depositMinor: number
  toleranceBps: number
  /** The lowest price that passes: the cost, or what an admin allows below it. */
  lowestMinor: number
  active: boolean
  hasStock: boolean
}

/** Blank texts are left out, so that the other language shows in their place. */
export function trimmed(texts: Texts): Texts {
  const filled = Object.entries(texts).map(([locale, text]) => [locale, text?.trim()] as const)
  return Object.fromEntries(filled.filter(([, text]) => text))
}

/** Permissions to sell below cost that hold until orders close, so that nothing is ordered by one that has ended. */
export const permittedUntil = (cutoffAt: Date) => ({
  where: { revokedAt: null, until: { gte: cutoffAt } },
  select: { lowestMinor: true },
})

/** The facts of these products, those that exist, for a group order that closes then. */
export async function loadProducts(db: Tx, ids: string[], cutoffAt: Date): Promise<Map<string, ProductFacts>> {
  const rows = await db.product.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      unit: true,
      costMinor: true,
      taxBps: true,
      depositMinor: true,
      toleranceBps: true,
      active: true,
      stock: { select: { productId: true } },
      belowCost: permittedUntil(cutoffAt),
    },
  })
  return new Map(
    rows.map(({ stock, unit, belowCost, ...row }) => [
      row.id,
      {
        ...row,
        unit: unit as Unit,
        hasStock: stock !== null,
        lowestMinor: lowestPriceMinor(row.costMinor, belowCost),
      },
    ]),
  )
}

/**
 * Whether a product can be offered like this.
 * @returns the offer with quantities in pieces or grams, its tax, and the cost that its price was held against. Refuses
 *   PRODUCT_GONE, BAD_PRICE, BELOW_COST (RULES M1: also for the lowest tier; unless an admin allows it), the refusals of
 *   `checkTiers`, BAD_CAP,
 *   BAD_LIMIT and NO_STOCK_KEPT, each at the field `offers.<productId>.…`
 */
export function checkOffer(
  wanted: WantedOffer,
  product: ProductFacts | undefined,
): Outcome<CheckedOffer, OfferRefusal> {
  const field = (name: string) => `offers.${wanted.productId}.${name}`
  if (!product?.active) return refuse({ code: 'PRODUCT_GONE', field: field('price') })
  const priced = checkPricing(wanted, product)
  if (!priced.ok) return priced
  const perPrice = wanted.isInGrams ? 1 : UNITS[product.unit].perPrice
  const cap = wanted.cap === null ? null : Math.round(wanted.cap * perPrice)
  const limitPerShopper = wanted.limitPerShopper === null ? null : Math.round(wanted.limitPerShopper * perPrice)
  if (!isAmount(cap, wanted.cap, product.unit)) return refuse({ code: 'BAD_CAP', field: field('cap') })
  if (!isAmount(limitPerShopper, wanted.limitPerShopper, product.unit))
    return refuse({ code: 'BAD_LIMIT', field: field('limit') })
  if (wanted.source === 'stock' && !product.hasStock) return refuse({ code: 'NO_STOCK_KEPT', field: field('source') })
  const { costMinor, taxBps, depositMinor, toleranceBps } = product
  return accept({ ...wanted, cap, limitPerShopper, costMinor, taxBps, depositMinor, toleranceBps })
}

const MAX_AMOUNT = 1_000_000_000

/** At least one piece or gram, and no part of a piece. */
function isAmount(amount: number | null, typed: number | null, unit: Unit): boolean {
  if (amount === null || typed === null) return true
  return amount >= 1 && amount <= MAX_AMOUNT && (UNITS[unit].weighed || Number.isInteger(typed))
}

/** Price and tiers alone: above zero, falling, and nowhere below what the product costs or an admin allows. */
export function checkPricing(
  wanted: WantedOffer,
  { costMinor, lowestMinor }: Pick<ProductFacts, 'costMinor' | 'lowestMinor'>,
): Outcome<true, OfferRefusal> {
  const { productId, priceMinor, tiers } = wanted
  const isPrice = Number.isSafeInteger(priceMinor) && priceMinor > 0 && priceMinor <= MAX_PRICE_MINOR
  if (!isPrice) return refuse({ code: 'BAD_PRICE', field: `offers.${productId}.price` })
  const rising = checkTiers(wanted)
  if (!rising.ok) {
    const { code, index } = rising.refusal
    const part = code === 'TIER_NOT_CHEAPER' ? 'price' : 'from'
    return refuse({ code, field: `offers.${productId}.tiers.${index}.${part}` })
  }
  // The first that is too low: the base price, else the tier to mend.
  const low = [priceMinor, ...tiers.map((tier) => tier.priceMinor)].findIndex((price) => price < lowestMinor)
  if (low === 0) return refuse({ code: 'BELOW_COST', field: `offers.${productId}.price`, priceMinor, costMinor })
  const tier = tiers[low - 1]
  if (tier) {
    const field = `offers.${productId}.tiers.${low - 1}.price`
    return refuse({ code: 'BELOW_COST', field, priceMinor: tier.priceMinor, costMinor })
  }
  return accept(true)
}

/**
 * Everything a group order consists of, checked.
 * @param isOpening a draft may still lack products and stations, an opening may not
 * @param now the database's time
 * @returns the group with instants instead of wall-clock times. Refuses TITLE_NEEDED, BAD_SPLIT, STATION_GONE,
 *   STATIONS_IN_TWO_ZONES, NO_STATIONS, NO_OFFERS, and what `zonedInstant`, `checkSchedule` and `checkOffer` refuse
 */
export async function checkGroup(
  db: Tx,
  wanted: WantedGroup,
  isOpening: boolean,
  now: Date,
): Promise<Outcome<CheckedGroup, ContentRefusal>> {
  const title = trimmed(wanted.title)
  if (Object.keys(title).length === 0) return refuse({ code: 'TITLE_NEEDED', field: 'title.en' })
  const { carrySplitBps } = wanted
  if (typeof carrySplitBps === 'number' && !isSplit(carrySplitBps)) return refuse(BAD_SPLIT)
  const zone = await zoneOf(db, wanted.stationIds, isOpening)
  if (!zone.ok) return zone
  const schedule = scheduleOf(wanted, zone.value, isOpening, now)
  if (!schedule.ok) return schedule
  if (isOpening && wanted.offers.length === 0) return refuse({ code: 'NO_OFFERS', field: 'offers' })
  const products = await loadProducts(
    db,
    wanted.offers.map(({ productId }) => productId),
    schedule.value.cutoffAt,
  )
  const offers: CheckedOffer[] = []
  for (const offer of wanted.offers) {
    const checked = checkOffer(offer, products.get(offer.productId))
    if (!checked.ok) return checked
    offers.push(checked.value)
  }
  const { stationIds, minimumOrders, isNoLoss, story } = wanted
  return accept({
    ...schedule.value,
    title,
    story: trimmed(story),
    minimumOrders,
    isNoLoss,
    carrySplitBps,
    timeZone: zone.value,
    stationIds,
    offers,
  })
}

/** The one zone of the chosen stations: pickup times mean nothing without it. */
async function zoneOf(db: Tx, stationIds: string[], isOpening: boolean): Promise<Outcome<string, ContentRefusal>> {
  if (stationIds.length === 0) {
    return isOpening ? refuse({ code: 'NO_STATIONS', field: 'stationIds' }) : accept(env.TIME_ZONE)
  }
  const rows = await db.station.findMany({
    where: { id: { in: stationIds }, active: true },
    select: { timeZone: true },
  })
  if (rows.length !== new Set(stationIds).size) return refuse({ code: 'STATION_GONE', field: 'stationIds' })
  const zones = new Set(rows.map(({ timeZone }) => timeZone))
  const [zone] = zones
  if (!zone || zones.size > 1) return refuse({ code: 'STATIONS_IN_TWO_ZONES', field: 'stationIds' })
  return accept(zone)
}

/** A wall-clock time in its zone, or the instant that it is already. */
export const asInstant = (time: string | Date, zone: string): Outcome<Date, TimeRefusal> =>
  typeof time === 'string' ? zonedInstant(time, zone) : accept(time)

/** The instants; an opening that is empty or past means now. */
function scheduleOf(
  wanted: WantedTimes,
  zone: string,
  isOpening: boolean,
  now: Date,
): Outcome<Schedule, ContentRefusal> {
  const instants: Schedule = { opensAt: now, cutoffAt: now, pickupFrom: now, pickupUntil: now }
  for (const field of ['opensAt', 'cutoffAt', 'pickupFrom', 'pickupUntil'] as const) {
    if (field === 'opensAt' && wanted.opensAt === '') continue
    const instant = asInstant(wanted[field], zone)
    if (!instant.ok) return refuse({ code: instant.refusal.code, field })
    instants[field] = instant.value
  }
  // Asked first: of a group that opens at once, "after it opens" would only puzzle.
  if (instants.cutoffAt <= now) return refuse({ code: 'CUTOFF_IN_PAST', field: 'cutoffAt' })
  if (isOpening && instants.opensAt < now) instants.opensAt = now
  const fits = checkSchedule(instants, now)
  return fits.ok ? accept(instants) : fits
}
