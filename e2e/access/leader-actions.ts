import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { paidAtPickup } from '#lib/domain/ledger.ts'
import { zonedLocal } from '#lib/domain/time.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup, type NewGroup } from '#prisma/factories/group-order.ts'
import { filled, formWith } from '../raw.ts'
import { type ActionRow, having, only, type Try } from './table.ts'
import { anotherGroup, arrivedGroup, type Role, unique, type World } from './world.ts'

const HOUR_MS = 3_600_000
const MANAGERS: Role[] = ['leader', 'admin']

/** A fresh group order of the world's leader, on its own page. */
async function onGroup(
  world: World,
  facts: NewGroup,
  rest: (id: string) => Promise<Omit<Try, 'page' | 'look'>>,
): Promise<Try> {
  const { groupOrderId: id } = await anotherGroup(world, facts)
  // a worker notes meanwhile what it has told of
  const omit = { openingToldAt: true, closingToldAt: true, waitingToldAt: true }
  const look = () => db.groupOrder.findUnique({ where: { id }, omit, include: { questions: true } })
  return { page: `/leader/group-orders/${id}`, look, ...(await rest(id)) }
}

/** A time of a group order as its form shows it, some hours later. */
async function later(id: string, field: 'cutoffAt' | 'pickupFrom' | 'pickupUntil', hours: number): Promise<string> {
  const group = await db.groupOrder.findUniqueOrThrow({ where: { id } })
  return zonedLocal(new Date(group[field].getTime() + hours * HOUR_MS), group.timeZone)
}

