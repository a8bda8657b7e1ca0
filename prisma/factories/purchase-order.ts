import type { Tx } from '#lib/db/transaction.ts'
import { costOf } from '#lib/domain/purchase-order.ts'
import { env } from '#lib/infra/env.ts'
import { newId, newToken } from '#lib/infra/ids.ts'
import { makeSupplierLink } from '#lib/infra/supplier-link.ts'
import { makeProduct, makeSupplier } from './catalogue.ts'
import { makeOpenGroup, makeOrder } from './group-order.ts'

export type MadePurchaseOrder = {
  purchaseOrderId: string
  supplierId: string
  productId: string
  groupOrderId: string
  /** Of the private link, where it was sent. */
  token: string
}

type Facts = { state?: 'draft' | 'sent'; stationId?: string; name?: string; contact?: string; shopperId?: string }

const [ORDERED, CASE, CASE_COST] = [15, 12, 3900]

/**
 * Makes a purchase order of two cases of 12 for 15 that one shopper of a closed group ordered: sent as version 1 with a
 * private link, or a draft. For tests that need one, not the gathering.
 */
export async function makePurchaseOrder(db: Tx, facts: Facts = {}): Promise<MadePurchaseOrder> {
  const { state = 'sent', stationId, ...shopper } = facts
  const { id: supplierId } = await makeSupplier(db, { name: { en: `Growers ${newToken(6)}` } })
  const email = `${newToken(12)}@example.org`
  await db.supplier.update({ where: { id: supplierId }, data: { email } })
  const { id: productId } = await makeProduct(db, { supplierId, caseSize: CASE, priceMinor: 560, costMinor: 325 })
  const { groupOrderId } = await closed(db, productId, { stationId, ...shopper })
  const id = newId()
  const deliveryOn = new Date('2099-06-06')
  await db.purchaseOrder.create({ data: { id, supplierId, deliveryOn, currency: env.CURRENCY, region: env.REGION } })
  const line = { productId, caseSize: CASE, caseCostMinor: CASE_COST }
  await db.purchaseOrderLine.create({ data: { purchaseOrderId: id, ordered: ORDERED, ...line } })
  await db.purchaseOrderDemand.create({ data: { groupOrderId, productId, purchaseOrderId: id, ordered: ORDERED } })
  const token = state === 'sent' ? await send(db, { id, email, line: { ...line, cases: 2 } }) : ''
  return { purchaseOrderId: id, supplierId, productId, groupOrderId, token }
}

async function closed(
  db: Tx,
  productId: string,
  { stationId, ...shopper }: Omit<Facts, 'state'>,
): Promise<{ groupOrderId: string }> {
  const stations = stationId ? [stationId] : 1
  const offers = [{ productId, priceMinor: 560 }]
  const group = await makeOpenGroup(db, { offers, stations, state: 'confirmed', cutoffInMs: -3_600_000 })
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: ORDERED }))
  const { groupOrderId } = group
  await makeOrder(db, { groupOrderId, stationId: group.stationId, lines, ...shopper })
  await db.demand.create({ data: { groupOrderId, productId, ordered: ORDERED, orders: 1 } })
  return { groupOrderId }
}

type Sent = {
  id: string
  email: string
  line: { productId: string; caseSize: number; caseCostMinor: number; cases: number }
}

async function send(db: Tx, { id, email, line }: Sent): Promise<string> {
  const { sku, name, pack, unit } = await db.product.findUniqueOrThrow({ where: { id: line.productId } })
  const goods = { ...line, sku, name: name ?? '', pack: pack ?? '', unit }
  const sentAt = new Date()
  const year = sentAt.getUTCFullYear()
  const { last: number } = await db.purchaseOrderCounter.upsert({
    where: { region_year: { region: env.REGION, year } },
    create: { region: env.REGION, year, last: 1 },
    update: { last: { increment: 1 } },
  })
  const told = { lines: [goods], changes: [{ line: goods, casesBefore: 0, casesAfter: line.cases }] }
  const facts = { totalMinor: costOf([line]), sentTo: email, locale: 'en', sentAt, sentBy: newId() }
  await db.purchaseOrderVersion.create({ data: { purchaseOrderId: id, version: 1, ...told, ...facts } })
  await db.purchaseOrder.update({
    where: { id },
    data: { state: 'sent', version: 1, revision: 2, sentAt, year, number },
  })
  const { token, tokenHash } = makeSupplierLink()
  const expiresAt = new Date(Date.now() + 86_400_000)
  await db.purchaseOrderLink.create({ data: { tokenHash, purchaseOrderId: id, expiresAt } })
  return token
}
