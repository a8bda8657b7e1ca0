import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { paidAtPickup } from '#lib/domain/ledger.ts'
import type { GroupState } from '#lib/domain/lifecycle.ts'
import { partsOfSale } from '#lib/domain/tax.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { earnedAtPickup } from '#lib/usecases/collection/earned.ts'
import { linesOf } from '#lib/usecases/collection/order-rows.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { releaseOrders } from '#lib/usecases/group-order/release-orders.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { closedAtCutoff, giveTimes } from './history.ts'
import { known, type MadeGroup, type World } from './world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const PAST_CUTOFF: ReadonlySet<GroupState> = new Set([
  'confirmed',
  'failed',
  'received',
  'dispatched',
  'arrived',
  'completed',
  'settled',
])
const ARRIVED: ReadonlySet<GroupState> = new Set(['arrived', 'completed', 'settled'])

/** Takes a filled group order through its life up to the state it is to show. */
export async function advance(world: World, group: MadeGroup): Promise<void> {
  if (group.orders > 0) await giveTimes(group, world.clock.now)
  if (group.state === 'cancelled') return cancel(world, group)
  if (!PAST_CUTOFF.has(group.state)) return
  // a worker that runs beside may have been faster: it does the same
  await closeGroupOrder(group.id, { actorRole: 'system' })
  await closedAtCutoff(group)
  if (group.state === 'confirmed' || group.state === 'failed') {
    if (group.isBought)
      await db.groupOrder.update({ where: { id: group.id }, data: { boughtAt: boughtAt(world, group) } })
    return
  }
  await db.groupOrder.update({
    where: { id: group.id },
    data: { state: group.state, boughtAt: boughtAt(world, group) },
  })
  const stations = ARRIVED.has(group.state) ? group.stations : (group.arrivedAt ?? [])
  for (const key of stations) await arrive(world, group, key)
  if (group.collected) await collect(world, group, group.collected)
}

const boughtAt = ({ clock }: World, { cutoffAt }: MadeGroup) =>
  new Date(Math.min(cutoffAt.getTime() + 45 * MINUTE_MS, clock.now.getTime()))

async function cancel({ people, clock }: World, { id, leader }: MadeGroup): Promise<void> {
  const at = clock.hours(-7)
  await sqlTransaction((tx) => releaseOrders(tx, [id], 'group_cancelled', at))
  await db.groupOrder.update({
    where: { id },
    data: { state: 'cancelled', cancelledAt: at, cancelReason: 'The orchard lost its last trees to the frost.' },
  })
  await trail(known(people, leader).id, 'leader', 'group_order.cancel', 'group_order', id, at)
}

async function arrive({ stations, clock }: World, group: MadeGroup, key: string): Promise<void> {
  const { id: stationId, keeperIds } = known(stations, key)
  const arrivedAt = new Date(Math.min(group.pickupFrom.getTime() - HOUR_MS, clock.now.getTime() - 40 * MINUTE_MS))
  const arrivedBy = keeperIds[0] ?? ''
  const where = { groupOrderId: group.id, stationId }
  await db.groupOrderStation.update({ where: { groupOrderId_stationId: where }, data: { arrivedAt, arrivedBy } })
  await db.order.updateMany({ where: { ...where, state: 'placed' }, data: { state: 'ready' } })
  await trail(arrivedBy, 'keeper', 'group_order.arrive', 'group_order', group.id, arrivedAt)
}

type Wish = NonNullable<MadeGroup['collected']>
const STILL_OPEN: ReadonlySet<GroupState> = new Set(['arrived'])

/** Hands orders over in the pickup window; of a group that is over, what was left is uncollected. */
async function collect(world: World, group: MadeGroup, { count, not = [] }: Wish): Promise<void> {
  const { random, people, stations, clock } = world
  const kept = new Set(not.map((key) => known(people, key).id))
  const orders = await db.order.findMany({
    where: { groupOrderId: group.id, state: 'ready' },
    include: { lines: { include: { offer: true } } },
    orderBy: { number: 'asc' },
  })
  const keepers = new Map([...stations.values()].map(({ id, keeperIds }) => [id, keeperIds]))
  const from = Math.min(group.pickupFrom.getTime(), clock.now.getTime() - 35 * MINUTE_MS)
  const until = Math.min(group.pickupUntil.getTime(), clock.now.getTime() - MINUTE_MS)
  const chosen = random.shuffle(orders.filter(({ shopperId }) => !kept.has(shopperId))).slice(0, count)
  const handed: Handed[] = []
  for (const order of chosen) {
    const at = new Date(from + random.below(Math.max(1, until - from)))
    const keeperId = random.pick(keepers.get(order.stationId) ?? [])
    const lines = order.lines.map(({ offerId, quantity }) => ({ offerId, quantity }))
    const proof = random.pick(['qr', 'qr', 'code'])
    const collectionId = newId()
    await db.collection.create({
      data: { id: collectionId, orderId: order.id, stationId: order.stationId, keeperId, proof, lines, at },
    })
    for (const { offerId, quantity } of lines)
      await db.orderLine.update({
        where: { orderId_offerId: { orderId: order.id, offerId } },
        data: { collected: quantity },
      })
    await db.order.update({
      where: { id: order.id },
      data: { state: 'collected', paymentState: 'paid', toleranceMinor: 0, collectedAt: at, collectedBy: keeperId },
    })
    for (const { offer, quantity } of order.lines.filter((line) => line.offer.source === 'stock')) {
      await db.stock.update({ where: { productId: offer.productId }, data: { reserved: { decrement: quantity } } })
      world.movements.push({
        productId: offer.productId,
        quantity: -quantity,
        reason: 'collected',
        at,
        actorId: keeperId,
        orderId: order.id,
      })
    }
    await trail(keeperId, 'keeper', 'order.collect', 'order', order.id, at)
    handed.push({ order, collectionId, keeperId, at })
  }
  // the books read in the order of life
  for (const each of handed.sort((a, b) => a.at.getTime() - b.at.getTime())) await book(each)
  if (!STILL_OPEN.has(group.state))
    await db.order.updateMany({ where: { groupOrderId: group.id, state: 'ready' }, data: { state: 'uncollected' } })
}

type Handed = {
  order: { id: string; totalMinor: number; currency: string }
  collectionId: string
  keeperId: string
  at: Date
}

/** What a handing over moves in the books, at its own time. */
const book = ({ order, collectionId, keeperId, at }: Handed) =>
  sqlTransaction(async (tx) => {
    const { id: orderId, totalMinor, currency } = order
    const rows = await linesOf(tx, orderId)
    const paid = paidAtPickup({ collectionId, orderId, keeperId, totalMinor, parts: partsOfSale(rows), currency })
    const earned = await earnedAtPickup(tx, order, rows, { collectionId, who: { userId: keeperId }, isPaid: true })
    await postToLedger(
      tx,
      [...(paid ? [paid] : []), ...earned].map((movement) => ({ ...movement, at })),
    )
  })

const trail = (actorId: string, actorRole: string, action: string, subjectType: string, subjectId: string, at: Date) =>
  db.auditEntry.create({
    data: { id: newId(), at, actorId, actorRole, action, subjectType, subjectId, region: env.REGION },
  })
