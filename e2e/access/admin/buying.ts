import { db } from '#lib/db/client.ts'
import { makePurchaseOrder } from '#prisma/factories/purchase-order.ts'
import { type ActionRow, having, only } from '../table.ts'
import type { Role } from '../world.ts'

const STOCK: Role[] = ['admin', 'stockAdmin']

/** Which form of a purchase order's page is meant, by the fields it has. */
type Form = (productId: string) => ReturnType<typeof having>

/** A form of a purchase order's page, and the purchase order as it stands. */
async function onPurchase(state: 'draft' | 'sent', form: Form, typed: Record<string, string> = {}) {
  const { purchaseOrderId: id, productId } = await makePurchaseOrder(db, { state })
  return {
    page: `/admin/purchase-orders/${id}`,
    form: form(productId),
    typed,
    look: () => db.purchaseOrder.findUnique({ where: { id }, include: { lines: true, links: true } }),
  }
}

/** What an admin can send about buying. */
export const ADMIN_BUYING_ACTIONS: ActionRow[] = [
  {
    id: 'admin/purchase-orders/actions.ts#gather',
    for: STOCK,
    make: async ({ people }) => {
      const { purchaseOrderId } = await makePurchaseOrder(db, { state: 'draft' })
      await db.purchaseOrder.delete({ where: { id: purchaseOrderId } })
      const actorId = { in: Object.values(people).flatMap(({ userId }) => (userId ? [userId] : [])) }
      return {
        page: '/admin/purchase-orders',
        form: ({ html }) => html.includes('Gather closed groups'),
        // others gather too: only what the world's people did
        look: () => db.auditEntry.count({ where: { action: 'purchase_order.gather', actorId } }),
      }
    },
  },
  {
    id: 'admin/purchase-orders/actions.ts#setLine',
    for: STOCK,
    make: () => onPurchase('draft', () => having('productId', 'cases'), { cases: '3', reason: 'market day' }),
  },
  {
    id: 'admin/purchase-orders/actions.ts#send',
    for: STOCK,
    make: () => onPurchase('draft', () => having('revision', 'note')),
  },
  {
    id: 'admin/purchase-orders/actions.ts#answer',
    for: STOCK,
    make: () => onPurchase('sent', (productId) => having('version', `confirmed.${productId}`)),
  },
  {
    id: 'admin/purchase-orders/actions.ts#receive',
    for: STOCK,
    make: () => onPurchase('sent', (productId) => having(`received.${productId}`)),
  },
  {
    id: 'admin/purchase-orders/actions.ts#cancel',
    for: STOCK,
    make: () => onPurchase('draft', () => only('purchaseOrderId', 'revision')),
  },
  {
    id: 'admin/purchase-orders/actions.ts#changeLink',
    for: STOCK,
    make: () => onPurchase('sent', () => having('isRenewed'), { isRenewed: '1' }),
  },
]
