import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { arrived, dispatched, keeperOf } from '#lib/usecases/collection/collection.fixture.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { makeStation } from '../../prisma/factories/catalogue.ts'
import { makeUser } from '../../prisma/factories/people.ts'
import { shopperGate } from './gates.ts'
import { stationBoard } from './station-board.ts'
import { keptStations } from './station-home.ts'
import { orderAtStation } from './station-order.ts'

test('shows what arrives and what waits, masked, and never a code or secret', async () => {
  const { keeper, order, group } = await arrived({ contact: '+16045550142' })
  await db.order.update({ where: { id: order.orderId }, data: { name: 'Lin Xiao' } })

  const board = await stationBoard(keeper, 'all')
  const door = await orderAtStation(keeper, order.orderId)

  expect(board.arrivals).toMatchObject([{ groupOrderId: group.groupOrderId, orders: 1, cold: 0 }])
  expect(board.waiting).toMatchObject([
    { number: 1, shelf: 0, name: 'L**', phoneEnd: '142', items: 1, toPayMinor: 1120 },
  ])
  expect(door).toMatchObject({ name: 'L**', phoneEnd: '142', state: 'ready', lines: [{ quantity: 2, collected: 0 }] })
  for (const shown of [board, door]) {
    const text = JSON.stringify(shown)
    for (const secret of [order.pickupCode, order.pickupSecret, 'Xiao', '6045550142'])
      expect(text).not.toContain(secret)
  }
})

test('filters: to pay, fridge, late; the counts tell all of them', async () => {
  const { keeper, orders, group } = await arrived({ at: [0, 0, 0] })
  const [paid, , handed] = orders
  await db.order.update({ where: { id: paid?.orderId }, data: { paymentState: 'paid' } })
  await handOver(keeper, { orderId: handed?.orderId ?? '', reason: 'I know her' })
  await db.product.update({ where: { id: group.offers[0]?.productId }, data: { storage: 'frozen' } })

  const counts = { all: 2, 'to-pay': 1, fridge: 2, late: 0 }
  expect(await stationBoard(keeper, 'to-pay')).toMatchObject({ counts, total: 3, waiting: [{ number: 2 }] })
  expect((await stationBoard(keeper, 'fridge')).waiting).toHaveLength(2)
  expect((await stationBoard(keeper, 'late')).waiting).toEqual([])
  expect((await stationBoard(keeper, 'all')).handed).toMatchObject([{ number: 3, isPart: false, isPaid: false }])
  await pool.query(
    `update group_orders set cutoff_at = now() - interval '3 hours', opens_at = now() - interval '4 hours',
       pickup_from = now() - interval '2 hours', pickup_until = now() - interval '1 hour' where id = $1`,
    [group.groupOrderId],
  )
  expect((await stationBoard(keeper, 'late')).waiting.map(({ isLate }) => isLate)).toEqual([true, true])
})

test('expects what is on the road, and nothing of other stations', async () => {
  const { keeper, group, orders } = await dispatched({ stations: 2, at: [0, 1] })
  const other = await keeperOf(group.stationIds[1] ?? '')
  expect((await stationBoard(keeper, 'all')).arrivals).toMatchObject([{ orders: 1, arrivedAt: null }])
  expect((await stationBoard(keeper, 'all')).waiting).toEqual([])
  expect(await orderAtStation(keeper, orders[1]?.orderId ?? '')).toBeUndefined()
  expect(await orderAtStation(other, orders[1]?.orderId ?? '')).toMatchObject({ state: 'frozen' })
  for (const id of ['', 'x', "'; drop table orders", group.groupOrderId])
    expect(await orderAtStation(keeper, id)).toBeUndefined()
})

test('a keeper sees their own stations', async () => {
  const { keeper } = await arrived()
  const second = (await makeStation(db, { name: { en: 'Quay Gate' } })).id
  await db.stationKeeper.create({ data: { stationId: second, userId: keeper.userId } })
  const who = (await shopperGate(keeper.userId)) as Shopper
  expect(await keptStations(who)).toMatchObject([
    { id: keeper.stationId, waiting: 1, arriving: 0 },
    { id: second, waiting: 0 },
  ])
  const nobody = (await shopperGate((await makeUser(db)).id)) as Shopper
  expect(await keptStations(nobody)).toEqual([])
})
