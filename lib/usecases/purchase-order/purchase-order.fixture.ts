import { db, pool } from '#lib/db/client.ts'
import type { AdminFor, SupplierOf } from '#lib/domain/who.ts'
import { adminGate, supplierGate } from '#lib/queries/gates.ts'
import { type PurchaseOrderView, purchaseOrder } from '#lib/queries/purchase-orders.ts'
import { makeProduct, makeSupplier } from '../../../prisma/factories/catalogue.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '../../../prisma/factories/group-order.ts'
import { makeAdmin } from '../../../prisma/factories/people.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { gatherPurchaseOrders } from './gather.ts'
import { sendPurchaseOrder } from './send.ts'

export async function buyer(): Promise<AdminFor<'stock'>> {
  const who = await adminGate((await makeAdmin(db, ['stock'])).id, 'stock')
  if (!who) throw new Error('the gate refuses an admin')
  return who
}

export type Bought = {
  who: AdminFor<'stock'>
  supplierId: string
  email: string
  /** Cases of 12 at 39.00, and of 6 at 12.00. */
  tomatoes: string
  eggs: string
}

/** A supplier with an address and two products, and who buys from them. */
export async function supplied(locale: 'en' | 'zh-CN' = 'en'): Promise<Bought> {
  const { id: supplierId } = await makeSupplier(db)
  const email = `orders-${supplierId}@example.org`
  await db.supplier.update({ where: { id: supplierId }, data: { email, locale } })
  const tomatoes = await makeProduct(db, { supplierId, caseSize: 12, priceMinor: 560, costMinor: 325 })
  const eggs = await makeProduct(db, {
    supplierId,
    caseSize: 6,
    priceMinor: 300,
    costMinor: 200,
    name: { en: 'Eggs', 'zh-CN': '鸡蛋' },
  })
  return { who: await buyer(), supplierId, email, tomatoes: tomatoes.id, eggs: eggs.id }
}

type Wish = { tomatoes?: number; eggs?: number; pickupFrom?: Date; name?: string; contact?: string }

/** The day on which groups are picked up unless told otherwise. */
export const PICKUP = new Date('2027-03-06T18:00:00Z')

/** A closed group order in which somebody ordered so much of each, straight from the close. */
export async function closedGroup(shop: Pick<Bought, 'tomatoes' | 'eggs'>, wish: Wish): Promise<MadeGroup> {
  const { tomatoes = 0, eggs = 0, pickupFrom = PICKUP, ...shopper } = wish
  const offers = [
    { productId: shop.tomatoes, priceMinor: 560 },
    { productId: shop.eggs, priceMinor: 300 },
  ]
  const group = await makeOpenGroup(db, { offers })
  const pickupUntil = new Date(pickupFrom.getTime() + 3_600_000)
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { pickupFrom, pickupUntil } })
  const lines = [tomatoes, eggs].flatMap((quantity, index) =>
    quantity > 0 ? [{ offerId: group.offers[index]?.offerId ?? '', quantity }] : [],
  )
  await makeOrder(db, { groupOrderId: group.groupOrderId, stationId: group.stationId, lines, ...shopper })
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  return group
}

/** The living purchase order of a supplier, as the office sees it. */
export async function orderOf({ who, supplierId }: Bought): Promise<PurchaseOrderView> {
  const { id } = await db.purchaseOrder.findFirstOrThrow({
    where: { supplierId, state: { in: ['draft', 'sent', 'answered'] } },
  })
  return viewOf(who, id)
}

export async function viewOf(who: AdminFor<'stock'>, id: string): Promise<PurchaseOrderView> {
  const view = await purchaseOrder(who, id)
  if (!view) throw new Error('there is no such purchase order')
  return view
}

/** The private link that a supplier was mailed last. */
export async function tokenOf(email: string): Promise<string> {
  const { rows } = await pool.query<{ path: string }>(
    `select facts->'url'->>'path' as path from messages where "to" = $1 and facts->'url' is not null order by id desc limit 1`,
    [email],
  )
  return rows[0]?.path.split('/')[2] ?? ''
}

/** A supplier who came by the link they were mailed last. */
export async function supplierOf({ email }: Pick<Bought, 'email'>): Promise<SupplierOf> {
  const who = await supplierGate(await tokenOf(email))
  if (!who) throw new Error('the link does not open')
  return who
}

/** Gathers what waits and sends it. */
export async function sent(shop: Bought, note = ''): Promise<PurchaseOrderView> {
  await gatherPurchaseOrders(shop.who)
  const { id, revision } = await orderOf(shop)
  const answer = await sendPurchaseOrder(shop.who, { purchaseOrderId: id, revision, note })
  if (!answer.ok) throw new Error(answer.refusal.code)
  return viewOf(shop.who, id)
}
