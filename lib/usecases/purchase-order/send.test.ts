import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { purchaseFiles } from '#lib/db/purchase-order-rows.ts'
import type { GoodsLine } from '#lib/domain/purchase-order.ts'
import { applyChanges } from '#lib/domain/purchase-order.ts'
import type { Outgoing } from '#lib/infra/mail/deliver.ts'
import { managerGate, supplierGate } from '#lib/queries/gates.ts'
import { supplierOrder } from '#lib/queries/supplier-order.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { cancelGroupOrder } from '../group-order/cancel.ts'
import { deliverDueMessages } from '../message/deliver.ts'
import { answerPurchaseOrder } from './answer.ts'
import { cancelPurchaseOrder } from './cancel.ts'
import { gatherPurchaseOrders } from './gather.ts'
import { changeSupplierLink } from './link.ts'
import {
  type Bought,
  closedGroup,
  orderOf,
  sent,
  supplied,
  supplierOf,
  tokenOf,
  viewOf,
} from './purchase-order.fixture.ts'
import { sendPurchaseOrder } from './send.ts'
import { setPurchaseLine } from './set-line.ts'

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)

/** What the worker hands over to the carrier for this supplier. */
async function mailsTo({ email }: Bought): Promise<Outgoing[]> {
  const mails: Outgoing[] = []
  const carrier = async (mail: Outgoing) => {
    mails.push(mail)
  }
  while ((await deliverDueMessages(carrier)) > 0);
  return mails.filter(({ to }) => to === email)
}

const send = async (shop: Bought, more: object = {}) => {
  const { id, revision } = await orderOf(shop)
  return sendPurchaseOrder(shop.who, { purchaseOrderId: id, revision, note: '', ...more })
}

test('sending gives the number, keeps the version and mails it with its files and a private link', async () => {
  const shop = await supplied('zh-CN')
  await closedGroup(shop, { tomatoes: 15, eggs: 2 })
  const view = await sent(shop, 'Back door, please')
  expect(view).toMatchObject({ state: 'sent', version: 1, unsent: [], versions: [{ version: 1, totalMinor: 9000 }] })
  expect(view.number).toBeGreaterThan(0)
  const [mail, ...others] = await mailsTo(shop)
  expect(others).toEqual([])
  expect(mail?.subject).toMatch(/^采购单 PO-\d{4}-\d{4}，送货日 2027年3月6日 周六$/)
  for (const part of ['Back door, please', '2 箱 × 12 = 24', '$90.00', '/s/']) expect(mail?.text).toContain(part)
  expect(mail?.files?.map(({ name }) => name.replace(/^PO-\d{4}-\d{4}/, ''))).toEqual(['-v1.csv', '-v1.xlsx'])
  const rows = parse(String(mail?.files?.[0]?.content), { bom: true }) as string[][]
  expect(rows[0]?.slice(0, 4)).toEqual(['采购单', '送货日', '编码', '商品'])
  expect(rows.slice(1).map((row) => row.slice(6))).toEqual(
    expect.arrayContaining(
      [
        ['12', '2', '24', '39', '78', 'USD'],
        ['6', '1', '6', '12', '12', 'USD'],
      ].map((row) => [...row.slice(0, 5), view.currency]),
    ),
  )
  const workbook = mail?.files?.[1]?.content
  expect(Buffer.isBuffer(workbook) && workbook.subarray(0, 2).toString()).toBe('PK')
})

