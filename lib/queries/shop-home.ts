import { db } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { ladder, lowestPrice, type Pricing, type Tier } from '#lib/domain/pricing.ts'
import { pictureUrl } from './group-page.ts'

export type GroupCard = {
  slug: string
  title: unknown
  leader: { name: unknown; awning: string; groups: number }
  stations: unknown[]
  currency: string
  timeZone: string
  cutoffAt: Date
  opensAt: Date
  isOpen: boolean
  orders: number
  fillPercent: number
  missing: number | null
  next: 'minimum' | 'tier' | null
  /** The lowest price that can be reached in this group (RULES P3). */
  fromMinor: number
  tiles: { key: string; src: string | null; tile: string }[]
  more: number
}

/** Public: the stations there are. */
export const openStations = () =>
  db.station.findMany({
    where: { active: true },
    orderBy: { createdAt: 'asc' },
    select: { id: true, name: true, address: true, door: true },
  })

/**
 * Public: groups that take orders now or soon, the ones closing first in front.
 * @param stationId only those that serve this station
 */
export async function openGroups(stationId?: string): Promise<{ groups: GroupCard[]; now: Date }> {
  const at = await now()
  const rows = await db.groupOrder.findMany({
    where: {
      state: { in: ['open', 'scheduled'] },
      cutoffAt: { gt: at },
      ...(stationId && { stations: { some: { stationId } } }),
    },
    orderBy: { cutoffAt: 'asc' },
    take: 60,
    include: {
      counter: true,
      leader: {
        select: {
          name: true,
          awning: true,
          _count: { select: { groupOrders: { where: { state: { in: ['completed', 'settled', 'arrived'] } } } } },
        },
      },
      stations: { select: { station: { select: { name: true } } } },
      offers: {
        where: { withdrawnAt: null },
        orderBy: { position: 'asc' },
        include: { prices: true, product: { select: { picture: true, tile: true, many: true } } },
      },
    },
  })
  return { now: at, groups: rows.filter(({ offers }) => offers.length > 0).map((row) => cardOf(row, at)) }
}

type Row = {
  slug: string
  title: unknown
  currency: string
  timeZone: string
  cutoffAt: Date
  opensAt: Date
  minimumOrders: number
  counter: { orders: number } | null
  leader: { name: unknown; awning: string; _count: { groupOrders: number } }
  stations: { station: { name: unknown } }[]
  offers: {
    id: string
    priceVersion: number
    prices: { version: number; priceMinor: number; tiers: unknown; tierBy: 'orders' | 'quantity' }[]
    product: { picture: string | null; tile: string; many: boolean }
  }[]
}

function cardOf(row: Row, at: Date): GroupCard {
  const pricings = row.offers.flatMap(({ prices, priceVersion }): Pricing[] => {
    const price = prices.find(({ version }) => version === priceVersion)
    return price ? [{ priceMinor: price.priceMinor, tiers: price.tiers as Tier[], tierBy: price.tierBy }] : []
  })
  const orders = row.counter?.orders ?? 0
  const progress = ladder(row.minimumOrders, orders, pricings)
  return {
    slug: row.slug,
    title: row.title,
    leader: { name: row.leader.name, awning: row.leader.awning, groups: row.leader._count.groupOrders },
    stations: row.stations.map(({ station }) => station.name),
    currency: row.currency,
    timeZone: row.timeZone,
    cutoffAt: row.cutoffAt,
    opensAt: row.opensAt,
    isOpen: row.opensAt <= at,
    orders,
    fillPercent: progress.stops.length ? progress.fillPercent : 100,
    missing: progress.missing ?? null,
    next: progress.next ?? null,
    fromMinor: Math.min(...pricings.map(lowestPrice)),
    tiles: row.offers
      .slice(0, 3)
      .map(({ id, product: { picture, tile } }) => ({ key: id, src: pictureUrl(picture), tile })),
    more: Math.max(0, row.offers.length - 3),
  }
}
