import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { makeStation } from '../../../prisma/factories/catalogue.ts'
import { arrived, keeperOf, tillOf } from './collection.fixture.ts'
import { handOver } from './hand-over.ts'
import { undoHandOver } from './undo.ts'

async function handedOver() {
  const offers = [{ priceMinor: 900, source: 'stock' as const, onHand: 10 }, { priceMinor: 560 }]
  const waiting = await arrived({ offers })
  const done = await handOver(waiting.keeper, { orderId: waiting.order.orderId, reason: 'I know her', isPaid: true })
  if (!done.ok) throw new Error(done.refusal.code)
  return { ...waiting, collectionId: done.value.collectionId, productId: waiting.group.offers[0]?.productId ?? '' }
}
const orderOf = (id: string) =>
  db.order.findUniqueOrThrow({ where: { id }, include: { lines: true, collections: true } })

test('a slip is taken back: goods, stock and money are where they were, and the record stays', async () => {
  const { keeper, order, collectionId, productId } = await handedOver()
  const colleague = await keeperOf(keeper.stationId)

  expect(await undoHandOver(colleague, collectionId, true)).toEqual({ ok: true, value: { orderId: order.orderId } })

  const after = await orderOf(order.orderId)
  expect(after).toMatchObject({ state: 'ready', paymentState: 'due', collectedAt: null, collectedBy: null })
  expect(after.lines.map(({ collected }) => collected)).toEqual([0, 0])
  expect(after.collections).toMatchObject([{ id: collectionId, undoneBy: colleague.userId }])
  expect(await db.stock.findUnique({ where: { productId } })).toMatchObject({ onHand: 10, reserved: 2 })
  const movements = await db.stockMovement.findMany({
    where: { orderId: order.orderId },
    orderBy: { createdAt: 'asc' },
  })
  expect(movements).toMatchObject([
    { quantity: -2, reason: 'collected' },
    { quantity: 2, reason: 'undone', undoesId: movements[0]?.id },
  ])
  expect(await db.auditEntry.count({ where: { action: 'order.undo_collect', subjectId: order.orderId } })).toBe(1)
  // what one took is in their till; what another gave back is missing from theirs
  expect(await tillOf(keeper)).toBeGreaterThan(0)
  expect((await tillOf(keeper)) + (await tillOf(colleague))).toBe(0)
})

test('money that was taken stays taken unless it went back', async () => {
  const { keeper, order, collectionId } = await handedOver()
  await undoHandOver(keeper, collectionId, false)
  expect(await orderOf(order.orderId)).toMatchObject({ state: 'ready', paymentState: 'paid' })
  expect(await tillOf(keeper)).toBeGreaterThan(0)
})

test('after it, the order can be handed over again', async () => {
  const { keeper, order, collectionId, productId } = await handedOver()
  await undoHandOver(keeper, collectionId, true)
  expect(await handOver(keeper, { orderId: order.orderId, reason: 'the right one now' })).toMatchObject({ ok: true })
  expect(await db.stock.findUnique({ where: { productId } })).toMatchObject({ onHand: 8, reserved: 0 })
})

test('once only, with any number of taps', async () => {
  const { keeper, order, collectionId, productId } = await handedOver()
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => undoHandOver(keeper, collectionId, true)))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(outcomes).toContainEqual({ ok: false, refusal: { code: 'ALREADY_UNDONE' } })
  expect((await orderOf(order.orderId)).lines.map(({ collected }) => collected)).toEqual([0, 0])
  expect(await db.stock.findUnique({ where: { productId } })).toMatchObject({ onHand: 10, reserved: 2 })
})

test('one part of two is taken back', async () => {
  const { keeper, order, group } = await arrived({ quantity: 3 })
  const offerId = group.offers[0]?.offerId ?? ''
  const part = await handOver(keeper, { orderId: order.orderId, lines: [{ offerId, quantity: 1 }], reason: 'part' })
  await handOver(keeper, { orderId: order.orderId, reason: 'rest' })
  if (part.ok) await undoHandOver(keeper, part.value.collectionId, false)
  expect(await orderOf(order.orderId)).toMatchObject({ state: 'ready', lines: [{ collected: 2 }] })
})

test('refuses other stations, unknown slips, and those older than a day', async () => {
  const { keeper, collectionId, order } = await handedOver()
  const stranger = await keeperOf((await makeStation(db)).id)
  const notFound = { ok: false, refusal: { code: 'NOT_FOUND' } }
  expect(await undoHandOver(stranger, collectionId, true)).toEqual(notFound)
  expect(await undoHandOver(keeper, order.orderId, true)).toEqual(notFound)
  await pool.query(`update collections set at = at - interval '24 hours 1 minute' where id = $1`, [collectionId])
  expect(await undoHandOver(keeper, collectionId, true)).toEqual({ ok: false, refusal: { code: 'TOO_LATE_TO_UNDO' } })
})
