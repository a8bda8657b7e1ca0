import { db, pool } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { adminGate, supplierGate } from '#lib/queries/gates.ts'
import { supplierOrder } from '#lib/queries/supplier-order.ts'
import { answerPurchaseOrder } from '#lib/usecases/purchase-order/answer.ts'
import { gatherPurchaseOrders } from '#lib/usecases/purchase-order/gather.ts'
import { sendPurchaseOrder } from '#lib/usecases/purchase-order/send.ts'
import { known, type World } from './world.ts'

/** Drafts for all that is closed and not bought; the two next deliveries are sent, and one supplier has answered. */
export async function makePurchaseOrders({ people }: World): Promise<void> {
  const who = await adminGate(known(people, 'ada').id, 'stock')
  if (!who) throw new Error('the demo has nobody who buys')
  await gatherPurchaseOrders(who)
  const drafts = await db.purchaseOrder.findMany({
    where: { state: 'draft' },
    include: { lines: true },
    orderBy: [{ deliveryOn: 'asc' }, { id: 'asc' }],
  })
  const [answered, waiting] = drafts.toSorted((a, b) => b.lines.length - a.lines.length)
  for (const order of [answered, waiting]) if (order) await send(who, order.id)
  if (answered) await answerAll(answered.id)
}

async function send(who: AdminFor<'stock'>, purchaseOrderId: string): Promise<void> {
  const { revision } = await db.purchaseOrder.findUniqueOrThrow({ where: { id: purchaseOrderId } })
  const sent = await sendPurchaseOrder(who, { purchaseOrderId, revision, note: '' })
  if (!sent.ok) throw new Error(`the demo's purchase order was refused: ${sent.refusal.code}`)
}

/** As the supplier does it from the mail: everything but a case of the first line that has several. */
async function answerAll(purchaseOrderId: string): Promise<void> {
  const { rows } = await pool.query<{ path: string }>(
    `select facts->'url'->>'path' as path from messages where attached->>'purchaseOrderId' = $1`,
    [purchaseOrderId],
  )
  const supplier = await supplierGate(rows[0]?.path.split('/')[2] ?? '')
  const order = supplier && (await supplierOrder(supplier))
  if (!supplier || !order) throw new Error("the demo's private link does not open")
  const short = order.lines.find(({ cases }) => cases > 1)?.productId
  const lines = order.lines.map(({ productId, cases, caseSize }) => ({
    productId,
    confirmed: (productId === short ? cases - 1 : cases) * caseSize,
    remark: productId === short ? 'One case froze last night' : '',
  }))
  await answerPurchaseOrder(supplier, { version: order.version, lines })
}
