import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { type AdjustInput, adjustStock } from './adjust.ts'
import { setShelf } from './set-shelf.ts'
import { undoMovement } from './undo.ts'

const keeperOfStock = async () => {
  const { id } = await makeAdmin(db, ['stock'])
  return (await adminGate(id, 'stock')) as AdminFor<'stock'>
}
const adjustment = (productId: string, more: Partial<AdjustInput> = {}): AdjustInput => ({
  productId,
  movementId: newId(),
  reason: 'received',
  change: { by: 5 },
  note: '',
  ...more,
})
const levelOf = (productId: string) => db.stock.findUniqueOrThrow({ where: { productId } })
const sumOf = async (productId: string) =>
  (await db.stockMovement.aggregate({ where: { productId }, _sum: { quantity: true } }))._sum.quantity

test('goods come in, are counted and go bad: every change leaves a movement and a trace', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db)
  expect(await adjustStock(who, adjustment(id, { change: { by: 36 } }))).toMatchObject({
    ok: true,
    value: { onHand: 36 },
  })
  const counted = adjustment(id, { reason: 'counted', change: { to: 34 } })
  expect(await adjustStock(who, counted)).toMatchObject({ ok: true, value: { onHand: 34, available: 34 } })
  const spoiled = adjustment(id, { reason: 'spoiled', change: { by: -4 } })
  expect(await adjustStock(who, spoiled)).toMatchObject({ ok: true, value: { onHand: 30 } })
  expect(await sumOf(id)).toBe(30)
  const trail = await db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { at: 'asc' } })
  expect(trail.map(({ action }) => action)).toEqual(['stock.adjust', 'stock.adjust', 'stock.adjust'])
  expect(trail[1]).toMatchObject({ actorId: who.userId, data: { reason: 'counted', quantity: -2, onHandAfter: 34 } })
})

test('a count that finds what was expected is recorded too', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db, { onHand: 7 })
  const counted = adjustment(id, { reason: 'counted', change: { to: 7 } })
  expect(await adjustStock(who, counted)).toMatchObject({ ok: true, value: { onHand: 7 } })
  expect(await db.stockMovement.findUnique({ where: { id: counted.movementId } })).toMatchObject({ quantity: 0 })
})

test('damage and corrections need a note; quantities of the wrong sign and products unknown are refused', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db, { onHand: 5 })
  const refusal = async (more: Partial<AdjustInput>) => {
    const answer = await adjustStock(who, adjustment(id, more))
    return answer.ok ? undefined : answer.refusal
  }
  for (const reason of ['damaged', 'correction'] as const) {
    expect(await refusal({ reason, change: { by: -1 }, note: '  ' })).toEqual({ code: 'NOTE_NEEDED', field: 'note' })
  }
  expect(await refusal({ change: { by: -1 } })).toEqual({ code: 'BAD_QUANTITY' })
  expect(await refusal({ change: { by: 1.5 } })).toEqual({ code: 'BAD_QUANTITY' })
  expect(await refusal({ productId: newId() })).toEqual({ code: 'NOT_FOUND' })
  expect(await refusal({ reason: 'spoiled', change: { by: -6 } })).toEqual({ code: 'STOCK_BELOW_ZERO', available: 5 })
  expect(await levelOf(id)).toMatchObject({ onHand: 5 })
})

test('what orders hold cannot be counted away', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db, { onHand: 5 })
  await db.stock.update({ where: { productId: id }, data: { reserved: 4 } })
  const answer = await adjustStock(who, adjustment(id, { reason: 'counted', change: { to: 3 } }))
  expect(answer).toEqual({ ok: false, refusal: { code: 'STOCK_RESERVED', reserved: 4, available: 1 } })
})

test('a form sent twice, or twenty times at once, moves once; its id used for something else is refused', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db)
  const { id: other } = await makeProduct(db)
  const input = adjustment(id)
  const answers = await Promise.all(Array.from({ length: 20 }, () => adjustStock(who, input)))
  expect(answers.filter((answer) => answer.ok && !answer.value.repeated)).toHaveLength(1)
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(await levelOf(id)).toMatchObject({ onHand: 5 })
  const reused = { ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } }
  expect(await adjustStock(who, { ...input, reason: 'returned' })).toEqual(reused)
  expect(await adjustStock(who, { ...input, productId: other })).toEqual(reused)
})

test('one id for two products at the same moment moves one of them', async () => {
  const who = await keeperOfStock()
  const [a, b] = [await makeProduct(db), await makeProduct(db)]
  const movementId = newId()
  const answers = await Promise.all([a, b].map(({ id }) => adjustStock(who, adjustment(id, { movementId }))))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } })
})

