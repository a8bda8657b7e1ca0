import { db } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import { type Pricing, priceAt, type Tier } from '#lib/domain/pricing.ts'
import type { PackMeasure, Unit } from '#lib/domain/quantity.ts'
import type { Locale } from '#lib/domain/text.ts'

/** Public: whoever has the link may see the group page. Nothing here names a person who did not choose it. */
export type OfferView = {
  offerId: string
  productId: string
  name: unknown
  pack: unknown
  origin: unknown
  description: unknown
  picture: string | null
  tile: string
  many: boolean
  unit: Unit
  storage: string
  allergens: string[]
  pricing: Pricing
  /** Never on a page: no coupon goes below it. */
  costMinor: number
  /** Price in force, minor units. */
  priceMinor: number
  sold: number
  /** Null = as many as anybody wants. */
  left: number | null
  limitPerShopper: number | null
  packAmount: number | null
  packMeasure: PackMeasure | null
  withdrawn: boolean
}

export type GroupView = {
  id: string
  slug: string
  title: unknown
  story: unknown
  state: GroupState
  currency: string
  timeZone: string
  opensAt: Date
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  minimumOrders: number
  /** Goes ahead only if it pays its way. */
  isNoLoss: boolean
  /** Why it did not go ahead. */
  failedReason: string | null
  orders: number
  nextNumber: number
  now: Date
  cancelReason: string | null
  leader: { name: unknown; community: unknown; awning: string; groups: number }
  offers: OfferView[]
  stations: {
    id: string
    name: unknown
    address: unknown
    hours: unknown
    note: unknown
    door: string
    timeZone: string
  }[]
  questions: { id: string; text: string; answer: string | null }[]
}

export type JoinedView = {
  number: number
  nickname: string | null
  at: Date
  items: number
  tiles: { key: string; src: string | null; tile: string }[]
}

/** Address of a stored picture. */
export const pictureUrl = (key: string | null, size: 256 | 640 = 256): string | null =>
  key ? `/media/${key}-${size}.webp` : null

/** The group behind a link, or undefined when there is none or its leader has not published it. */
export async function groupPage(slug: string): Promise<GroupView | undefined> {
  const [group, at] = await Promise.all([
    db.groupOrder.findUnique({
      where: { slug },
      include: {
        counter: true,
        leader: {
          select: {
            id: true,
            name: true,
            community: true,
            awning: true,
            _count: { select: { groupOrders: { where: { state: { in: ['completed', 'settled', 'arrived'] } } } } },
          },
        },
        stations: { include: { station: true } },
        offers: {
          orderBy: { position: 'asc' },
          include: { counter: true, product: { include: { stock: true } }, prices: true },
        },
        questions: {
          where: { answer: { not: null } },
          orderBy: { askedAt: 'asc' },
          select: { id: true, text: true, answer: true },
          take: 50,
        },
      },
    }),
    now(),
  ])
  if (!group || group.state === 'draft') return undefined
  const orders = group.counter?.orders ?? 0
  return {
    ...pick(group),
    state: effectiveState(group, at),
    orders,
    nextNumber: group.counter?.nextNumber ?? 1,
    now: at,
    leader: {
      name: group.leader.name,
      community: group.leader.community,
      awning: group.leader.awning,
      groups: group.leader._count.groupOrders,
    },
    offers: group.offers.map((offer) => offerView(offer, orders)),
    stations: group.stations.map(({ station: { id, name, address, hours, note, door, timeZone } }) => ({
      id,
      name,
      address,
      hours,
      note,
      door,
      timeZone,
    })),
    questions: group.questions,
  }
}

/** What of a group page moves or decides what moves: the page's script goes on from here. */
export const groupFacts = (group: GroupView, locale: Locale, version: string) => ({
  groupOrderId: group.id,
  slug: group.slug,
  locale,
  currency: group.currency,
  state: group.state,
  at: group.now.getTime(),
  version,
  orders: group.orders,
  nextNumber: group.nextNumber,
  minimumOrders: group.minimumOrders,
  offers: Object.fromEntries(
    group.offers
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ offerId, unit, pricing, sold, left, limitPerShopper, packAmount, packMeasure }) => [
        offerId,
        { unit, pricing, sold, left, limitPerShopper, packAmount, packMeasure },
      ]),
  ),
})

const pick = <
  T extends Pick<
    GroupView,
    | 'id'
    | 'slug'
    | 'title'
    | 'story'
    | 'currency'
    | 'timeZone'
    | 'opensAt'
    | 'cutoffAt'
    | 'pickupFrom'
    | 'pickupUntil'
    | 'minimumOrders'
    | 'isNoLoss'
    | 'failedReason'
    | 'cancelReason'
  >,
>(
  group: T,
) => ({
  id: group.id,
  slug: group.slug,
  title: group.title,
  story: group.story,
  currency: group.currency,
  timeZone: group.timeZone,
  opensAt: group.opensAt,
  cutoffAt: group.cutoffAt,
  pickupFrom: group.pickupFrom,
  pickupUntil: group.pickupUntil,
  minimumOrders: group.minimumOrders,
  isNoLoss: group.isNoLoss,
  failedReason: group.failedReason,
  cancelReason: group.cancelReason,
})

