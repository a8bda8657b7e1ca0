import type { CancelReason, Decision, OrderToPlace } from '#lib/domain/desk.ts'
import { payBy } from '#lib/domain/payment.ts'
import type { Locale } from '#lib/domain/text.ts'
import { contactOf, localeOf, type NewMessage } from '../post-message.ts'
import type { LoadedGroup, LoadedOrder } from './shelf.ts'

type Addressed = { contact: string; locale: Locale; code: string }

/**
 * What each shopper is told whose order was placed: all they need to collect it; and whose was cancelled: that it was (it
 * may have been somebody else at their phone).
 */
export function messagesAbout(
  decision: Decision,
  group: LoadedGroup,
  particulars: ReadonlyMap<string, Addressed>,
  orders: ReadonlyMap<string, LoadedOrder>,
): NewMessage[] {
  const placed = decision.placed.flatMap((order) => placedMessage(order, group, particulars.get(order.orderId)))
  const cancelled = decision.cancelled.flatMap(({ orderId, reason }) => {
    const order = orders.get(orderId)
    return order?.contact ? [cancelledMessage(order, group, reason)] : []
  })
  return [...placed, ...cancelled]
}

function placedMessage(order: OrderToPlace, group: LoadedGroup, to: Addressed | undefined): NewMessage[] {
  const station = group.stations.get(order.stationId)
  if (!to || !station) return []
  return [
    {
      to: contactOf(to.contact),
      userId: order.shopperId,
      template: 'orderPlaced',
      locale: to.locale,
      facts: {
        number: order.number,
        group: { text: group.title },
        total: { money: order.answeredMinor, currency: group.currency },
        payment: order.payment,
        payBy: { when: payBy(group.now, group.cutoffAt).toISOString(), zone: group.timeZone },
        held: { money: order.totalMinor + order.toleranceMinor, currency: group.currency },
        weighed: order.toleranceMinor > 0 ? 'yes' : 'no',
        most: { money: order.answeredMinor + order.toleranceMinor, currency: group.currency },
        code: to.code,
        station: { text: station },
        pickup: { window: [group.pickupFrom.toISOString(), group.pickupUntil.toISOString()], zone: group.timeZone },
        cutoff: { when: group.cutoffAt.toISOString(), zone: group.timeZone },
        url: { path: `/orders/${order.orderId}` },
      },
    },
  ]
}

const cancelledMessage = (order: LoadedOrder, group: LoadedGroup, reason: CancelReason): NewMessage => ({
  to: contactOf(order.contact),
  userId: order.shopperId,
  template: reason === 'payment_expired' ? 'orderNotPaid' : 'orderCancelled',
  locale: localeOf(order.locale),
  facts: {
    number: order.number,
    group: { text: group.title },
    // what was not paid does not come back
    payment: order.payment === 'online' && !order.isHeld ? 'on_pickup' : order.payment,
  },
})
