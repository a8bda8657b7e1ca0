import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import { combinedPurchaseList } from '#lib/queries/purchase-list.ts'
import { lastMinuteGoods } from '#lib/queries/purchase-orders.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { supplierOrder } from '#lib/queries/supplier-order.ts'
import { answerForSupplier, answerPurchaseOrder } from './answer.ts'
import { cancelPurchaseOrder } from './cancel.ts'
import { gatherPurchaseOrders } from './gather.ts'
import { type Bought, closedGroup, orderOf, sent, supplied, supplierOf, viewOf } from './purchase-order.fixture.ts'
import { receivePurchaseOrder } from './receive.ts'
import { sendPurchaseOrder } from './send.ts'
import { setPurchaseLine } from './set-line.ts'

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)

/** 24 tomatoes for 15 ordered and 6 eggs for 2, sent. */
async function ordered() {
  const shop = await supplied()
  const group = await closedGroup(shop, { tomatoes: 15, eggs: 2 })
  const { id } = await sent(shop)
  const answer = (tomatoes: number, eggs: number, remark = '') => [
    { productId: shop.tomatoes, confirmed: tomatoes, remark },
    { productId: shop.eggs, confirmed: eggs, remark: '' },
  ]
  const boughtAt = async () => (await db.groupOrder.findUniqueOrThrow({ where: { id: group.groupOrderId } })).boughtAt
  return { shop, group, id, answer, boughtAt, supplier: await supplierOf(shop) }
}

const toldTo = async (userId: string, id: string) =>
  (await db.message.findMany({ where: { userId, template: 'purchaseOrderAnswered' } })).filter(({ facts }) =>
    JSON.stringify(facts).includes(id),
  )

test('a supplier confirms, shortens and rejects; the office is told once and the group is bought', async () => {
  const { shop, id, answer, boughtAt, supplier } = await ordered()
  expect(await boughtAt()).toBeNull()
  const short = { version: 1, lines: answer(20, 6, 'the rest on Monday') }
  const said = { confirmed: 1, shortened: 1, rejected: 0 }
  expect(await answerPurchaseOrder(supplier, short)).toEqual({ ok: true, value: { ...said, isRepeated: false } })
  expect(await answerPurchaseOrder(supplier, short)).toEqual({ ok: true, value: { ...said, isRepeated: true } })
  expect(await toldTo(shop.who.userId, id)).toHaveLength(1)
  expect(await boughtAt()).toBeInstanceOf(Date)
  const trail = await db.auditEntry.findMany({ where: { subjectId: id, action: 'purchase_order.answer' } })
  expect(trail).toMatchObject([{ actorRole: 'supplier', actorId: shop.supplierId, data: { version: 1, ...said } }])
  expect(await supplierOrder(supplier)).toMatchObject({
    state: 'answered',
    lines: expect.arrayContaining([expect.objectContaining({ confirmed: 20, remark: 'the rest on Monday' })]),
  })
  // they may change their mind until the goods are in
  expect(await answerPurchaseOrder(supplier, { version: 1, lines: answer(24, 0) })).toMatchObject({
    value: { confirmed: 1, rejected: 1, isRepeated: false },
  })
  expect(await toldTo(shop.who.userId, id)).toHaveLength(2)
})

test('what a supplier rejects stays to be bought', async () => {
  const { shop, answer, boughtAt, supplier } = await ordered()
  await answerPurchaseOrder(supplier, { version: 1, lines: answer(24, 0) })
  expect(await boughtAt()).toBeNull()
  const listed = (await combinedPurchaseList(shop.who)).lines.map(({ productId }) => productId)
  expect(listed).toContain(shop.eggs)
  expect(listed).not.toContain(shop.tomatoes)
})

test('more than asked, less than nothing, half a line and unknown lines are refused', async () => {
  const { shop, answer, supplier, id } = await ordered()
  const refusal = async (lines: ReturnType<typeof answer>, version = 1) => {
    const said = await answerPurchaseOrder(supplier, { version, lines })
    return said.ok ? undefined : said.refusal
  }
  const field = `confirmed.${shop.tomatoes}`
  for (const tomatoes of [25, -1, 1.5]) {
    expect(await refusal(answer(tomatoes, 6))).toEqual({ code: 'BAD_ANSWER', field, buy: 24, unit: 'piece' })
  }
  expect(await refusal(answer(24, 6).slice(1))).toEqual({ code: 'OUTDATED_VERSION', version: 1 })
  expect(await refusal([...answer(24, 6), { productId: newId(), confirmed: 1, remark: '' }])).toMatchObject({
    code: 'OUTDATED_VERSION',
  })
  expect(await refusal(answer(24, 6), 2)).toEqual({ code: 'OUTDATED_VERSION', version: 1 })
  const { revision } = await viewOf(shop.who, id)
  await cancelPurchaseOrder(shop.who, { purchaseOrderId: id, revision, reason: 'rain' })
  expect(await refusal(answer(24, 6))).toEqual({ code: 'WRONG_STATE' })
  expect(await supplierOrder(supplier)).toMatchObject({ state: 'cancelled', cancelReason: 'rain' })
  expect(codeOf(await answerPurchaseOrder({ ...supplier, purchaseOrderId: newId() }, { version: 1, lines: [] }))).toBe(
    'NOT_FOUND',
  )
})

