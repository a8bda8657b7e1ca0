import type { SqlTx } from '#lib/db/transaction.ts'
import type { Decision } from '#lib/domain/desk.ts'
import type { Locale } from '#lib/domain/text.ts'
import { textsFor } from '#lib/infra/mail/texts.ts'
import { pickupCodeOf } from '#lib/infra/pickup-code.ts'
import { groupFacts, orderUrl } from '../group-facts.ts'
import { contactOf, type NewMessage, postMessages } from '../post-message.ts'

type Addressed = { contact: string; locale: Locale }

/** Tells each shopper whose order was placed what they need to collect it. Part of the desk's transaction. */
export async function tellShoppers(
  tx: SqlTx,
  groupOrderId: string,
  decision: Decision,
  particulars: ReadonlyMap<string, Addressed>,
): Promise<void> {
  if (decision.placed.length === 0) return
  const facts = await groupFacts(tx, groupOrderId)
  const messages = decision.placed.flatMap((order): NewMessage[] => {
    const to = particulars.get(order.orderId)
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
  })
  await postMessages(tx, messages)
}
