import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup, makeOrder, type NewOffer } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { allowMore } from '../order-desk/allow-more.ts'
import { gatherPurchaseOrders } from './gather.ts'
import { type Bought, sent, supplied, viewOf } from './purchase-order.fixture.ts'
import { receivePurchaseOrder } from './receive.ts'
import { setPurchaseLine } from './set-line.ts'

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)

/** Who orders how many tomatoes, in the order of joining, and whether they allow a bit more. */
type Wish = { quantity: number; takesMore?: boolean; payment?: 'wallet' }

/** A closed group of these orders whose tomatoes are bought in cases of 12, with what is over meant for who allowed it. */
async function boughtFor(wishes: Wish[], offer: Partial<NewOffer> = {}) {
  const shop = await supplied()
  const group = await makeOpenGroup(db, { offers: [{ productId: shop.tomatoes, priceMinor: 560, ...offer }] })
  const [offerId = ''] = group.offers.map((each) => each.offerId)
  const orders: { orderId: string; who: Shopper }[] = []
  for (const { quantity, takesMore = false, payment } of wishes) {
    const { id: shopperId } = await makeUser(db)
    const lines = [{ offerId, quantity }]
    const place = { groupOrderId: group.groupOrderId, stationId: group.stationId, shopperId, lines }
    const { orderId } = await makeOrder(db, place)
    const who = (await shopperGate(shopperId)) as Shopper
    if (takesMore) await allowMore(who, { orderId, takesMore })
    if (payment) await db.order.update({ where: { id: orderId }, data: { paymentMethod: payment } })
    orders.push({ orderId, who })
  }
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  const { id } = await sent(shop)
  await meantFor(shop, id)
  return { shop, group, orders, id, offerId }
}

async function meantFor(shop: Bought, id: string) {
  const { revision, lines } = await viewOf(shop.who, id)
  const cases = lines[0]?.cases ?? 0
  const line = { productId: shop.tomatoes, cases, reason: '', surplusUse: 'bit_more' as const }
  expect(codeOf(await setPurchaseLine(shop.who, { purchaseOrderId: id, revision, ...line }))).toBe('ok')
}

const receive = async (shop: Bought, id: string, received: number) =>
  receivePurchaseOrder(shop.who, {
    purchaseOrderId: id,
    revision: (await viewOf(shop.who, id)).revision,
    lines: [{ productId: shop.tomatoes, received }],
  })
const quantities = async (orders: { orderId: string }[]) =>
  Promise.all(
    orders.map(async ({ orderId }) => {
      const { lines, totalMinor } = await db.order.findUniqueOrThrow({
        where: { id: orderId },
        include: { lines: true },
      })
      return [lines[0]?.quantity, totalMinor]
    }),
  )
const onHand = async (productId: string) => (await db.stock.findUnique({ where: { productId } }))?.onHand ?? 0

test('who allowed a bit more gets one more at their price, first come first, and the rest goes into stock', async () => {
  const wishes = [
    { quantity: 4 },
    { quantity: 3, takesMore: true },
    { quantity: 2, takesMore: true, payment: 'wallet' as const },
  ]
  const { shop, orders, id, group } = await boughtFor(wishes, { depositMinor: 50 })
  expect(await receive(shop, id, 12)).toEqual({ ok: true, value: { over: 1, short: 0 } })
  // 12 came for 9: one to the second, none to whom it would have to be charged elsewhere, two into stock
  expect(await quantities(orders)).toEqual([
    [4, 4 * 610],
    [4, 4 * 610],
    [2, 2 * 610],
  ])
  expect(await onHand(shop.tomatoes)).toBe(2)
  const [mail, ...others] = await db.message.findMany({
    where: { template: 'orderTookMore', userId: orders[1]?.who.userId ?? '' },
  })
  expect(others).toEqual([])
  expect(mail?.facts).toMatchObject({ amount: { money: 610 } })
  expect(await db.demand.findFirst({ where: { groupOrderId: group.groupOrderId } })).toMatchObject({
    ordered: 10,
    orders: 3,
  })
  const breaches = (await reconcile())
    .filter((each) => ['I1', 'I2', 'I13'].includes(each.id))
    .flatMap((each) => each.breaches)
  expect(breaches).toEqual([])
  const trail = await db.auditEntry.findMany({
    where: { subjectId: orders[1]?.orderId ?? '', action: 'order.take_more' },
  })
  expect(trail).toHaveLength(1)
})