test('a late group, an edited quantity and a cancelled group are sent as the difference alone', async () => {
  const shop = await supplied()
  const first = await closedGroup(shop, { tomatoes: 15, eggs: 2 })
  const { id } = await sent(shop)
  expect(codeOf(await send(shop))).toBe('NOTHING_CHANGED')
  const supplier = await supplierOf(shop)
  const all = { productId: shop.eggs, confirmed: 6, remark: 'ok' }
  await answerPurchaseOrder(supplier, {
    version: 1,
    lines: [all, { productId: shop.tomatoes, confirmed: 24, remark: '' }],
  })
  await mailsTo(shop)
  await closedGroup(shop, { tomatoes: 10 })
  await gatherPurchaseOrders(shop.who)
  const before = await viewOf(shop.who, id)
  expect(before).toMatchObject({ state: 'answered', unsent: [{ casesBefore: 2, casesAfter: 3 }] })
  expect(await send(shop)).toMatchObject({ ok: true, value: { version: 2 } })
  const [mail] = await mailsTo(shop)
  expect(mail?.subject).toContain('changed (version 2)')
  expect(mail?.text).toContain('2 cases before, now 3 cases of 12 = 36')
  expect(mail?.text).not.toContain('Eggs')
  expect(parse(String(mail?.files?.[0]?.content), { bom: true })).toHaveLength(2)
  expect(mail?.files?.map(({ name }) => name.includes('-v2-changes.'))).toEqual([true, true])
  // what they said of other lines is kept, of this one it is asked again
  const answers = (await viewOf(shop.who, id)).lines.map(({ productId, confirmed }) => [productId, confirmed])
  expect(Object.fromEntries(answers)).toEqual({ [shop.eggs]: 6, [shop.tomatoes]: null })

  const manager = await managerGate((await makeAdmin(db, ['people'])).id, first.groupOrderId)
  if (manager) await cancelGroupOrder(manager, 'Hail')
  await setPurchaseLine(shop.who, {
    ...{ purchaseOrderId: id, revision: (await viewOf(shop.who, id)).revision, productId: shop.tomatoes },
    ...{ cases: 4, reason: 'more to sell', surplusUse: 'stock' },
  })
  expect(codeOf(await send(shop))).toBe('DEMAND_CHANGED')
  await gatherPurchaseOrders(shop.who)
  expect(await send(shop)).toMatchObject({ ok: true, value: { version: 3 } })
  const versions = (await viewOf(shop.who, id)).versions.toReversed()
  // of 25 ordered 10 are left, and the case more that the office wanted
  expect(versions[2]?.changes).toMatchObject([
    { line: { productId: shop.tomatoes }, casesBefore: 3, casesAfter: 2 },
    { line: { productId: shop.eggs }, casesBefore: 1, casesAfter: 0 },
  ])
  let lines: GoodsLine[] = []
  for (const version of versions) {
    lines = applyChanges(lines, version.changes)
    expect(new Map(lines.map((line) => [line.productId, line.cases]))).toEqual(
      new Map(version.lines.map((line) => [line.productId, line.cases])),
    )
  }
  await expect(pool.query('update purchase_order_versions set note = $1', ['x'])).rejects.toThrow('append-only')
  await expect(pool.query('delete from purchase_order_versions')).rejects.toThrow('append-only')
})

test('numbers of a year have no gap, whatever is dropped or sent at once', async () => {
  const shops = await Promise.all([supplied(), supplied(), supplied()])
  for (const shop of shops) await closedGroup(shop, { eggs: 1 })
  await gatherPurchaseOrders((shops[0] as Bought).who)
  const [dropped, ...others] = shops as [Bought, ...Bought[]]
  const { id, revision } = await orderOf(dropped)
  expect(codeOf(await cancelPurchaseOrder(dropped.who, { purchaseOrderId: id, revision, reason: '' }))).toBe('ok')
  await Promise.all(others.map((shop) => send(shop)))
  const numbers = (await db.purchaseOrder.findMany({ where: { number: { not: null } } })).map(
    ({ number }) => number ?? 0,
  )
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
})

test('of two who send at once one does, and one mail goes out', async () => {
  const shop = await supplied()
  await closedGroup(shop, { eggs: 1 })
  await gatherPurchaseOrders(shop.who)
  const answers = await Promise.all([send(shop), send(shop)])
  expect(answers.map(codeOf).sort()).toEqual(['STALE', 'ok'])
  expect(await mailsTo(shop)).toHaveLength(1)
})

test('what cannot be sent is refused', async () => {
  const shop = await supplied()
  await closedGroup(shop, { eggs: 1 })
  await gatherPurchaseOrders(shop.who)
  const { id } = await orderOf(shop)
  expect(codeOf(await send(shop, { purchaseOrderId: shop.supplierId }))).toBe('NOT_FOUND')
  expect(codeOf(await send(shop, { revision: 99 }))).toBe('STALE')
  await db.supplier.update({ where: { id: shop.supplierId }, data: { email: '' } })
  expect(codeOf(await send(shop))).toBe('NO_SUPPLIER_EMAIL')
  await db.supplier.update({ where: { id: shop.supplierId }, data: { email: shop.email } })
  expect(codeOf(await send(shop))).toBe('ok')
  const none = { productId: shop.eggs, cases: 0, reason: 'off', surplusUse: 'stock' as const }
  await setPurchaseLine(shop.who, { purchaseOrderId: id, revision: (await orderOf(shop)).revision, ...none })
  expect(codeOf(await send(shop))).toBe('NOTHING_LEFT')
  const { revision } = await orderOf(shop)
  const cancel = (reason: string, at = revision) =>
    cancelPurchaseOrder(shop.who, { purchaseOrderId: id, revision: at, reason })
  expect(codeOf(await cancel(' '))).toBe('CANCEL_REASON_NEEDED')
  expect(codeOf(await cancel('x', 1))).toBe('STALE')
  expect(codeOf(await cancelPurchaseOrder(shop.who, { purchaseOrderId: shop.supplierId, revision, reason: 'x' }))).toBe(
    'NOT_FOUND',
  )
  await mailsTo(shop)
  expect(codeOf(await cancel('the truck broke down'))).toBe('ok')
  expect((await mailsTo(shop)).map(({ text }) => text)).toEqual([expect.stringContaining('the truck broke down')])
  expect(codeOf(await cancel('again'))).toBe('WRONG_STATE')
  expect(codeOf(await sendPurchaseOrder(shop.who, { purchaseOrderId: id, revision, note: '' }))).toBe('WRONG_STATE')
  // its groups wait to be bought again
  expect(codeOf(await gatherPurchaseOrders(shop.who))).toBe('ok')
  expect(await orderOf(shop)).toMatchObject({ state: 'draft', lines: [{ ordered: 1 }] })
})

