import { db } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import { pictureUrl } from '#lib/domain/picture.ts'
import type { LeaderWho } from '#lib/domain/who.ts'

export type DeskGroup = {
  id: string
  title: unknown
  state: GroupState
  opensAt: Date
  cutoffAt: Date
  pickupFrom: Date
  timeZone: string
  orders: number
  collected: number
  tiles: { src: string | null; tile: string }[]
}

export type LeaderDesk = {
  now: Date
  groups: DeskGroup[]
  /** Questions that wait for an answer, over all groups. */
  unanswered: number
}

const MOST = 40
/** What needs its leader soonest comes first. */
const URGENCY: readonly GroupState[][] = [
  ['open'],
  ['arrived', 'dispatched', 'received', 'closed', 'confirmed'],
  ['scheduled'],
  ['draft'],
]

/** A leader's own group orders, the most urgent first, at most 40. */
export async function leaderDesk(who: LeaderWho): Promise<LeaderDesk> {
  const mine = { leaderId: who.leaderId }
  const [at, rows, unanswered] = await Promise.all([
    now(),
    db.groupOrder.findMany({
      where: mine,
      orderBy: { createdAt: 'desc' },
      take: MOST,
      include: {
        counter: true,
        _count: { select: { orders: { where: { state: 'collected' } } } },
        offers: {
          orderBy: { position: 'asc' },
          take: 2,
          include: { product: { select: { picture: true, tile: true } } },
        },
      },
    }),
    db.question.count({ where: { answer: null, groupOrder: mine } }),
  ])
  const groups = rows.map(
    (row): DeskGroup => ({
      id: row.id,
      title: row.title,
      state: effectiveState(row, at),
      opensAt: row.opensAt,
      cutoffAt: row.cutoffAt,
      pickupFrom: row.pickupFrom,
      timeZone: row.timeZone,
      orders: row.counter?.orders ?? 0,
      collected: row._count.orders,
      tiles: row.offers.map(({ product }) => ({ src: pictureUrl(product.picture), tile: product.tile })),
    }),
  )
  return { now: at, unanswered, groups: groups.sort(byUrgency) }
}

function byUrgency(a: DeskGroup, b: DeskGroup): number {
  const [left, right] = [rankOf(a), rankOf(b)]
  if (left !== right) return left - right
  const soonestFirst = instantOf(a).getTime() - instantOf(b).getTime()
  return left === URGENCY.length ? -soonestFirst : soonestFirst
}

function rankOf({ state }: DeskGroup): number {
  const rank = URGENCY.findIndex((states) => states.includes(state))
  return rank < 0 ? URGENCY.length : rank
}

/** What a group of this state waits for. */
function instantOf({ state, opensAt, cutoffAt, pickupFrom }: DeskGroup): Date {
  if (state === 'scheduled') return opensAt
  return state === 'open' || state === 'draft' ? cutoffAt : pickupFrom
}
