import { db } from '#lib/db/client.ts'
import { makeClaim } from '#prisma/factories/claim.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makePurchaseOrder } from '#prisma/factories/purchase-order.ts'
import { paidOrder, unpaidOrder } from '../../paid-online.ts'
import { type ActionRow, having, only } from '../table.ts'
import { orderIn } from '../world.ts'

const orderLook = (id: string) => () =>
  db.order.findUnique({ where: { id }, select: { state: true, stationId: true, totalMinor: true, lines: true } })

/** An order that was paid and handed over just now. */
async function collectedOrder(stationId: string, shopperId: string, leaderId?: string): Promise<string> {
  const group = await makeOpenGroup(db, {
    ...{ stations: [stationId], state: 'arrived', cutoffInMs: -86_400_000 },
    ...(leaderId && { leaderId }),
  })
  const { orderId } = await orderIn(group, { shopperId })
  await db.orderLine.updateMany({ where: { orderId }, data: { collected: 2 } })
  await db.order.update({
    where: { id: orderId },
    data: { state: 'collected', paymentState: 'paid', collectedAt: new Date() },
  })
  return orderId
}

/** What a shopper can send about an order of theirs. */
export const ORDER_ACTIONS: ActionRow[] = [
  {
    id: '(shop)/orders/[id]/claim/actions.ts#claim',
    for: ['shopper'],
    make: async ({ people, stationId }) => {
      const orderId = await collectedOrder(stationId, people.shopper.userId)
      return {
        page: `/orders/${orderId}/claim`,
        form: having('claimId'),
        typed: { 'lines.0.kind': 'bad', 'lines.0.quantity': '1' },
        look: () => db.claim.count({ where: { orderId } }),
      }
    },
  },
  {
    id: '(shop)/claims/[id]/actions.ts#decide',
    for: ['leader', 'admin'],
    make: async ({ people, stationId, leaderId }) => {
      const orderId = await collectedOrder(stationId, people.shopper.userId, leaderId)
      const { claimId } = await makeClaim(db, { orderId })
      return {
        page: `/claims/${claimId}`,
        form: having('claimId'),
        typed: { 'lines.0.granted': '0', reason: 'looks fine' },
        look: () => db.claim.findUnique({ where: { id: claimId }, select: { state: true } }),
      }
    },
  },
  {
    id: '(shop)/orders/[id]/actions.ts#cancelOrder',
    for: ['shopper'],
    make: async ({ people, stationId }) => {
      const group = await makeOpenGroup(db, { stations: [stationId] })
      const { orderId } = await orderIn(group, { shopperId: people.shopper.userId })
      return { page: `/orders/${orderId}`, form: only('groupOrderId', 'orderId'), look: orderLook(orderId) }
    },
  },
  {
    id: '(shop)/orders/[id]/actions.ts#askInvoice',
    for: ['shopper'],
    make: async ({ people, stationId }) => {
      const group = await makeOpenGroup(db, { stations: [stationId], state: 'arrived', cutoffInMs: -86_400_000 })
      const { orderId } = await orderIn(group, { shopperId: people.shopper.userId })
      await db.order.update({ where: { id: orderId }, data: { state: 'collected', paymentState: 'paid' } })
      return {
        page: `/orders/${orderId}`,
        form: having('buyerName'),
        look: () => db.invoice.count({ where: { orderId } }),
      }
    },
  },
  {
    id: '(shop)/orders/[id]/actions.ts#changeOrder',
    for: ['shopper'],
    make: async ({ people, stationId }) => {
      const group = await makeOpenGroup(db, { stations: [stationId] })
      const { orderId } = await orderIn(group, { shopperId: people.shopper.userId })
      return {
        page: `/orders/${orderId}/change`,
        form: having('orderId'),
        typed: { [`quantities.${group.offers[0]?.offerId}`]: '3' },
        look: orderLook(orderId),
      }
    },
  },
  {
    id: '(shop)/orders/[id]/actions.ts#payOrder',
    for: ['shopper'],
    make: async ({ people, stationId }) => {
      const orderId = await unpaidOrder(people.shopper.userId, stationId)
      return {
        page: `/orders/${orderId}`,
        form: having('paymentId'),
        look: () => db.payment.count({ where: { orderId } }),
      }
    },
  },
  {
    id: '(shop)/orders/[id]/actions.ts#payLater',
    for: ['shopper'],
    make: async ({ people, stationId }) => {
      const orderId = await unpaidOrder(people.shopper.userId, stationId)
      return {
        page: `/orders/${orderId}`,
        form: only('orderId'),
        look: () => db.order.findUnique({ where: { id: orderId }, select: { paymentMethod: true } }),
      }
    },
  },
  {
    id: '(shop)/orders/[id]/actions.ts#refundTo',
    for: ['shopper'],
    make: async ({ people, stationId }) => {
      const orderId = await paidOrder(people.shopper.userId, stationId)
      return {
        page: `/orders/${orderId}`,
        form: having('refundTo'),
        typed: { refundTo: 'wallet' },
        look: () => db.order.findUnique({ where: { id: orderId }, select: { refundTo: true } }),
      }
    },
  },
  {
    id: '(shop)/orders/[id]/actions.ts#takeMore',
    for: ['shopper'],
    make: async ({ group, people }) => {
      const { orderId: id } = await orderIn(group, { shopperId: people.shopper.userId })
      return {
        page: `/orders/${id}`,
        form: ({ buttons }) => buttons.some(([name]) => name === 'takesMore'),
        typed: { takesMore: '1' },
        look: () => db.order.findUnique({ where: { id }, select: { takesMore: true } }),
      }
    },
  },
  {
    id: 's/[token]/actions.ts#answer',
    for: 'open',
    make: async () => {
      const { purchaseOrderId: id, token } = await makePurchaseOrder(db)
      return {
        page: `/s/${token}`,
        form: having('token', 'all'),
        typed: { all: '1' },
        look: () => db.purchaseOrder.findUnique({ where: { id }, include: { lines: true } }),
      }
    },
  },
]
