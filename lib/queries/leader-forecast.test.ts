import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { LeaderWho } from '#lib/domain/who.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { makeProduct, makeStation } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeLeader } from '#prisma/factories/people.ts'
import { leaderGate } from './gates.ts'
import { openingForm } from './leader-form.ts'

const RATES = { commissionBps: 800, paymentFeeBps: 60, pickingMinor: 75, claimsBps: 250, freightMinor: 900 }
const showCosts = (showsCostToLeaders: boolean) =>
  db.rates.upsert({
    where: { id: 1 },
    create: { id: 1, ...RATES, showsCostToLeaders },
    update: { ...RATES, showsCostToLeaders },
  })

const aLeader = async () => {
  const leader = await makeLeader(db)
  return { leaderId: leader.id, who: (await leaderGate(leader.userId)) as LeaderWho }
}

/** Two closed group orders with orders of one and three things at 5.60, and one that failed. */
async function withPast(leaderId: string) {
  for (const [orders, minimumOrders] of [
    [2, 1],
    [4, 1],
    [1, 2],
  ] as const) {
    const group = await makeOpenGroup(db, { leaderId, minimumOrders })
    for (let index = 0; index < orders; index++) {
      const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: index % 2 ? 3 : 1 }))
      await makeOrder(db, { groupOrderId: group.groupOrderId, stationId: group.stationId, lines })
    }
    await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  }
}

test('a leader’s groups that went ahead say what is usual', async () => {
  await showCosts(true)
  const { leaderId, who } = await aLeader()
  expect((await openingForm(who)).forecast.usual).toBeNull()
  await withPast(leaderId)
  expect((await openingForm(who)).forecast.usual).toEqual({ basketMinor: 1120, orders: 3 })
})

test('costs are in the form where the operator shows them, and nowhere in it where not', async () => {
  const { leaderId, who } = await aLeader()
  const { id: productId } = await makeProduct(db, { priceMinor: 987_653, costMinor: 765_431 })
  const station = await makeStation(db)
  await db.station.update({ where: { id: station.id }, data: { stopCostMinor: 654_321 } })
  await db.leader.update({ where: { id: leaderId }, data: { commissionBps: 1_234 } })
  await showCosts(true)
  const { forecast } = await openingForm(who)
  expect(forecast).toMatchObject({ commissionBps: 1_234, costs: { freightMinor: 900, rates: { pickingMinor: 75 } } })
  expect(forecast.costs?.stops[station.id]).toBe(654_321)
  expect(forecast.costs?.products[productId]).toEqual({ costMinor: 765_431, taxBps: 0 })
  await showCosts(false)
  const hidden = await openingForm(who)
  expect(hidden.forecast).toEqual({ usual: null, commissionBps: 1_234, costs: null })
  const told = JSON.stringify(hidden)
  expect(told).toContain('9876.53')
  expect(told).not.toMatch(/765431|654321|7654\.31|6543\.21/)
})