test('less over than people who allowed it: those who joined first', async () => {
  const { shop, orders, id } = await boughtFor(Array.from({ length: 3 }, () => ({ quantity: 3, takesMore: true })))
  await receive(shop, id, 11)
  expect((await quantities(orders)).map(([quantity]) => quantity)).toEqual([4, 4, 3])
  expect(await onHand(shop.tomatoes)).toBe(0)
})

test('never above the limit a shopper, nor the cap of the offer', async () => {
  const limited = await boughtFor([{ quantity: 3, takesMore: true }], { limitPerShopper: 3 })
  await receive(limited.shop, limited.id, 12)
  expect((await quantities(limited.orders)).map(([quantity]) => quantity)).toEqual([3])
  const capped = await boughtFor(
    [
      { quantity: 3, takesMore: true },
      { quantity: 3, takesMore: true },
    ],
    { cap: 7 },
  )
  await receive(capped.shop, capped.id, 12)
  expect((await quantities(capped.orders)).map(([quantity]) => quantity)).toEqual([4, 3])
  expect(await onHand(capped.shop.tomatoes)).toBe(5)
})

test('what comes short gives nobody more; nor does goods on the road', async () => {
  const { shop, orders, id, group } = await boughtFor([{ quantity: 9, takesMore: true }])
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
  await receive(shop, id, 12)
  expect(await quantities(orders)).toEqual([[9, 9 * 560]])
  expect(await onHand(shop.tomatoes)).toBe(3)
  const other = await boughtFor([{ quantity: 9, takesMore: true }])
  await receive(other.shop, other.id, 8)
  expect(await quantities(other.orders)).toEqual([[9, 9 * 560]])
})

test('weighed goods are given to nobody unasked', async () => {
  const shop = await supplied()
  const { id: tomatoes } = await makeProduct(db, {
    supplierId: shop.supplierId,
    unit: 'kg',
    caseSize: 5000,
    priceMinor: 400,
  })
  const group = await makeOpenGroup(db, { offers: [{ productId: tomatoes, priceMinor: 400 }] })
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: 1000 }))
  const { orderId } = await makeOrder(db, { groupOrderId: group.groupOrderId, stationId: group.stationId, lines })
  await db.order.update({ where: { id: orderId }, data: { takesMore: true } })
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  await gatherPurchaseOrders(shop.who)
  const { id } = await sent({ ...shop, tomatoes })
  await meantFor({ ...shop, tomatoes }, id)
  await receive({ ...shop, tomatoes }, id, 5000)
  expect((await quantities([{ orderId }])).map(([quantity]) => quantity)).toEqual([1000])
  expect(await onHand(tomatoes)).toBe(4000)
})

test('one allows it of one’s own order alone, until it is ready, and may take it back', async () => {
  const { orders, group } = await boughtFor([{ quantity: 1 }, { quantity: 1 }])
  const [mine, other] = orders as [{ orderId: string; who: Shopper }, { orderId: string; who: Shopper }]
  const allow = (takesMore: boolean, orderId = mine.orderId) => allowMore(mine.who, { orderId, takesMore })
  expect(codeOf(await allow(true, other.orderId))).toBe('ORDER_NOT_FOUND')
  expect(await allow(true)).toEqual({ ok: true, value: { takesMore: true } })
  expect(await allow(true)).toEqual({ ok: true, value: { takesMore: true } })
  expect(await allow(false)).toEqual({ ok: true, value: { takesMore: false } })
  const trail = await db.auditEntry.findMany({ where: { subjectId: mine.orderId, action: 'order.allow_more' } })
  expect(trail.map(({ data }) => data)).toEqual([{ takesMore: true }, { takesMore: false }])
  await db.order.updateMany({ where: { groupOrderId: group.groupOrderId }, data: { state: 'ready' } })
  expect(codeOf(await allow(true))).toBe('ORDER_NOT_OPEN')
})