type OfferRow = {
  id: string
  productId: string
  priceVersion: number
  source: 'presale' | 'stock'
  cap: number | null
  limitPerShopper: number | null
  withdrawnAt: Date | null
  counter: { sold: number } | null
  prices: {
    version: number
    priceMinor: number
    depositMinor: number
    toleranceBps: number
    costMinor: number
    tiers: unknown
    tierBy: 'orders' | 'quantity'
  }[]
  product: {
    name: unknown
    pack: unknown
    origin: unknown
    description: unknown
    picture: string | null
    tile: string
    many: boolean
    unit: string
    storage: string
    allergens: string[]
    packAmount: number | null
    packMeasure: string | null
    stock: { onHand: number; reserved: number } | null
  }
}

/** Said only where there is one: most goods have neither, and a page names dozens. */
export const extrasOf = ({ depositMinor, toleranceBps }: { depositMinor: number; toleranceBps: number }) => ({
  ...(depositMinor > 0 && { depositMinor }),
  ...(toleranceBps > 0 && { toleranceBps }),
})

/** One offer as the shop shows it: the price in force at this many orders, and what is left. */
export function offerView(offer: OfferRow, orders: number): OfferView {
  const { product } = offer
  const price = offer.prices.find(({ version }) => version === offer.priceVersion)
  if (!price) throw new Error(`offer ${offer.id} has no price ${offer.priceVersion}`)
  const pricing: Pricing = {
    priceMinor: price.priceMinor,
    tiers: price.tiers as Tier[],
    tierBy: price.tierBy,
    ...extrasOf(price),
  }
  const sold = offer.counter?.sold ?? 0
  const priceMinor = priceAt(pricing, { orders, quantity: sold })
  const byCap = offer.cap === null ? null : Math.max(0, offer.cap - sold)
  const byStock =
    offer.source === 'stock' ? Math.max(0, (product.stock?.onHand ?? 0) - (product.stock?.reserved ?? 0)) : null
  const unit = product.unit as Unit
  return {
    offerId: offer.id,
    productId: offer.productId,
    name: product.name,
    pack: product.pack,
    origin: product.origin,
    description: product.description,
    picture: product.picture,
    tile: product.tile,
    many: product.many,
    unit,
    storage: product.storage,
    allergens: product.allergens,
    pricing,
    priceMinor,
    costMinor: price.costMinor,
    sold,
    left: byCap === null ? byStock : byStock === null ? byCap : Math.min(byCap, byStock),
    limitPerShopper: offer.limitPerShopper,
    packAmount: product.packAmount,
    packMeasure: product.packMeasure as PackMeasure | null,
    withdrawn: offer.withdrawnAt !== null,
  }
}

/**
 * Who joined, newest first: relay number, time and pictures; a nickname only where its owner chose to show one.
 * @param limit how many at most
 */
export async function joinedList(groupOrderId: string, limit: number): Promise<JoinedView[]> {
  const rows = await db.order.findMany({
    where: { groupOrderId, state: { not: 'cancelled' } },
    orderBy: { number: 'desc' },
    take: limit,
    select: {
      number: true,
      placedAt: true,
      shopper: { select: { nickname: true, showNickname: true } },
      lines: {
        select: {
          offerId: true,
          quantity: true,
          offer: { select: { product: { select: { picture: true, tile: true, unit: true } } } },
        },
      },
    },
  })
  return rows.map(({ number, placedAt, shopper, lines }) => ({
    number,
    at: placedAt,
    nickname: shopper.showNickname ? shopper.nickname : null,
    // a weighed line is one item however heavy
    items: lines.reduce((sum, { quantity, offer }) => sum + (offer.product.unit === 'piece' ? quantity : 1), 0),
    tiles: lines.slice(0, 3).map(({ offerId, offer: { product } }) => ({
      key: offerId,
      src: pictureUrl(product.picture),
      tile: product.tile,
    })),
  }))
}

/** What this shopper already holds of each offer in the group's live orders: limits count them together. */
export async function heldBy(shopperId: string, groupOrderId: string): Promise<Record<string, number>> {
  const rows = await db.orderLine.groupBy({
    by: ['offerId'],
    where: { order: { shopperId, groupOrderId, state: { not: 'cancelled' } } },
    _sum: { quantity: true },
  })
  return Object.fromEntries(rows.map((row) => [row.offerId, row._sum.quantity ?? 0]))
}

/** The shopper's own live orders in a group, for the link on its page. */
export const ownOrdersIn = (shopperId: string, groupOrderId: string) =>
  db.order.findMany({
    where: { shopperId, groupOrderId, state: { not: 'cancelled' } },
    orderBy: { number: 'asc' },
    select: { id: true, number: true },
  })

/** A product's name by its offer, for a refusal's text. */
export async function offerName(offerId: string): Promise<unknown> {
  const offer = await db.offer.findUnique({ where: { id: offerId }, select: { product: { select: { name: true } } } })
  return offer?.product.name
}
