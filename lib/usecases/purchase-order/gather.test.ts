import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor, ManagerOf } from '#lib/domain/who.ts'
import { adminGate, managerGate } from '#lib/queries/gates.ts'
import { combinedPurchaseList } from '#lib/queries/purchase-list.ts'
import { purchaseOrder, purchaseOrders, waitingToGather } from '#lib/queries/purchase-orders.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { advanceGroupOrder } from '../group-order/advance.ts'
import { cancelGroupOrder } from '../group-order/cancel.ts'
import { gatherPurchaseOrders } from './gather.ts'
import { closedGroup, orderOf, PICKUP, sent, supplied } from './purchase-order.fixture.ts'
import { setPurchaseLine } from './set-line.ts'

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const DAY_MS = 86_400_000

async function managerOf(groupOrderId: string): Promise<ManagerOf> {
  const who = await managerGate((await makeAdmin(db, ['people'])).id, groupOrderId)
  if (!who) throw new Error('the gate refuses')
  return who
}

test('closed groups become one draft a supplier and day, rounded to cases once, each group bought once', async () => {
  const shop = await supplied()
  const other = await supplied()
  await closedGroup(shop, { tomatoes: 7, eggs: 2 })
  await closedGroup(shop, { tomatoes: 8 })
  await closedGroup(shop, { tomatoes: 1, pickupFrom: new Date(PICKUP.getTime() + DAY_MS) })
  await closedGroup(other, { eggs: 6 })
  expect(await waitingToGather(shop.who)).toMatchObject({ groups: 4, products: 3, gone: 0 })
  expect(await gatherPurchaseOrders(shop.who)).toEqual({ ok: true, value: { purchaseOrders: 3 } })
  const orders = await db.purchaseOrder.findMany({
    where: { supplierId: shop.supplierId },
    orderBy: { deliveryOn: 'asc' },
  })
  expect(orders.map(({ deliveryOn, state, number }) => [deliveryOn.toISOString().slice(0, 10), state, number])).toEqual(
    [
      ['2027-03-06', 'draft', null],
      ['2027-03-07', 'draft', null],
    ],
  )
  const view = await purchaseOrder(shop.who, orders[0]?.id ?? '')
  const line = (productId: string) => view?.lines.find((each) => each.productId === productId)
  // 7 + 8 of cases of 12 are two cases, not one each of two groups rounded apart
  expect(line(shop.tomatoes)).toMatchObject({
    ordered: 15,
    cases: 2,
    buy: 24,
    surplus: 9,
    short: 0,
    caseCostMinor: 3900,
  })
  expect(line(shop.eggs)).toMatchObject({ ordered: 2, cases: 1, buy: 6, surplus: 4 })
  expect(view).toMatchObject({ costMinor: 2 * 3900 + 1200, groups: [{}, {}] })
  expect(codeOf(await gatherPurchaseOrders(shop.who))).toBe('NOTHING_TO_GATHER')
})

test('of many who gather at once each group is taken once', async () => {
  const shop = await supplied()
  await closedGroup(shop, { tomatoes: 3 })
  const answers = await Promise.all(Array.from({ length: 5 }, () => gatherPurchaseOrders(shop.who)))
  expect(answers.map(codeOf).sort()).toEqual([...Array(4).fill('NOTHING_TO_GATHER'), 'ok'])
  expect((await orderOf(shop)).lines).toMatchObject([{ ordered: 3 }])
})

test('a later group joins the draft; one that is called off, or bought by hand, leaves it', async () => {
  const shop = await supplied()
  const [first, second] = [await closedGroup(shop, { tomatoes: 7 }), await closedGroup(shop, { tomatoes: 8 })]
  await gatherPurchaseOrders(shop.who)
  const before = await orderOf(shop)
  const third = await closedGroup(shop, { tomatoes: 12 })
  await gatherPurchaseOrders(shop.who)
  const grown = await orderOf(shop)
  expect(grown).toMatchObject({ id: before.id, lines: [{ ordered: 27, cases: 3 }] })
  expect(grown.revision).toBeGreaterThan(before.revision)
  await cancelGroupOrder(await managerOf(first.groupOrderId), 'The field is under water')
  expect((await waitingToGather(shop.who)).gone).toBe(1)
  await advanceGroupOrder(shop.who, { groupOrderId: third.groupOrderId, step: 'buy' })
  await gatherPurchaseOrders(shop.who)
  expect((await orderOf(shop)).lines).toMatchObject([{ ordered: 8, cases: 1 }])
  await cancelGroupOrder(await managerOf(second.groupOrderId), 'All of it')
  await gatherPurchaseOrders(shop.who)
  expect(await db.purchaseOrder.count({ where: { supplierId: shop.supplierId } })).toBe(0)
})

