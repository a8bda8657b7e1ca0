import { db } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { canFollow, effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import { pictureUrl } from '#lib/domain/picture.ts'
import { type Ladder, ladder } from '#lib/domain/pricing.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { StandingView } from '#lib/domain/standing.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { offerView } from './group-page.ts'
import { type LineSum, lineSums } from './leader-lines.ts'
import { leadersSeeCosts } from './rates.ts'
import { leaderStanding } from './standing.ts'

export type Totals = { orders: number; items: number; takenMinor: number }

export type LeaderOffer = Totals & {
  id: string
  name: unknown
  picture: { src: string | null; tile: string; many: boolean }
  unit: Unit
  /** Price in force, minor units. */
  priceMinor: number
  /** Pieces or grams. */
  sold: number
  /** Null = as many as anybody wants. */
  left: number | null
  withdrawn: boolean
}

export type LeaderStation = Totals & { id: string; name: unknown; collected: number; arrivedAt: Date | null }

export type LeaderGroup = {
  id: string
  slug: string
  title: unknown
  story: unknown
  /** What it really is at `now`. */
  state: GroupState
  opensAt: Date
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  timeZone: string
  currency: string
  now: Date
  minimumOrders: number
  cancelReason: string | null
  isNoLoss: boolean
  /** The part of the commission offered to who carries it, basis points; null = nobody may. */
  carrySplitBps: number | null
  failedReason: string | null
  /** Where it stands between what its orders leave and what it must pay for. */
  standing: StandingView | null
  /** `marginMinor` is null where the operator keeps its costs to itself. */
  figures: Totals & { lastHour: number; collected: number; marginMinor: number | null }
  ladder: Ladder
  offers: LeaderOffer[]
  stations: LeaderStation[]
  questions: { id: string; text: string; answer: string | null; askedAt: Date }[]
  can: Record<'edit' | 'publish' | 'close' | 'extend' | 'movePickup' | 'cancel', boolean>
}

/** One group order for whoever runs it: its live totals per product and per station, questions, and what can be done. */
export async function leaderGroup(who: ManagerOf): Promise<LeaderGroup> {
  const { groupOrderId } = who
  const [at, group, sums, seesCosts, standing, orders] = await Promise.all([
    now(),
    loadGroup(groupOrderId),
    lineSums(groupOrderId),
    leadersSeeCosts(),
    leaderStanding(who),
    db.order.groupBy({
      by: ['stationId', 'state'],
      where: { groupOrderId, state: { not: 'cancelled' } },
      _count: { _all: true },
    }),
  ])
  const lastHour = await db.order.count({
    where: { groupOrderId, state: { not: 'cancelled' }, placedAt: { gt: new Date(at.getTime() - 3_600_000) } },
  })
  const count = orders.reduce((sum, row) => sum + row._count._all, 0)
  const state = effectiveState(group, at)
  const views = group.offers.map((offer) => ({ offer, view: offerView(offer, count) }))
  const collectedAt = (stationId?: string) =>
    orders
      .filter((row) => row.state === 'collected' && (!stationId || row.stationId === stationId))
      .reduce((sum, row) => sum + row._count._all, 0)
  return {
    id: group.id,
    slug: group.slug,
    title: group.title,
    story: group.story,
    state,
    opensAt: group.opensAt,
    cutoffAt: group.cutoffAt,
    pickupFrom: group.pickupFrom,
    pickupUntil: group.pickupUntil,
    timeZone: group.timeZone,
    currency: group.currency,
    now: at,
    minimumOrders: group.minimumOrders,
    cancelReason: group.cancelReason,
    isNoLoss: group.isNoLoss,
    carrySplitBps: group.carrySplitBps,
    failedReason: group.failedReason,
    standing: standing ?? null,
    figures: {
      ...totalsOf(sums, count),
      lastHour,
      collected: collectedAt(),
      marginMinor: seesCosts ? sums.reduce((sum, { marginMinor }) => sum + marginMinor, 0) : null,
    },
    ladder: ladder(
      group.minimumOrders,
      count,
      views.filter(({ view }) => !view.withdrawn).map(({ view }) => view.pricing),
    ),
    offers: views.map(({ view }) => {
      const own = sums.filter(({ offerId }) => offerId === view.offerId)
      const { name, unit, priceMinor, left, withdrawn } = view
      const picture = { src: pictureUrl(view.picture), tile: view.tile, many: view.many }
      const sold = own.reduce((sum, { quantity }) => sum + quantity, 0)
      const holders = own.reduce((sum, { times }) => sum + times, 0)
      return { id: view.offerId, name, unit, priceMinor, left, withdrawn, picture, sold, ...totalsOf(own, holders) }
    }),
    stations: group.stations.map(({ station, arrivedAt }) => {
      const own = sums.filter(({ stationId }) => stationId === station.id)
      const holders = orders.filter(({ stationId }) => stationId === station.id)
      const placed = holders.reduce((sum, row) => sum + row._count._all, 0)
      const collected = collectedAt(station.id)
      return { id: station.id, name: station.name, arrivedAt, collected, ...totalsOf(own, placed) }
    }),
    questions: group.questions.map(({ id, text, answer, askedAt }) => ({ id, text, answer, askedAt })),
    can: abilities(
      group.state,
      state,
      group.stations.some(({ arrivedAt }) => arrivedAt !== null),
    ),
  }
}

const loadGroup = (id: string) =>
  db.groupOrder.findUniqueOrThrow({
    where: { id },
    include: {
      stations: { include: { station: true }, orderBy: { stationId: 'asc' } },
      offers: {
        orderBy: { position: 'asc' },
        include: { counter: true, prices: true, product: { include: { stock: true } } },
      },
      questions: { orderBy: { askedAt: 'asc' } },
    },
  })

const totalsOf = (sums: readonly LineSum[], orders: number): Totals => ({
  orders,
  items: sums.reduce((sum, { items }) => sum + items, 0),
  takenMinor: sums.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
})

/** What the page offers; the use cases ask again. */
function abilities(stored: GroupState, state: GroupState, hasArrived: boolean): LeaderGroup['can'] {
  const isRunning = state === 'open' || state === 'scheduled'
  return {
    edit: isRunning || state === 'draft',
    publish: state === 'draft',
    close: state === 'open',
    extend: isRunning,
    movePickup: isRunning || ['closed', 'confirmed', 'received', 'dispatched', 'arrived'].includes(state),
    cancel: canFollow(stored, 'cancelled') && !hasArrived,
  }
}
