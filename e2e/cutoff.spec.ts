import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, test } from './fixtures.ts'

test('nobody presses anything: a group closes by itself at its cutoff, and an overdue one as soon as a worker looks @phone', async () => {
  const soon = await makeOpenGroup(db, { cutoffInMs: 2_500 })
  const { id: shopperId } = await makeUser(db)
  const placed = await orderDesk.place({
    groupOrderId: soon.groupOrderId,
    key: `e2e:${shopperId}`,
    shopperId,
    stationId: soon.stationId,
    name: 'Lin',
    contact: 'lin@example.org',
    lines: [{ offerId: soon.offers[0]?.offerId ?? '', quantity: 1 }],
    locale: 'en',
  })
  expect(placed.ok).toBe(true)
  // as after a night in which everything was down
  const overdue = await makeOpenGroup(db, { cutoffInMs: -3 * 3_600_000, minimumOrders: 5 })
  const states = async () =>
    (
      await db.groupOrder.findMany({
        where: { id: { in: [soon.groupOrderId, overdue.groupOrderId] } },
        orderBy: { cutoffAt: 'asc' },
      })
    ).map(({ state }) => state)
  await expect.poll(states, { timeout: 15_000 }).toEqual(['failed', 'confirmed'])
  expect(await db.demand.count({ where: { groupOrderId: soon.groupOrderId } })).toBe(1)
  expect(await db.auditEntry.count({ where: { action: 'group_order.close', subjectId: soon.groupOrderId } })).toBe(1)
})