test('what nobody supplies is not gathered; what is ordered leaves the purchase list', async () => {
  const shop = await supplied()
  const { id: loose } = await makeProduct(db)
  await closedGroup({ ...shop, eggs: loose }, { tomatoes: 1, eggs: 2 })
  const listed = async () => (await combinedPurchaseList(shop.who)).lines.map(({ productId }) => productId)
  await gatherPurchaseOrders(shop.who)
  expect((await orderOf(shop)).lines.map(({ productId }) => productId)).toEqual([shop.tomatoes])
  expect((await waitingToGather(shop.who)).withoutSupplier).toBeGreaterThanOrEqual(1)
  // a draft buys nothing yet
  expect(await listed()).toEqual(expect.arrayContaining([shop.tomatoes, loose]))
  await sent(shop)
  expect(await listed()).toContain(loose)
  expect(await listed()).not.toContain(shop.tomatoes)
})

test('the office buys more or fewer cases with a reason, and that is kept when the demand grows', async () => {
  const shop = await supplied()
  await closedGroup(shop, { tomatoes: 15 })
  await gatherPurchaseOrders(shop.who)
  const set = async (more: object, who: AdminFor<'stock'> = shop.who) => {
    const { id, revision } = await orderOf(shop)
    const wish = { cases: 3, reason: 'market day', surplusUse: 'last_minute' as const, productId: shop.tomatoes }
    return setPurchaseLine(who, { purchaseOrderId: id, revision, ...wish, ...more })
  }
  expect(await set({})).toEqual({ ok: true, value: { cases: 3, buy: 36, surplus: 21, short: 0 } })
  await closedGroup(shop, { tomatoes: 10 })
  await gatherPurchaseOrders(shop.who)
  expect((await orderOf(shop)).lines).toMatchObject([
    { ordered: 25, cases: 4, extraCases: 1, extraReason: 'market day', surplusUse: 'last_minute' },
  ])
  expect(await set({ cases: 1, reason: 'no more room' })).toMatchObject({ value: { surplus: 0, short: 13 } })
  expect(codeOf(await set({ cases: 4, reason: ' ' }))).toBe('BUY_REASON_NEEDED')
  expect(await set({ cases: 3, reason: '', surplusUse: 'stock' })).toMatchObject({ ok: true })
  for (const cases of [-1, 1.5, 100_001, Number.NaN]) expect(codeOf(await set({ cases }))).toBe('BAD_CASES')
  expect(codeOf(await set({ revision: 1 }))).toBe('STALE')
  expect(codeOf(await set({ productId: shop.eggs }))).toBe('NOT_FOUND')
  expect(codeOf(await set({ purchaseOrderId: shop.supplierId }))).toBe('NOT_FOUND')
  const { id } = await orderOf(shop)
  const trail = await db.auditEntry.findMany({ where: { subjectId: id, action: 'purchase_order.set_line' } })
  expect(trail).toHaveLength(3)
  await db.purchaseOrder.update({ where: { id }, data: { state: 'cancelled' } })
  expect(
    codeOf(
      await setPurchaseLine(shop.who, {
        purchaseOrderId: id,
        revision: 1,
        productId: shop.tomatoes,
        cases: 1,
        reason: '',
        surplusUse: 'stock',
      }),
    ),
  ).toBe('WRONG_STATE')
})

test('the list shows what waits before what is over', async () => {
  const shop = await supplied()
  await closedGroup(shop, { tomatoes: 15 })
  const { id } = await sent(shop)
  const rows = await purchaseOrders(shop.who)
  expect(rows.find((row) => row.id === id)).toMatchObject({
    state: 'sent',
    lines: 1,
    costMinor: 7800,
    unsent: 0,
    lessLines: 0,
  })
  const over = rows.map(({ state }) => state === 'received' || state === 'cancelled')
  expect(over).toEqual([...over].sort())
  expect(await purchaseOrder(shop.who, 'nothing')).toBeUndefined()
  expect(await adminGate(shop.supplierId, 'stock')).toBeUndefined()
})
