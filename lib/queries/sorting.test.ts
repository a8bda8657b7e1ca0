import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { shelfLabel } from '#lib/domain/shelf-label.ts'
import type { AdminFor, ManagerOf } from '#lib/domain/who.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { makeProduct, makeSupplier } from '#prisma/factories/catalogue.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { adminGate, managerGate } from './gates.ts'
import { pickLists } from './pick-list.ts'
import { combinedPurchaseList, purchaseList } from './purchase-list.ts'

const sorter = async () => {
  const { id } = await makeAdmin(db, ['stock'])
  return (await adminGate(id, 'stock')) as AdminFor<'stock'>
}

/** Eggs in cases of 6 and trout by weight from one supplier, bread from nobody, honey from stock; two stations. */
async function market() {
  const { id: supplierId } = await makeSupplier(db, { name: { en: 'Hillside', 'zh-CN': '山坡农场' } })
  const eggs = await makeProduct(db, { name: { en: 'Eggs' }, priceMinor: 980, costMinor: 780, caseSize: 6, supplierId })
  const facts = { name: { en: 'Trout' }, unit: 'kg', priceMinor: 2190, costMinor: 1620, caseSize: 6000 } as const
  const trout = await makeProduct(db, { ...facts, supplierId })
  const bread = await makeProduct(db, { name: { en: 'Bread' }, priceMinor: 650, costMinor: 460 })
  const honey = await makeProduct(db, { name: { en: 'Honey' }, priceMinor: 900, onHand: 20 })
  const open = (stations: number | string[] = 2) =>
    makeOpenGroup(db, {
      stations,
      offers: [
        { priceMinor: 980, productId: eggs.id },
        { priceMinor: 2190, productId: trout.id },
        { priceMinor: 650, productId: bread.id },
        { priceMinor: 900, productId: honey.id, source: 'stock' },
      ],
    })
  return { eggs, trout, bread, honey, open }
}

const order = (group: MadeGroup, station: number, quantities: number[], more = {}) =>
  makeOrder(db, {
    groupOrderId: group.groupOrderId,
    stationId: group.stationIds[station] ?? '',
    lines: quantities.flatMap((quantity, n) =>
      quantity ? [{ offerId: group.offers[n]?.offerId ?? '', quantity }] : [],
    ),
    ...more,
  })

test('before the cutoff the list is live, after it frozen; what is sold from stock is never bought', async () => {
  const who = await sorter()
  const { eggs, trout, bread, open } = await market()
  const group = await open()
  await order(group, 0, [4, 1500, 1, 2])
  await order(group, 1, [3, 700, 0, 1])
  const live = await purchaseList(who, group.groupOrderId)
  const figures = [
    {
      productId: eggs.id,
      ordered: 7,
      caseSize: 6,
      cases: 2,
      buy: 12,
      surplus: 5,
      caseCostMinor: 4680,
      costMinor: 9360,
    },
    { productId: trout.id, ordered: 2200, cases: 1, buy: 6000, surplus: 3800, caseCostMinor: 9720, costMinor: 9720 },
    { productId: bread.id, ordered: 1, cases: 1, buy: 1, surplus: 0, caseCostMinor: 460, costMinor: 460 },
  ]
  const sorted = (lines: { productId: string }[] = []) =>
    figures.map(({ productId }) => lines.find((line) => line.productId === productId))
  expect(live).toMatchObject({ soFar: true, costMinor: 19_540 })
  expect(live?.lines).toHaveLength(3)
  expect(sorted(live?.lines)).toMatchObject(figures)
  expect(live?.suppliers.map(({ lines, costMinor }) => [lines.length, costMinor])).toEqual([
    [2, 19_080],
    [1, 460],
  ])

  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  const frozen = await purchaseList(who, group.groupOrderId)
  expect(frozen).toMatchObject({ soFar: false, state: 'confirmed', costMinor: 19_540 })
  expect(sorted(frozen?.lines)).toMatchObject(figures)
  expect(frozen?.lines.find(({ productId }) => productId === eggs.id)?.orders).toBe(2)
})

