import { beforeAll, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { readSold } from '#lib/db/sold.ts'
import type { AdminFor, ManagerOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, managerGate } from '#lib/queries/gates.ts'
import { adminStanding, leaderStanding } from '#lib/queries/standing.ts'
import { makeSupplier } from '#prisma/factories/catalogue.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { letters } from '#test/letters.ts'
import { closeDueGroupOrders, closeGroupOrder } from './close.ts'

const early = { actorRole: 'leader', early: true } as const

beforeAll(async () => {
  const rates = { commissionBps: 800, paymentFeeBps: 60, claimsBps: 250, pickingMinor: 75, freightMinor: 0 }
  await db.rates.upsert({ where: { id: 1 }, create: { id: 1, ...rates }, update: rates })
})

/** RULES' worked example: baskets of 25.00 that cost 19.50, at a station whose stop costs 25.00. */
async function example(orders: number, { isNoLoss = true, minimumOrders = 1, cutoffInMs = 3_600_000 } = {}) {
  const group = await makeOpenGroup(db, {
    minimumOrders,
    cutoffInMs,
    stations: 2,
    offers: [{ priceMinor: 2500, product: { costMinor: 1950 } }],
  })
  await db.offerPrice.updateMany({
    where: { offerId: group.offers[0]?.offerId },
    data: { commissionBps: 800 },
  })
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { isNoLoss } })
  await db.station.updateMany({ where: { id: { in: group.stationIds } }, data: { stopCostMinor: 2500 } })
  for (let placed = 0; placed < orders; placed++) await join(group)
  return group
}

const join = (group: MadeGroup) =>
  makeOrder(db, {
    groupOrderId: group.groupOrderId,
    stationId: group.stationId,
    lines: group.offers.map(({ offerId }) => ({ offerId, quantity: 1 })),
  })

const stateOf = ({ groupOrderId }: MadeGroup) =>
  db.groupOrder.findUniqueOrThrow({ where: { id: groupOrderId }, select: { state: true, failedReason: true } })

test('thirteen orders pay for the stop: it goes ahead; the other station’s stop is not driven', async () => {
  const group = await example(13)
  expect(await closeGroupOrder(group.groupOrderId, early)).toEqual({ ok: true, value: 'confirmed' })
  expect(await stateOf(group)).toEqual({ state: 'confirmed', failedReason: null })
})

test('twelve do not: everybody is told why and nobody pays', async () => {
  const group = await example(12)
  const before = (await letters({ template: 'groupNotPaying' })).length
  const { length: usual } = await letters({ template: 'groupFailed' })
  expect(await closeGroupOrder(group.groupOrderId, early)).toEqual({ ok: true, value: 'failed' })
  expect(await stateOf(group)).toEqual({ state: 'failed', failedReason: 'no_loss_not_met' })
  const orders = await db.order.findMany({ where: { groupOrderId: group.groupOrderId } })
  expect(
    new Set(orders.map(({ state, cancelReason, paymentState }) => `${state} ${cancelReason} ${paymentState}`)),
  ).toEqual(new Set(['cancelled no_loss_not_met not_due']))
  expect((await letters({ template: 'groupNotPaying' })).length - before).toBe(12)
  expect(await letters({ template: 'groupFailed' })).toHaveLength(usual)
  expect(await db.demand.count({ where: { groupOrderId: group.groupOrderId } })).toBe(0)
  const trail = await db.auditEntry.findFirst({ where: { subjectId: group.groupOrderId, action: 'group_order.close' } })
  expect(trail?.data).toMatchObject({ outcome: 'failed', reason: 'no_loss_not_met' })
})

test('who did not ask for it goes ahead at a loss, and the minimum is its own reason', async () => {
  const plain = await example(1, { isNoLoss: false })
  await closeGroupOrder(plain.groupOrderId, early)
  expect(await stateOf(plain)).toEqual({ state: 'confirmed', failedReason: null })
  const few = await example(13, { minimumOrders: 14 })
  await closeGroupOrder(few.groupOrderId, early)
  expect(await stateOf(few)).toEqual({ state: 'failed', failedReason: 'minimum_not_met' })
})

test('many close together, each by its own numbers and once with several closers', async () => {
  const past = { cutoffInMs: -60_000 }
  const groups = [await example(13, past), await example(12, past), await example(1, { ...past, isNoLoss: false })]
  await Promise.all([closeDueGroupOrders(), closeDueGroupOrders()])
  expect((await Promise.all(groups.map(stateOf))).map(({ state }) => state)).toEqual([
    'confirmed',
    'failed',
    'confirmed',
  ])
})

test('the thermometer says before what the close decides, at the tier reached so far', async () => {
  const group = await example(12)
  const who = (await managerGate(group.leaderUserId, group.groupOrderId)) as ManagerOf
  const office = (await adminGate((await makeAdmin(db, ['stock'])).id, 'stock')) as AdminFor
  const money = { coveredMinor: 2370, costsMinor: 2500, averageMinor: 198 }
  expect(await adminStanding(office, group.groupOrderId)).toEqual({ orders: 12, breakEven: 13, missing: 1, money })
  expect(await leaderStanding(who)).toMatchObject({ missing: 1, money: null })
  await db.rates.update({ where: { id: 1 }, data: { showsCostToLeaders: true } })
  expect(await leaderStanding(who)).toMatchObject({ missing: 1, money })
  await db.rates.update({ where: { id: 1 }, data: { showsCostToLeaders: false } })
  await join(group)
  expect(await adminStanding(office, group.groupOrderId)).toMatchObject({ breakEven: 13, missing: 0 })
  const offerId = group.offers[0]?.offerId ?? ''
  await db.offerPrice.updateMany({ where: { offerId }, data: { tiers: [{ from: 13, priceMinor: 2400 }] } })
  const sold = (await readSold(pool, [group.groupOrderId])).get(group.groupOrderId)
  expect(sold?.lines).toEqual([
    { times: 13, paidMinor: 2400, fundedMinor: 0, costMinor: 1950, taxBps: 0, commissionBps: 800 },
  ])
  await closeGroupOrder(group.groupOrderId, early)
  expect(await stateOf(group)).toMatchObject({ state: 'failed', failedReason: 'no_loss_not_met' })
})

test('what a coupon takes off is not paid; a supplier’s own coupon comes back', async () => {
  const group = await example(1)
  const { groupOrderId } = group
  const order = await db.order.findFirstOrThrow({ where: { groupOrderId } })
  await db.orderLine.updateMany({ where: { orderId: order.id }, data: { discountMinor: 125 } })
  const line = async () => (await readSold(pool, [groupOrderId])).get(groupOrderId)?.lines
  expect(await line()).toMatchObject([{ paidMinor: 2375, fundedMinor: 0, costMinor: 1950 }])
  const { id: supplierId } = await makeSupplier(db)
  const times = { validFrom: new Date(), validUntil: new Date(Date.now() + 3_600_000) }
  const made = { id: newId(), code: newId().slice(-12).toUpperCase(), bps: 500, currency: 'CAD', budgetMinor: 1_000 }
  await db.coupon.create({ data: { ...made, ...times, supplierId, reason: 'new orchard', createdBy: newId() } })
  const { id: orderId, shopperId } = order
  await db.couponUse.create({ data: { orderId, couponId: made.id, shopperId, discountMinor: 125 } })
  expect(await line()).toMatchObject([{ paidMinor: 2375, fundedMinor: 125, costMinor: 1950 }])
})
