import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { arrived } from './collection.fixture.ts'
import { completeDueGroupOrders } from './complete.ts'
import { handOver } from './hand-over.ts'

/** Moves the whole group order into the past, so that its pickup ended so many hours ago. */
const endedHoursAgo = (groupOrderId: string, hours: number) =>
  pool.query(
    `update group_orders set opens_at = opens_at - d.by, cutoff_at = cutoff_at - d.by, pickup_from = pickup_from - d.by,
       pickup_until = pickup_until - d.by
     from (select pickup_until - clock_timestamp() + $2 * interval '1 hour' as by from group_orders where id = $1) as d where id = $1`,
    [groupOrderId, hours],
  )

test('a day after the pickup what nobody came for is uncollected, and the group order is completed', async () => {
  const { group, keeper, orders } = await arrived({ at: [0, 0] })
  await handOver(keeper, { orderId: orders[0]?.orderId ?? '', reason: 'I know her' })
  await endedHoursAgo(group.groupOrderId, 23)
  expect(await completeDueGroupOrders()).toBe(0)

  await endedHoursAgo(group.groupOrderId, 25)
  expect(await completeDueGroupOrders()).toBe(1)

  expect(await db.groupOrder.findUnique({ where: { id: group.groupOrderId } })).toMatchObject({ state: 'completed' })
  const states = await db.order.findMany({ where: { groupOrderId: group.groupOrderId }, orderBy: { number: 'asc' } })
  expect(states.map(({ state }) => state)).toEqual(['collected', 'uncollected'])
  const trail = await db.auditEntry.findMany({
    where: { action: 'group_order.complete', subjectId: group.groupOrderId },
  })
  expect(trail).toMatchObject([{ actorId: null, actorRole: 'system', data: { uncollected: 1 } }])
  expect(await completeDueGroupOrders()).toBe(0)
})

test('any number of processes complete it once', async () => {
  const { group } = await arrived()
  await endedHoursAgo(group.groupOrderId, 30)
  const counts = await Promise.all(Array.from({ length: 6 }, completeDueGroupOrders))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
  expect(await db.auditEntry.count({ where: { action: 'group_order.complete', subjectId: group.groupOrderId } })).toBe(
    1,
  )
})

test('handed over at the very moment of completion: one of the two is true, never both', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { group, keeper, order } = await arrived()
    await endedHoursAgo(group.groupOrderId, 25)
    const [handed] = await Promise.all([
      handOver(keeper, { orderId: order.orderId, reason: 'last minute' }),
      completeDueGroupOrders(),
    ])
    expect(handed.ok).toBe(true)
    const after = await db.order.findUniqueOrThrow({ where: { id: order.orderId } })
    expect(after.state).toBe('collected')
  }
})
