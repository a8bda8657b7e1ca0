import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { ADMIN_DUTIES } from '#lib/domain/duties.ts'
import { earnedWithOrder } from '#lib/domain/earnings.ts'
import { env } from '#lib/infra/env.ts'
import { newId, newToken } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { writeInvoice } from '#lib/usecases/invoice/write.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { closePeriod } from '#lib/usecases/statement/close-period.ts'
import { type MadeCarrier, makeCarrier } from '#prisma/factories/carrier.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeClaim } from '#prisma/factories/claim.ts'
import { type MadeGroup, makeOpenGroup, makeOrder, type NewGroup } from '#prisma/factories/group-order.ts'
import { makePayment } from '#prisma/factories/payment.ts'
import { makeAdmin, makeKeeper, makeLeader, makeUser } from '#prisma/factories/people.ts'
import { type MadePurchaseOrder, makePurchaseOrder } from '#prisma/factories/purchase-order.ts'
import { Client, clientOf } from '../raw.ts'

/** Everybody who might knock. `disabled` was an admin with all duties and still has a cookie. */
export const ROLES = [
  'visitor',
  'shopper',
  'neighbour',
  'leader',
  'otherLeader',
  'keeper',
  'otherKeeper',
  'admin',
  'stockAdmin',
  'disabled',
] as const
export type Role = (typeof ROLES)[number]

export type Person = { userId: string; client: Client }

/** One leader's open group order at two stations with one order in it, a rival beside it, and who works there. */
export type World = {
  people: Record<Role, Person>
  group: MadeGroup
  leaderId: string
  rival: MadeGroup
  /** `otherLeader` carries `group`. */
  carrier: MadeCarrier
  /** Kept by `keeper` and by `otherKeeper`. */
  stationId: string
  otherStationId: string
  /** The shopper's order in `group`. */
  orderId: string
  /** An order that waits at the station, of another group order of the same leader. */
  waitingOrderId: string
  /** The leader's account, with one statement. */
  earned: { accountId: number; statementId: string }
  /** Of the shopper's order in `group`. */
  invoiceId: string
  /** Of the same order. */
  claimId: string
  /** A top-up of the shopper's that was not paid. */
  paymentId: string
  /** For what a shopper of the first station ordered. */
  purchase: MadePurchaseOrder
}

/** Makes a world of its own: nothing of the demo's is touched. */
export async function makeWorld(): Promise<World> {
  const [station, otherStation] = [await makeStation(db), await makeStation(db)]
  const [leader, otherLeader] = [await makeLeader(db), await makeLeader(db)]
  const group = await makeOpenGroup(db, { leaderId: leader.id, stations: [station.id, otherStation.id] })
  const carrier = await makeCarrier(db, { groupOrderId: group.groupOrderId, leaderId: otherLeader.id })
  const rival = await makeOpenGroup(db, { leaderId: otherLeader.id, stations: [otherStation.id] })
  const shopper = await makeUser(db, { name: 'Shopper' })
  const { orderId } = await orderIn(group, { shopperId: shopper.id })
  const disabled = await makeAdmin(db, [...ADMIN_DUTIES])
  const ids: Record<Exclude<Role, 'visitor'>, string> = {
    shopper: shopper.id,
    neighbour: (await makeUser(db)).id,
    leader: leader.userId,
    otherLeader: otherLeader.userId,
    keeper: (await makeKeeper(db, station.id)).id,
    otherKeeper: (await makeKeeper(db, otherStation.id)).id,
    admin: (await makeAdmin(db, [...ADMIN_DUTIES])).id,
    stockAdmin: (await makeAdmin(db, ['stock'])).id,
    disabled: disabled.id,
  }
  const signedIn = await Promise.all(
    Object.entries(ids).map(async ([role, userId]) => [role, { userId, client: await clientOf(userId) }] as const),
  )
  await db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } })
  const people = { visitor: { userId: '', client: new Client() }, ...Object.fromEntries(signedIn) } as World['people']
  const places = { stationId: station.id, otherStationId: otherStation.id }
  const earned = await withStatement(leader.userId, ids.admin)
  const { id: paymentId } = await makePayment(db, { shopperId: shopper.id, state: 'expired' })
  const invoiceId = await sqlTransaction((tx) =>
    writeInvoice(tx, { id: orderId, currency: env.CURRENCY }, { actorRole: 'system' }),
  )
  const { claimId } = await makeClaim(db, { orderId })
  const purchase = await makePurchaseOrder(db, { stationId: station.id, shopperId: shopper.id })
  const own = { claimId, orderId, waitingOrderId: '', earned, paymentId, invoiceId, purchase }
  const world = { people, group, leaderId: leader.id, rival, carrier, ...places, ...own }
  return { ...world, waitingOrderId: (await arrivedGroup(world)).order.orderId }
}

/** Something that a leader earned. */
export async function earn(ownerId: string, amountMinor: number): Promise<number> {
  const ids = { orderId: newId(), event: `collection ${newId()}`, actorId: newId() }
  const movement = earnedWithOrder({ role: 'leader', ownerId, amountMinor, currency: env.CURRENCY, ...ids })
  await sqlTransaction((tx) => postToLedger(tx, movement ? [movement] : []))
  return (await db.ledgerAccount.findFirstOrThrow({ where: { kind: 'leader', ownerId } })).id
}

async function withStatement(leaderUserId: string, adminId: string): Promise<World['earned']> {
  const accountId = await earn(leaderUserId, 2_000)
  const who = await adminGate(adminId, 'money')
  const statementId = newId()
  if (who) await closePeriod(who, { statementId, accountId })
  return { accountId, statementId }
}

/** Another open group order of the world's leader. */
export const anotherGroup = ({ leaderId, stationId, otherStationId }: World, facts: NewGroup = {}) =>
  makeOpenGroup(db, { leaderId, stations: [stationId, otherStationId], ...facts })

/** An order for two of everything, at the group's first station unless told otherwise. */
export const orderIn = (
  group: MadeGroup,
  facts: { shopperId?: string; stationId?: string; name?: string; contact?: string; carriedBy?: string } = {},
) =>
  makeOrder(db, {
    groupOrderId: group.groupOrderId,
    stationId: group.stationId,
    lines: group.offers.map(({ offerId }) => ({ offerId, quantity: 2 })),
    ...facts,
  })

/** A group order whose goods are at its stations, with one order that waits there. */
export async function arrivedGroup(world: World, facts: Parameters<typeof orderIn>[1] = {}, more: NewGroup = {}) {
  const group = await anotherGroup(world, { state: 'arrived', cutoffInMs: -86_400_000, ...more })
  const order = await orderIn(group, facts)
  const { groupOrderId } = group
  await db.groupOrderStation.updateMany({ where: { groupOrderId }, data: { arrivedAt: new Date() } })
  await db.order.update({ where: { id: order.orderId }, data: { state: 'ready' } })
  return { group, order }
}

/** A text that stands nowhere else. */
export const unique = (prefix: string): string => `${prefix}${newToken(10)}`