test('several groups are rounded to cases once; what is bought is not bought again', async () => {
  const who = await sorter()
  const { eggs, open } = await market()
  const linesOf = async () => (await combinedPurchaseList(who)).lines.find(({ productId }) => productId === eggs.id)
  const groups = [await open(), await open(), await open()]
  for (const group of groups) {
    await order(group, 0, [4])
    await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  }
  expect(await linesOf()).toMatchObject({ ordered: 12, cases: 2, surplus: 0, orders: 3 })
  await db.groupOrder.update({ where: { id: groups[0]?.groupOrderId ?? '' }, data: { boughtAt: new Date() } })
  expect(await linesOf()).toMatchObject({ ordered: 8, cases: 2, surplus: 4 })
})

test('pick lists hold every bag of every station, masked, by shelf colour, with what comes out of cases', async () => {
  const who = await sorter()
  const { open } = await market()
  const group = await open()
  for (let n = 0; n < 10; n++) {
    await order(group, n < 9 ? 0 : 1, [2, 0, 1, n === 0 ? 3 : 0], { name: '欧阳晓', contact: '+16045550142' })
  }
  expect((await pickLists(who, group.groupOrderId))?.stations).toEqual([])
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  const lists = await pickLists(who, group.groupOrderId)
  const [first, second] = [group.stationIds[0], group.stationIds[1]].map((id) =>
    lists?.stations.find(({ stationId }) => stationId === id),
  )
  expect(first?.orders).toHaveLength(9)
  expect(second?.orders).toHaveLength(1)
  expect(first?.orders[0]).toMatchObject({ name: '欧阳**', phoneEnd: '142', label: { colour: 'blue', animal: 'fox' } })
  const colours = first?.orders.map(({ label }) => label?.colour) ?? []
  expect(colours).toEqual([...colours].sort((a, b) => colours.indexOf(a) - colours.indexOf(b)))
  const { rows } = await pool.query<{ id: string; shelf: number }>('select order_id as id, shelf from bags')
  const places = new Map(rows.map(({ id, shelf }) => [id, shelfLabel(shelf)]))
  for (const { orderId, label } of lists?.stations.flatMap(({ orders }) => orders) ?? [])
    expect(label).toEqual(places.get(orderId))
  const totalOf = (n: number) => first?.totals.find(({ offerId }) => offerId === group.offers[n]?.offerId)
  expect(totalOf(0)).toMatchObject({ quantity: 18, orders: 9, cases: 3, loose: 0 })
  expect(totalOf(3)).toMatchObject({ quantity: 3, orders: 1 })
  expect(JSON.stringify(lists)).not.toMatch(/晓|6045550/)
})

test('a failed or cancelled group has nothing to buy', async () => {
  const who = await sorter()
  const { open } = await market()
  for (const state of ['failed', 'cancelled'] as const) {
    const group = await open()
    await order(group, 0, [4])
    await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state } })
    expect(await purchaseList(who, group.groupOrderId)).toMatchObject({ lines: [], suppliers: [], costMinor: 0 })
  }
})

test('a leader sees the lists of their own group and of no other; odd ids find nothing', async () => {
  const { open } = await market()
  const [own, other] = [await open(), await open()]
  const leader = (await managerGate(own.leaderUserId, own.groupOrderId)) as ManagerOf
  expect(await pickLists(leader, own.groupOrderId)).toMatchObject({ groupOrderId: own.groupOrderId })
  expect(await pickLists(leader, other.groupOrderId)).toBeUndefined()
  expect(await purchaseList(leader, other.groupOrderId)).toBeUndefined()
  const who = await sorter()
  for (const id of ['', 'x', `${own.groupOrderId}'`, '00000000-0000-7000-8000-000000000000']) {
    expect(await pickLists(who, id)).toBeUndefined()
    expect(await purchaseList(who, id)).toBeUndefined()
  }
})
