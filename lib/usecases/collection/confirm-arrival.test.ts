import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { letters } from '#test/letters.ts'
import { makeStation } from '../../../prisma/factories/catalogue.ts'
import { dispatched, keeperOf } from './collection.fixture.ts'
import { confirmArrival } from './confirm-arrival.ts'

test('the goods arrive: orders of this station become ready, their shoppers are told, and it is on record', async () => {
  const { group, keeper, orders } = await dispatched({ stations: 2, at: [0, 0, 1] })

  const outcome = await confirmArrival(keeper, group.groupOrderId)

  expect(outcome).toEqual({ ok: true, value: { orders: 2, isComplete: false } })
  const states = await db.order.findMany({ where: { groupOrderId: group.groupOrderId }, orderBy: { number: 'asc' } })
  expect(states.map(({ state }) => state)).toEqual(['ready', 'ready', 'placed'])
  const told = await letters({ template: 'orderReady', userId: { in: orders.map((each) => each.shopperId) } })
  expect(told).toHaveLength(2)
  expect(told[0]?.text).toContain(orders.find(({ shopperId }) => shopperId === told[0]?.userId)?.pickupCode)
  const at = await db.groupOrderStation.findFirst({
    where: { groupOrderId: group.groupOrderId, stationId: keeper.stationId },
  })
  expect(at).toMatchObject({ arrivedBy: keeper.userId })
  expect(at?.arrivedAt).toBeInstanceOf(Date)
  const trail = await db.auditEntry.findMany({ where: { action: 'group_order.arrive', subjectId: group.groupOrderId } })
  expect(trail).toMatchObject([
    { actorId: keeper.userId, actorRole: 'keeper', data: { stationId: keeper.stationId, orders: 2 } },
  ])
})

test('the group order has arrived when no station waits any more', async () => {
  const { group, keeper } = await dispatched({ stations: 2, at: [0, 1] })
  const other = await keeperOf(group.stationIds[1] ?? '')

  await confirmArrival(keeper, group.groupOrderId)
  expect(await stateOf(group.groupOrderId)).toBe('dispatched')
  const second = await confirmArrival(other, group.groupOrderId)

  expect(second).toMatchObject({ ok: true, value: { isComplete: true } })
  expect(await stateOf(group.groupOrderId)).toBe('arrived')
})

test('a station without orders is not waited for', async () => {
  const { group, keeper } = await dispatched({ stations: 2, at: [0] })
  expect(await confirmArrival(keeper, group.groupOrderId)).toMatchObject({ ok: true, value: { isComplete: true } })
})

test('two stations at once: the group order arrives all the same', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { group, keeper } = await dispatched({ stations: 2, at: [0, 1] })
    const other = await keeperOf(group.stationIds[1] ?? '')
    const outcomes = await Promise.all([keeper, other].map((who) => confirmArrival(who, group.groupOrderId)))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await stateOf(group.groupOrderId)).toBe('arrived')
  }
})

test('two keepers of one station at once: one confirms, nobody is told twice', async () => {
  const { group, keeper, orders } = await dispatched()
  const colleague = await keeperOf(keeper.stationId)
  const outcomes = await Promise.all([keeper, colleague].map((who) => confirmArrival(who, group.groupOrderId)))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(outcomes).toContainEqual({ ok: false, refusal: { code: 'ALREADY_ARRIVED' } })
  expect(await letters({ template: 'orderReady', userId: orders[0]?.shopperId ?? '' })).toHaveLength(1)
})

test('refuses what is not on the way, and what does not come here', async () => {
  const { group, keeper } = await dispatched()
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'received' } })
  expect(await confirmArrival(keeper, group.groupOrderId)).toEqual({ ok: false, refusal: { code: 'WRONG_STATE' } })

  const stranger = await keeperOf((await makeStation(db)).id)
  expect(await confirmArrival(stranger, group.groupOrderId)).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } })
})

const stateOf = async (id: string) => (await db.groupOrder.findUniqueOrThrow({ where: { id } })).state
