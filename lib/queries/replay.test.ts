import { beforeAll, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeLeader } from '#prisma/factories/people.ts'
import { adminGate } from './gates.ts'
import { replayChoices, replayReport } from './replay.ts'

let office: AdminFor<'money'>
beforeAll(async () => {
  office = (await adminGate((await makeAdmin(db, ['money'])).id, 'money')) as AdminFor<'money'>
  const rates = { commissionBps: 800, paymentFeeBps: 60, claimsBps: 250, pickingMinor: 75, freightMinor: 0 }
  await db.rates.upsert({ where: { id: 1 }, create: { id: 1, ...rates }, update: rates })
})

/** Thirteen baskets of RULES' example, the last three placed just before the cutoff, eight at the first station. */
async function past(leaderId: string) {
  const group = await makeOpenGroup(db, {
    leaderId,
    stations: 2,
    offers: [{ priceMinor: 2500, product: { costMinor: 1950 } }],
  })
  const { groupOrderId: id, cutoffAt, stationIds } = group
  await db.offerPrice.updateMany({ where: { offerId: group.offers[0]?.offerId }, data: { commissionBps: 800 } })
  await db.station.updateMany({ where: { id: { in: stationIds } }, data: { stopCostMinor: 1250 } })
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: 1 }))
  for (let index = 0; index < 13; index++) {
    const stationId = stationIds[index < 8 ? 0 : 1] ?? ''
    const { orderId } = await makeOrder(db, { groupOrderId: id, stationId, lines })
    const minutes = index < 10 ? 300 : 10
    await db.order.update({
      where: { id: orderId },
      data: { placedAt: new Date(cutoffAt.getTime() - minutes * 60_000) },
    })
  }
  await closeGroupOrder(id, { actorRole: 'system', early: true })
  return group
}

test('past group orders are played again, each and together, and nothing is written', async () => {
  const { id: leaderId } = await makeLeader(db)
  const groups = [await past(leaderId), await past(leaderId)]
  const written = () => db.order.findMany({ where: { groupOrder: { leaderId } }, orderBy: { id: 'asc' } })
  const before = await written()
  const played = (change: Parameters<typeof replayReport>[3]) => replayReport(office, leaderId, 8, change)

  const same = await played({})
  expect(same.rows).toHaveLength(2)
  expect(same.changed).toEqual(same.was)
  expect(same.was).toEqual({ goesAhead: true, orders: 26, leftMinor: 136, commissionMinor: 5200 })
  expect((await played({ commissionBps: 1000 })).changed).toMatchObject({ leftMinor: -1164, commissionMinor: 6500 })
  expect((await played({ earlierMinutes: 60 })).changed.orders).toBe(20)
  const [first] = groups
  const without = await played({ withoutStationId: first?.stationId ?? '' })
  expect(without.changed.orders).toBe(13 + 5)
  const productId = first?.offers[0]?.productId ?? ''
  const tiers = await played({ tiers: { productId, tiers: [{ from: 13, priceMinor: 2400 }] } })
  expect(tiers.changed.leftMinor).toBe(68 - 1088)
  expect(await written()).toEqual(before)
})

test('what can be chosen is what this leader had', async () => {
  const { id: leaderId } = await makeLeader(db)
  const group = await past(leaderId)
  const choices = await replayChoices(office, leaderId, 8)
  expect(choices.leaders.map(({ id }) => id)).toContain(leaderId)
  expect(choices.stations.map(({ id }) => id).sort()).toEqual(group.stationIds.toSorted())
  expect(choices.products.map(({ id }) => id)).toEqual(group.offers.map(({ productId }) => productId))
  expect(await replayChoices(office, 'x', 8)).toMatchObject({ stations: [], products: [] })
  expect((await replayReport(office, 'x', 8, {})).rows).toEqual([])
})
