import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminDuty } from '#lib/domain/duties.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { createApiKey } from '#lib/usecases/api-key/create.ts'
import { makeProduct, makeStation } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeKeeper, makeLeader, makeUser } from '#prisma/factories/people.ts'
import { auditTrail } from './admin-audit.ts'
import { adminBoard } from './admin-board.ts'
import { adminProducts } from './admin-catalogue.ts'
import { adminGroupOrder, adminGroupOrders } from './admin-group-orders.ts'
import { inventory, productStock } from './admin-inventory.ts'
import { adminLeaders, adminPeople } from './admin-people.ts'
import { adminStation } from './admin-stations.ts'
import { adminGate } from './gates.ts'

async function admin<Duty extends AdminDuty>(duty: Duty): Promise<AdminFor<Duty>> {
  const { id } = await makeAdmin(db, [duty])
  return (await adminGate(id, duty)) as AdminFor<Duty>
}

test('the board puts each group where it is and sums what lives', async () => {
  const who = await admin('money')
  await db.groupOrder.updateMany({ data: { state: 'settled' } })
  const open = await makeOpenGroup(db, { minimumOrders: 5 })
  await makeOrder(db, {
    groupOrderId: open.groupOrderId,
    stationId: open.stationId,
    lines: [{ offerId: open.offers[0]?.offerId ?? '', quantity: 2 }],
  })
  const waiting = await makeOpenGroup(db, { state: 'confirmed', cutoffInMs: -3_600_000 })
  const bought = await makeOpenGroup(db, { state: 'confirmed', cutoffInMs: -3_600_000 })
  await db.groupOrder.update({ where: { id: bought.groupOrderId }, data: { boughtAt: new Date() } })
  const late = await makeOpenGroup(db, { state: 'scheduled', opensInMs: 3_600_000 })
  for (const state of ['received', 'dispatched', 'arrived', 'draft', 'failed', 'completed'] as const) {
    await makeOpenGroup(db, { state })
  }
  const board = await adminBoard(who)
  const counts = Object.fromEntries(board.columns.map(({ name, count }) => [name, count]))
  expect(counts).toEqual({ closing: 1, to_buy: 1, bought: 2, on_the_way: 1, at_stations: 1 })
  expect(board).toMatchObject({ groups: 6, orders: 1, totalMinor: 1120 })
  expect(board.columns[0]?.cards[0]).toMatchObject({ id: open.groupOrderId, orders: 1, missing: 4, totalMinor: 1120 })
  expect(board.columns[1]?.cards[0]?.id).toBe(waiting.groupOrderId)
  const all = await adminGroupOrders(who, {})
  expect(all.rows.map(({ id }) => id)).toContain(late.groupOrderId)
  expect((await adminGroupOrders(who, { state: 'scheduled' })).rows.map(({ id }) => id)).toEqual([late.groupOrderId])
  expect(await adminGroupOrder(who, open.groupOrderId)).toMatchObject({ effective: 'open', stations: [{ orders: 1 }] })
  expect(await adminGroupOrder(who, 'x')).toBeUndefined()
})

test('a search is text, not a pattern, and never looks at keys', async () => {
  const who = await admin('catalogue')
  const { id } = await makeProduct(db, { name: { en: '100% rye', 'zh-CN': '纯黑麦' } })
  const found = async (search: string) => (await adminProducts(who, { search })).rows.map((row) => row.id)
  expect(await found('0% R')).toEqual([id])
  expect(await found('黑麦')).toEqual([id])
  expect(await found('zh-CN')).toEqual([])
  expect(await found('%_%')).toEqual([])
})