test('a private link opens one purchase order, until it is stopped or over, and is kept as a hash', async () => {
  const [shop, other] = [await supplied(), await supplied()]
  for (const each of [shop, other]) await closedGroup(each, { eggs: 1 })
  const [{ id }, foreign] = [await sent(shop), await sent(other)]
  const token = await tokenOf(shop.email)
  expect(token).toMatch(/^[\w-]{32}$/)
  expect(JSON.stringify(await db.purchaseOrderLink.findMany())).not.toContain(token)
  const who = await supplierGate(token)
  expect(who).toMatchObject({ purchaseOrderId: id, userId: shop.supplierId })
  expect(who?.purchaseOrderId).not.toBe(foreign.id)
  for (const wrong of ['', 'x', token.slice(1), `${token}x`, 'A'.repeat(32)])
    expect(await supplierGate(wrong)).toBeUndefined()
  const change = async (isRenewed: boolean, more = {}) => {
    const { revision } = await viewOf(shop.who, id)
    return changeSupplierLink(shop.who, { purchaseOrderId: id, revision, isRenewed, ...more })
  }
  expect(await change(true)).toEqual({ ok: true, value: { stopped: 1 } })
  expect(await supplierGate(token)).toBeUndefined()
  const renewed = await tokenOf(shop.email)
  expect(await supplierGate(renewed)).toMatchObject({ purchaseOrderId: id })
  await db.purchaseOrderLink.updateMany({
    where: { revokedAt: null, purchaseOrderId: id },
    data: { expiresAt: new Date() },
  })
  expect(await supplierGate(renewed)).toBeUndefined()
  expect(await change(false)).toEqual({ ok: true, value: { stopped: 1 } })
  expect((await viewOf(shop.who, id)).linkUntil).toBeNull()
  expect(codeOf(await change(true, { revision: 1 }))).toBe('STALE')
  expect(codeOf(await change(true, { purchaseOrderId: shop.supplierId }))).toBe('NOT_FOUND')
  await db.supplier.update({ where: { id: shop.supplierId }, data: { email: '' } })
  expect(codeOf(await change(true))).toBe('NO_SUPPLIER_EMAIL')
  await closedGroup(shop, { eggs: 1, pickupFrom: new Date('2027-05-01T18:00:00Z') })
  await gatherPurchaseOrders(shop.who)
  const draft = await db.purchaseOrder.findFirstOrThrow({ where: { supplierId: shop.supplierId, state: 'draft' } })
  expect(codeOf(await change(false, { purchaseOrderId: draft.id, revision: draft.revision }))).toBe('WRONG_STATE')
})

test('nothing that a supplier gets knows a person', async () => {
  const shop = await supplied()
  const secrets = { name: 'Zebulon Quint', contact: '+16045559987' }
  const group = await closedGroup(shop, { tomatoes: 3, eggs: 4, ...secrets })
  const { id } = await sent(shop)
  const supplier = await supplierOf(shop)
  const [mail] = await mailsTo(shop)
  const files = await purchaseFiles({ purchaseOrderId: id, version: 1 }, 'en')
  const page = await supplierOrder(supplier)
  const order = await db.order.findFirstOrThrow({
    where: { groupOrderId: group.groupOrderId },
    include: { shopper: true, station: true, groupOrder: { include: { leader: true } } },
  })
  const persons = [
    ...[secrets.name, secrets.contact, order.pickupCode, order.shopper.email ?? '', order.id, order.shopperId],
    ...[order.groupOrderId, order.stationId, order.groupOrder.leaderId, JSON.stringify(order.station.address)],
  ]
  const told = [JSON.stringify(mail), JSON.stringify(page), ...files.map(({ content }) => String(content))]
  expect(told.join()).toContain('Eggs')
  for (const text of persons) expect(told.join().includes(text), text).toBe(false)
})
