import { db } from '#lib/db/client.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { paidOrder, unpaidOrder } from '../../paid-online.ts'
import { type ActionRow, having, only } from '../table.ts'
import { orderIn } from '../world.ts'

const orderLook = (id: string) => () =>
  db.order.findUnique({ where: { id }, select: { state: true, stationId: true, totalMinor: true, lines: true } })

/** What a shopper can send about an order of theirs. */
export const ORDER_ACTIONS: ActionRow[] = [
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
]