/** What a leader can send. */
export const LEADER_ACTIONS: ActionRow[] = [
  {
    id: 'leader/actions.ts#publish',
    for: MANAGERS,
    make: (world) => onGroup(world, { state: 'draft' }, async () => ({ form: only('groupOrderId') })),
  },
  {
    id: 'leader/actions.ts#closeEarly',
    for: MANAGERS,
    make: (world) => onGroup(world, {}, async () => ({ form: only('groupOrderId') })),
  },
  {
    id: 'leader/actions.ts#endCarrying',
    for: MANAGERS,
    make: (world) =>
      onGroup(world, {}, async (groupOrderId) => {
        const { id } = await makeCarrier(db, { groupOrderId })
        return {
          form: having(['carrierId', id]),
          look: () => db.groupCarrier.findUnique({ where: { id } }),
        }
      }),
  },
  {
    // whoever leads may carry what others lead, and here not what is their own
    id: 'leader/carried/actions.ts#carry',
    for: ['leader'],
    make: async (world) => {
      const group = await makeOpenGroup(db, { leaderId: world.rival.leaderId, stations: [world.stationId] })
      const { groupOrderId } = group
      await db.groupOrder.update({ where: { id: groupOrderId }, data: { carrySplitBps: 3_000 } })
      return {
        page: '/leader/carried',
        form: having(['groupOrderId', groupOrderId], 'shownBps'),
        look: () => db.groupCarrier.count({ where: { groupOrderId } }),
      }
    },
  },
  {
    id: 'leader/carried/actions.ts#stop',
    for: ['otherLeader'],
    make: async (world) => {
      const { groupOrderId } = await anotherGroup(world)
      const { id } = await makeCarrier(db, { groupOrderId, leaderId: world.rival.leaderId })
      return {
        page: '/leader/carried',
        form: having(['carrierId', id]),
        look: () => db.groupCarrier.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'leader/actions.ts#extend',
    for: MANAGERS,
    make: (world) =>
      onGroup(world, {}, async (id) => ({
        form: only('groupOrderId', 'cutoffAt'),
        typed: { cutoffAt: await later(id, 'cutoffAt', 2) },
      })),
  },
  {
    id: 'leader/actions.ts#move',
    for: MANAGERS,
    make: (world) =>
      onGroup(world, {}, async (id) => ({
        form: only('groupOrderId', 'pickupFrom', 'pickupUntil'),
        typed: { pickupFrom: await later(id, 'pickupFrom', 1), pickupUntil: await later(id, 'pickupUntil', 1) },
      })),
  },
  {
    id: 'leader/actions.ts#cancel',
    for: MANAGERS,
    make: (world) =>
      onGroup(world, {}, async () => ({ form: only('groupOrderId', 'reason'), typed: { reason: 'Nothing ripened.' } })),
  },
  {
    id: 'leader/actions.ts#answer',
    for: MANAGERS,
    make: (world) =>
      onGroup(world, {}, async (id) => {
        const askerId = world.people.shopper.userId
        await db.question.create({ data: { groupOrderId: id, askerId, text: 'Are they ripe?' } })
        return { form: having('questionId'), typed: { text: 'By Saturday.' } }
      }),
  },
  {
    id: 'leader/group-orders/actions.ts#openGroup',
    for: ['leader', 'otherLeader'],
    make: async ({ group, stationId }) => {
      const [title, product] = [unique('Group '), group.offers[0]?.productId]
      const { cutoffAt, pickupFrom, pickupUntil } = await timesIn(24)
      return {
        page: '/leader/group-orders/new',
        form: having('intent'),
        typed: {
          'title.en': title,
          cutoffAt,
          pickupFrom,
          pickupUntil,
          stationIds: stationId,
          [`offers.${product}.on`]: 'on',
          [`offers.${product}.price`]: '5.60',
          intent: 'draft',
        },
        look: () => db.groupOrder.count({ where: { title: { path: ['en'], equals: title } } }),
      }
    },
  },
  {
    id: 'leader/group-orders/actions.ts#saveGroupDraft',
    for: MANAGERS,
    make: async (world) => {
      const made = await onGroup(world, { state: 'draft' }, async () => ({ form: having('version', 'intent') }))
      return { ...made, page: `${made.page}/edit`, typed: { 'title.en': unique('Group '), intent: 'draft' } }
    },
  },
  {
    id: 'leader/group-orders/actions.ts#editGroup',
    for: MANAGERS,
    make: async (world) => {
      const made = await onGroup(world, {}, async () => ({ form: having('version') }))
      return { ...made, page: `${made.page}/edit`, typed: { 'title.en': unique('Group ') } }
    },
  },
]

async function timesIn(hours: number) {
  const zone = process.env.TIME_ZONE ?? 'America/Vancouver'
  const at = (more: number) => zonedLocal(new Date(Date.now() + (hours + more) * HOUR_MS), zone)
  return { cutoffAt: at(0), pickupFrom: at(14), pickupUntil: at(17) }
}

/** What a keeper can send. */
export const STATION_ACTIONS: ActionRow[] = [
  {
    id: 'station/[stationId]/actions.ts#checkIn',
    for: ['keeper'],
    make: async (world) => {
      const { group } = await arrivedGroup(world)
      const { groupOrderId } = group
      await db.groupOrderStation.updateMany({ where: { groupOrderId }, data: { arrivedAt: null } })
      await db.groupOrder.update({ where: { id: groupOrderId }, data: { state: 'dispatched' } })
      await db.order.updateMany({ where: { groupOrderId }, data: { state: 'placed' } })
      return {
        page: `/station/${world.stationId}`,
        form: having('stationId', ['groupOrderId', groupOrderId]),
        look: () => db.groupOrderStation.findMany({ where: { groupOrderId }, orderBy: { stationId: 'asc' } }),
      }
    },
  },
  {
    id: 'station/[stationId]/actions.ts#findOrder',
    for: ['keeper'],
    make: async (world) => {
      const { order } = await arrivedGroup(world)
      return {
        page: `/station/${world.stationId}/code`,
        form: having('code'),
        typed: { code: order.pickupCode },
        look: async () => undefined,
        opened: ({ location }) => location.includes('proof='),
      }
    },
  },
  {
    id: 'station/[stationId]/actions.ts#confirmHandOver',
    for: ['keeper'],
    make: async (world) => handOverOf(world, (await arrivedGroup(world)).order.orderId),
  },
  {
    id: 'station/[stationId]/actions.ts#saveWeights',
    for: ['keeper'],
    make: async (world) => {
      const offers = [{ priceMinor: 1_200, toleranceBps: 1_000, product: { unit: 'kg' } } as const]
      const { order } = await arrivedGroup(world, {}, { offers })
      const orderId = { orderId: order.orderId }
      return {
        page: `/station/${world.stationId}/orders/${order.orderId}`,
        form: having('weights.0.kilograms'),
        typed: { 'weights.0.kilograms': '0.002' },
        look: () => db.orderLine.findMany({ where: orderId }),
      }
    },
  },
  {
    id: 'station/[stationId]/actions.ts#undo',
    for: ['keeper'],
    make: async (world) => {
      const { order } = await arrivedGroup(world)
      const { page, form, typed, look } = handOverOf(world, order.orderId)
      const { client } = world.people.keeper
      await client.post(page, filled(formWith((await client.get(page)).body, form), typed))
      return { page, form: having('collectionId'), look }
    },
  },
  {
    id: 'station/[stationId]/actions.ts#containers',
    for: ['keeper'],
    make: async ({ people, stationId }) => {
      const { id } = await makeProduct(db, { depositMinor: 100 })
      await inTill(people.keeper.userId, 500, 500)
      return {
        page: `/station/${stationId}/till`,
        form: having('returnId'),
        typed: { productId: id, pieces: '1' },
        look: () => db.ledgerTransaction.count({ where: { cause: 'containers_back', actorId: people.keeper.userId } }),
      }
    },
  },
  {
    id: 'station/[stationId]/actions.ts#count',
    for: ['keeper'],
    make: async (world) => {
      const { userId: keeperId } = world.people.keeper
      await inTill(keeperId, 500)
      return {
        page: `/station/${world.stationId}/till`,
        form: having('countId'),
        typed: { counted: '1.00', note: 'the rest is at home' },
        look: () => db.tillCount.findMany({ where: { keeperId }, orderBy: { countedAt: 'asc' } }),
      }
    },
  },
]

/** Money that a keeper took. */
export async function inTill(keeperId: string, totalMinor: number, depositMinor = 0): Promise<void> {
  const facts = { collectionId: newId(), orderId: newId(), keeperId, totalMinor, currency: env.CURRENCY }
  const paid = paidAtPickup({ ...facts, parts: { depositMinor } })
  await sqlTransaction((tx) => postToLedger(tx, paid ? [paid] : []))
}

/** Handing an order over at the world's station, whose shopper has no code. */
export const handOverOf = ({ stationId }: Pick<World, 'stationId'>, id: string): Try => ({
  page: `/station/${stationId}/orders/${id}`,
  form: having(['orderId', id]),
  typed: { reason: 'No phone today' },
  look: () => db.order.findUnique({ where: { id }, include: { lines: true, collections: true } }),
})