test('the inventory knows what is low, where it lies, and who moved it, masked', async () => {
  const who = await admin('stock')
  const { id } = await makeProduct(db, { name: { en: 'Onions' }, onHand: 10 })
  const { id: never } = await makeProduct(db, { name: { en: 'Unseen leeks' } })
  await db.stock.update({ where: { productId: id }, data: { reserved: 4, reorderAt: 7, place: 'Cold store' } })
  const { id: actorId } = await makeUser(db, { name: 'Stefan Roth' })
  await db.stockMovement.create({ data: { productId: id, quantity: 1, reason: 'returned', onHandAfter: 11, actorId } })
  const list = await inventory(who, { low: true, place: 'Cold store' })
  expect(list.rows).toMatchObject([
    { productId: id, onHand: 10, reserved: 4, available: 6, last: { reason: 'returned' } },
  ])
  expect(list.low).toBe(1)
  const ids = async (filter: object) => (await inventory(who, filter)).rows.map(({ productId }) => productId)
  expect(await ids({})).not.toContain(never)
  expect(await ids({ all: true })).toContain(never)
  expect(await ids({ search: 'leeks' })).toEqual([never])
  expect((await productStock(who, id))?.movements[0]).toMatchObject({ actor: 'S**', quantity: 1 })
  expect(await productStock(who, newId())).toBeUndefined()
})

test('people are found by a whole address only, and never shown with one', async () => {
  const who = await admin('people')
  const { id } = await makeUser(db, { email: 'wen.li@example.org', name: 'Wen Li' })
  expect(await adminPeople(who, 'WEN.LI@example.org')).toMatchObject([
    { userId: id, name: 'W**', contact: 'w***@example.org' },
  ])
  expect(await adminPeople(who, 'wen')).toEqual([])
  const all = await adminPeople(who)
  expect(all.map(({ userId }) => userId)).toContain(who.userId)
  expect(all.map(({ userId }) => userId)).not.toContain(id)
  await makeLeader(db, { userId: id, state: 'applied' })
  const [first] = await adminLeaders(who)
  expect(first).toMatchObject({ userId: id, state: 'applied', contact: 'w***@example.org' })
  const { id: stationId } = await makeStation(db)
  const keeper = await makeKeeper(db, stationId)
  expect((await adminStation(who, stationId))?.keepers.map(({ userId }) => userId)).toEqual([keeper.id])
  expect(JSON.stringify([all, await adminLeaders(who), await adminStation(who, stationId)])).not.toMatch(/wen\.li/)
})

test('the trail is read page by page, newest first, without losing entries of one instant', async () => {
  const who = await admin('people')
  const at = new Date()
  const { id: actorId } = await makeUser(db, { email: 'mei@example.org' })
  const entry = { at, actorId, actorRole: 'admin', action: 'stock.adjust', subjectType: 'product', region: 'test' }
  const ids = Array.from({ length: 230 }, () => newId())
  await db.auditEntry.createMany({ data: ids.map((id, n) => ({ ...entry, id, subjectId: n % 2 ? 'odd' : 'even' })) })
  const seen: string[] = []
  let before: string | undefined
  do {
    const page = await auditTrail(who, { action: 'stock', before })
    seen.push(...page.rows.map(({ id }) => id))
    before = page.nextBefore
  } while (before)
  expect(seen).toEqual(ids.toSorted().toReversed())
  const odd = await auditTrail(who, { action: 'stock.adjust', subjectType: 'product', subjectId: 'odd' })
  expect(odd.rows).toHaveLength(100)
  expect(odd.rows[0]).toMatchObject({ actor: 'm***@example.org', actorRole: 'admin' })
  expect((await auditTrail(who, { action: 'nothing' })).rows).toEqual([])
})

test('the trail names a program by its key', async () => {
  const who = await admin('people')
  const made = await createApiKey('shell', { name: 'Accounting', scopes: 'orders' })
  const actorId = made.ok ? made.value.id : ''
  const entry = { actorId, actorRole: 'api', action: 'order.place', subjectType: 'order', subjectId: actorId }
  await db.auditEntry.create({ data: { ...entry, id: newId(), region: 'test' } })
  expect((await auditTrail(who, { subjectId: actorId, action: 'order' })).rows).toMatchObject([{ actor: 'Accounting' }])
})
