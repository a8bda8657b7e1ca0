import { beforeAll, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { OPERATOR } from '#lib/domain/ledger.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { arrived } from '#lib/usecases/collection/collection.fixture.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeLeader } from '#prisma/factories/people.ts'
import { adminGate } from './gates.ts'
import { cashOwed, type MarginCut, marginReport } from './margins.ts'

const HOUR_MS = 3_600_000
let office: AdminFor<'money'>

beforeAll(async () => {
  office = (await adminGate((await makeAdmin(db, ['money'])).id, 'money')) as AdminFor<'money'>
  const rates = {
    commissionBps: 800,
    paymentFeeBps: 60,
    claimsBps: 250,
    pickingMinor: 75,
    freightMinor: 0,
    siteFeeMinor: 0,
  }
  await db.rates.upsert({ where: { id: 1 }, create: { id: 1, ...rates }, update: rates })
})

const rowOf = async (cut: MarginCut, key: string) =>
  (await marginReport(office, cut, 4)).rows.find((row) => row.key === key)

/** RULES' example: baskets of 25.00 that cost 19.50; the stop costs 25.00. */
async function example(orders: number, { minimumOrders = 13, leaderId = '', hoursAgo = 20 } = {}) {
  const group = await makeOpenGroup(db, {
    ...(leaderId && { leaderId }),
    minimumOrders,
    state: 'confirmed',
    cutoffInMs: -hoursAgo * HOUR_MS,
    offers: [{ priceMinor: 2500, product: { costMinor: 1950 } }],
  })
  await db.offerPrice.updateMany({ where: { offerId: group.offers[0]?.offerId }, data: { commissionBps: 800 } })
  await db.station.updateMany({ where: { id: { in: group.stationIds } }, data: { stopCostMinor: 2500 } })
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: 1 }))
  for (let placed = 0; placed < orders; placed++)
    await makeOrder(db, { groupOrderId: group.groupOrderId, stationId: group.stationId, lines })
  return group
}

const NONE = { densityMinor: 0, priceMinor: 0, shortageMinor: 0, claimsMinor: 0 }

test('a group order that goes as planned is explained by nothing, and stands under each cut', async () => {
  const group = await example(13)
  const planned = { forecastMinor: 68, actualMinor: 68, ...NONE }
  expect(await rowOf('group', group.groupOrderId)).toMatchObject({ groups: 1, variance: planned })
  expect((await rowOf('leader', group.leaderId))?.variance).toEqual(planned)
  expect((await rowOf('station', group.stationId))?.variance).toEqual(planned)
  // a product bears neither picking nor the stop
  const product = { forecastMinor: 3542, actualMinor: 3542, ...NONE }
  expect((await rowOf('product', group.offers[0]?.productId ?? ''))?.variance).toEqual(product)
})

test('fewer orders are density; a discount is price', async () => {
  const group = await example(10)
  expect((await rowOf('group', group.groupOrderId))?.variance).toEqual({
    forecastMinor: 68,
    actualMinor: -525,
    ...NONE,
    densityMinor: -593,
  })
  const order = await db.order.findFirstOrThrow({ where: { groupOrderId: group.groupOrderId } })
  await db.orderLine.updateMany({ where: { orderId: order.id }, data: { discountMinor: 125 } })
  const cut = (await rowOf('group', group.groupOrderId))?.variance
  // 1.25 less, and none of the rates on it
  expect(cut?.priceMinor).toBe(-111)
})

test('what nobody collects is short: its goods are bought and nobody pays', async () => {
  const group = await example(13)
  const { id } = await db.order.findFirstOrThrow({ where: { groupOrderId: group.groupOrderId } })
  await db.order.update({ where: { id }, data: { state: 'uncollected' } })
  const lost = (await rowOf('group', group.groupOrderId))?.variance
  expect(lost).toMatchObject({ densityMinor: 0, priceMinor: 0, claimsMinor: 0 })
  expect(lost?.shortageMinor).toBe(-2223)
})

test('once handed over, claims are what really went back', async () => {
  const { group, keeper, order } = await arrived({
    offers: [{ priceMinor: 2500, product: { costMinor: 1950 } }],
    quantity: 1,
  })
  const done = await handOver(keeper, { orderId: order.orderId, reason: 'knows everybody', isPaid: true })
  expect(done.ok).toBe(true)
  const before = (await rowOf('group', group.groupOrderId))?.variance
  // 2.5 % of 25.00 were expected and nothing came: 0.625, between two steps that are rounded half to even
  expect(before?.claimsMinor).toBe(62)
  await sqlTransaction((tx) =>
    postToLedger(tx, [
      {
        key: `test ${newId()}`,
        cause: 'wallet_repaid',
        currency: env.CURRENCY,
        orderId: order.orderId,
        entries: [
          { kind: 'sales', ownerId: OPERATOR, amountMinor: 500 },
          { kind: 'wallet', ownerId: order.shopperId, amountMinor: -500 },
        ],
      },
    ]),
  )
  const after = (await rowOf('group', group.groupOrderId))?.variance
  expect((after?.claimsMinor ?? 0) - (before?.claimsMinor ?? 0)).toBe(-500)
  expect((await cashOwed(office)).find(({ kind }) => kind === 'wallet')).toMatchObject({ people: 1, balanceMinor: 500 })
})

test('a leader’s earlier groups are what the next is measured by', async () => {
  const { id: leaderId } = await makeLeader(db)
  const first = await example(6, { leaderId, minimumOrders: 1 })
  await db.groupOrder.update({ where: { id: first.groupOrderId }, data: { closedAt: new Date() } })
  const second = await example(6, { leaderId, minimumOrders: 1 })
  const variance = (await rowOf('group', second.groupOrderId))?.variance
  expect(variance).toMatchObject({ ...NONE, forecastMinor: -1315, actualMinor: -1315 })
  expect((await rowOf('leader', leaderId))?.groups).toBe(2)
})

test('a station that lost money on each of its last seven days is told; one good day clears it', async () => {
  const { id: leaderId } = await makeLeader(db)
  const { stationId } = await example(1, { leaderId, minimumOrders: 1, hoursAgo: 40 })
  for (let day = 2; day <= 7; day++) {
    const group = await example(1, { leaderId, minimumOrders: 1, hoursAgo: 16 + day * 24 })
    await db.groupOrderStation.create({ data: { groupOrderId: group.groupOrderId, stationId } })
    await db.order.updateMany({ where: { groupOrderId: group.groupOrderId }, data: { stationId } })
  }
  const red = async () => (await marginReport(office, 'group', 4)).red.find((each) => each.stationId === stationId)
  expect((await red())?.minor).toBeLessThan(-7 * 2000)
  await db.station.update({ where: { id: stationId }, data: { stopCostMinor: 0 } })
  expect(await red()).toBeUndefined()
})