test('forty adjustments at once add up', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db, { onHand: 100 })
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      adjustStock(who, adjustment(id, n % 2 ? { change: { by: 3 } } : { reason: 'spoiled', change: { by: -2 } })),
    ),
  )
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(await levelOf(id)).toMatchObject({ onHand: 120 })
  expect(await sumOf(id)).toBe(120)
})

test('shoppers reserve while goods go bad: nothing promised is missing', async () => {
  const who = await keeperOfStock()
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, source: 'stock', onHand: 20 }] })
  const [{ productId, offerId } = { productId: '', offerId: '' }] = group.offers
  const shoppers = await Promise.all(Array.from({ length: 20 }, () => makeUser(db)))
  const [placed, spoiled] = await Promise.all([
    Promise.all(
      shoppers.map(({ id }) =>
        orderDesk.place({
          groupOrderId: group.groupOrderId,
          key: `test:${id}`,
          shopperId: id,
          stationId: group.stationId,
          name: 'Lin',
          contact: 'lin@example.org',
          lines: [{ offerId, quantity: 1 }],
          locale: 'en',
        }),
      ),
    ),
    Promise.all(
      Array.from({ length: 20 }, () =>
        adjustStock(who, adjustment(productId, { reason: 'spoiled', change: { by: -1 } })),
      ),
    ),
  ])
  const [sold, gone] = [placed, spoiled].map((answers) => answers.filter(({ ok }) => ok).length)
  expect((sold ?? 0) + (gone ?? 0)).toBe(20)
  expect(await levelOf(productId)).toMatchObject({ onHand: 20 - (gone ?? 0), reserved: sold })
})

test('a movement is taken back once, by whoever comes first, and both stay in the history', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db, { onHand: 10 })
  const input = adjustment(id, { reason: 'damaged', change: { by: -3 }, note: 'Dropped' })
  await adjustStock(who, input)
  const answers = await Promise.all([1, 2, 3, 4].map(() => undoMovement(who, { movementId: input.movementId })))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  for (const answer of answers) if (!answer.ok) expect(answer.refusal).toEqual({ code: 'ALREADY_UNDONE' })
  expect(await levelOf(id)).toMatchObject({ onHand: 10 })
  expect(await sumOf(id)).toBe(10)
  const reasons = await db.stockMovement.findMany({ where: { productId: id }, select: { reason: true } })
  expect(reasons.map(({ reason }) => reason).sort()).toEqual(['damaged', 'received', 'undone'])
})

test('an undo never takes what is promised, nor a collection, nor an undo', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db)
  const input = adjustment(id)
  await adjustStock(who, input)
  await db.stock.update({ where: { productId: id }, data: { reserved: 3 } })
  const refused = await undoMovement(who, { movementId: input.movementId })
  expect(refused).toEqual({ ok: false, refusal: { code: 'STOCK_RESERVED', reserved: 3, available: 2 } })
  await db.stock.update({ where: { productId: id }, data: { reserved: 0 } })
  await adjustStock(who, adjustment(id, { reason: 'spoiled', change: { by: -4 } }))
  const below = await undoMovement(who, { movementId: input.movementId })
  expect(below).toEqual({ ok: false, refusal: { code: 'STOCK_BELOW_ZERO', available: 1 } })

  const collected = { id: newId(), productId: id, quantity: -1, reason: 'collected', onHandAfter: 0 }
  await db.stockMovement.create({ data: collected })
  const notFound = { ok: false, refusal: { code: 'NOT_FOUND' } }
  expect(await undoMovement(who, { movementId: collected.id })).toEqual(notFound)
  expect(await undoMovement(who, { movementId: newId() })).toEqual(notFound)
})

test('place and reorder level are kept, for products that exist', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db)
  expect(await setShelf(who, { productId: id, place: ' Cold store ', reorderAt: 12 })).toEqual({
    ok: true,
    value: true,
  })
  expect(await levelOf(id)).toMatchObject({ place: 'Cold store', reorderAt: 12, onHand: 0 })
  const unknown = await setShelf(who, { productId: newId(), place: '', reorderAt: 0 })
  expect(unknown).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } })
})

test('the database itself keeps trail and movements append-only', async () => {
  const who = await keeperOfStock()
  const { id } = await makeProduct(db)
  await adjustStock(who, adjustment(id))
  for (const table of ['audit_entries', 'stock_movements']) {
    await expect(pool.query(`update ${table} set actor_id = null`)).rejects.toThrow('append-only')
    await expect(pool.query(`delete from ${table}`)).rejects.toThrow('append-only')
    await expect(pool.query(`truncate ${table} cascade`)).rejects.toThrow('append-only')
  }
})
