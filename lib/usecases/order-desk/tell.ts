import type { SqlTx } from '#lib/db/transaction.ts'
import type { Decision, OrderToPlace } from '#lib/domain/desk.ts'
import type { Locale } from '#lib/domain/text.ts'
import { textsFor } from '#lib/infra/mail/texts.ts'
import { pickupCodeOf } from '#lib/infra/pickup-code.ts'
import { type GroupFacts, groupFacts, orderUrl } from '../group-facts.ts'
import { contactOf, localeOf, type NewMessage, postMessages } from '../post-message.ts'

type Addressed = { contact: string; locale: Locale }

/**
 * Tells each shopper whose order was placed what they need to collect it, and whose was cancelled that it was (it may have
 * been somebody else at their phone). Part of the desk's transaction.
 */
export async function tellShoppers(
  tx: SqlTx,
  groupOrderId: string,
  decision: Decision,
  particulars: ReadonlyMap<string, Addressed>,
): Promise<void> {
  if (decision.placed.length + decision.cancelled.length === 0) return
  const facts = await groupFacts(tx, groupOrderId)
  const placed = decision.placed.flatMap((order) => placedMessage(order, facts, particulars.get(order.orderId)))
  const cancelled = await cancelledMessages(tx, decision, facts)
  await postMessages(tx, [...placed, ...cancelled])
}

function placedMessage(order: OrderToPlace, facts: GroupFacts, to: Addressed | undefined): NewMessage[] {
  const station = facts.stations.get(order.stationId)
  if (!to || !station) return []
  const texts = textsFor(to.locale)
  return [
    {
      to: contactOf(to.contact),
      userId: order.shopperId,
      template: 'orderPlaced',
      locale: to.locale,
      values: {
        number: order.number,
        group: texts.text(facts.title),
        total: texts.money(order.answeredMinor, facts.currency),
        code: pickupCodeOf(facts.codeSecret, order.number),
        station: texts.text(station.name),
        pickup: texts.window(facts.pickupFrom, facts.pickupUntil, facts.timeZone),
        cutoff: texts.when(facts.cutoffAt, facts.timeZone),
        url: orderUrl(order.orderId),
      },
    },
  ]
}

type CancelledRow = { number: number; shopper_id: string; contact: string; locale: string }

async function cancelledMessages(tx: SqlTx, { cancelled }: Decision, facts: GroupFacts): Promise<NewMessage[]> {
  if (cancelled.length === 0) return []
  const { rows } = await tx.query<CancelledRow>(
    `select o.number, o.shopper_id, o.contact, u.locale from orders o join users u on u.id = o.shopper_id
     where o.id = any($1::uuid[]) and o.contact <> ''`,
    [cancelled.map(({ orderId }) => orderId)],
  )
  return rows.map((row) => {
    const locale = localeOf(row.locale)
    const values = { number: row.number, group: textsFor(locale).text(facts.title) }
    return { to: contactOf(row.contact), userId: row.shopper_id, template: 'orderCancelled', locale, values }
  })
}