test('an answer to a version that a newer one replaced is refused; sent together, one of both gives way', async () => {
  const { shop, answer, supplier } = await ordered()
  await closedGroup(shop, { tomatoes: 12 })
  await gatherPurchaseOrders(shop.who)
  const { id, revision } = await orderOf(shop)
  const [sending, answering] = await Promise.all([
    sendPurchaseOrder(shop.who, { purchaseOrderId: id, revision, note: '' }),
    answerPurchaseOrder(supplier, { version: 1, lines: answer(24, 6) }),
  ])
  const view = await viewOf(shop.who, id)
  // whoever was first: no answer to version 1 stands on version 2, and nothing is sent over an answer nobody saw
  expect([codeOf(sending), codeOf(answering)]).toEqual(
    view.version === 2 ? ['ok', 'OUTDATED_VERSION'] : ['STALE', 'ok'],
  )
  const again = await sendPurchaseOrder(shop.who, { purchaseOrderId: id, revision: view.revision, note: '' })
  expect(codeOf(again)).toBe(view.version === 2 ? 'NOTHING_CHANGED' : 'ok')
  expect(await answerPurchaseOrder(supplier, { version: 1, lines: answer(24, 6) })).toMatchObject({
    refusal: { code: 'OUTDATED_VERSION', version: 2 },
  })
  expect(codeOf(await answerPurchaseOrder(supplier, { version: 2, lines: answer(36, 6) }))).toBe('ok')
})

test('the office writes down what was said on the phone, as itself and without a mail to itself', async () => {
  const { shop, id, answer } = await ordered()
  const said = { purchaseOrderId: id, version: 1, lines: answer(12, 6) }
  expect(await answerForSupplier(shop.who, said)).toMatchObject({ ok: true, value: { shortened: 1 } })
  expect(await toldTo(shop.who.userId, id)).toEqual([])
  expect(await db.auditEntry.findFirst({ where: { subjectId: id, action: 'purchase_order.answer' } })).toMatchObject({
    actorRole: 'admin',
    actorId: shop.who.userId,
  })
  expect(codeOf(await answerForSupplier(shop.who, { ...said, purchaseOrderId: newId() }))).toBe('NOT_FOUND')
})

test('what came beyond the orders goes into stock, is offered at the last minute, and all of it adds up', async () => {
  const { shop, id, boughtAt } = await ordered()
  const receive = async (tomatoes: number, eggs: number, more = {}) => {
    const { revision } = await viewOf(shop.who, id)
    const lines = [
      { productId: shop.tomatoes, received: tomatoes },
      { productId: shop.eggs, received: eggs },
    ]
    return receivePurchaseOrder(shop.who, { purchaseOrderId: id, revision, lines, ...more })
  }
  const { revision } = await viewOf(shop.who, id)
  const line = { productId: shop.tomatoes, cases: 2, reason: '', surplusUse: 'last_minute' as const }
  await setPurchaseLine(shop.who, { purchaseOrderId: id, revision, ...line })
  expect(await receive(-1, 6)).toMatchObject({ refusal: { code: 'BAD_RECEIVED', field: `received.${shop.tomatoes}` } })
  expect(codeOf(await receive(1, 1, { lines: [] }))).toBe('BAD_RECEIVED')
  expect(codeOf(await receive(24, 1, { revision: 1 }))).toBe('STALE')
  expect(codeOf(await receive(24, 1, { purchaseOrderId: newId() }))).toBe('NOT_FOUND')
  expect(await receive(24, 1)).toEqual({ ok: true, value: { over: 1, short: 1 } })
  expect(codeOf(await receive(24, 1))).toBe('WRONG_STATE')
  expect(await boughtAt()).toBeInstanceOf(Date)
  const movements = await db.stockMovement.findMany({ where: { productId: { in: [shop.tomatoes, shop.eggs] } } })
  expect(movements).toMatchObject([{ productId: shop.tomatoes, quantity: 9, reason: 'received', onHandAfter: 9 }])
  expect(movements[0]?.note).toMatch(/^PO-\d{4}-\d{4}$/)
  expect((await lastMinuteGoods(shop.who)).filter((each) => each.purchaseOrderId === id)).toMatchObject([
    { productId: shop.tomatoes, available: 9 },
  ])
  const stock = (await reconcile()).find(({ id: invariant }) => invariant === 'I2')
  expect(stock?.breaches).toEqual([])
})

test('a draft cannot be received or answered', async () => {
  const shop: Bought = await supplied()
  await closedGroup(shop, { eggs: 1 })
  await gatherPurchaseOrders(shop.who)
  const { id, revision } = await orderOf(shop)
  expect(codeOf(await receivePurchaseOrder(shop.who, { purchaseOrderId: id, revision, lines: [] }))).toBe('WRONG_STATE')
  expect(codeOf(await answerForSupplier(shop.who, { purchaseOrderId: id, version: 0, lines: [] }))).toBe('WRONG_STATE')
})
