import type { SqlTx } from '#lib/db/transaction.ts'
import type { TemplateName, TemplateValues } from '#lib/infra/mail/templates.ts'
import { textsFor } from '#lib/infra/mail/texts.ts'
import { groupFacts, orderUrl } from '../group-facts.ts'
import { contactOf, localeOf, type NewMessage, postMessages } from '../post-message.ts'

type Row = {
  id: string
  number: number
  shopper_id: string
  station_id: string
  contact: string
  locale: string
  total_minor: number
  pickup_code: string
}

/**
 * One message to the shopper of every live order of a group order, in their own language, in the caller's transaction.
 * Each text may use: group, number, total, code, station, pickup, cutoff, minimum, url, and what `values` adds.
 * @param stationId only the orders of this station
 */
export async function tellOrders(
  tx: SqlTx,
  groupOrderId: string,
  template: TemplateName,
  values: TemplateValues = {},
  stationId?: string,
): Promise<void> {
  const { rows } = await tx.query<Row>(
    `select o.id, o.number, o.shopper_id, o.station_id, o.contact, u.locale, o.total_minor, o.pickup_code
     from orders o join users u on u.id = o.shopper_id
     where o.group_order_id = $1 and o.state in ('placed', 'frozen', 'ready') and o.contact <> ''
       and ($2::uuid is null or o.station_id = $2)`,
    [groupOrderId, stationId ?? null],
  )
  if (rows.length === 0) return
  const facts = await groupFacts(tx, groupOrderId)
  const messages = rows.map((row): NewMessage => {
    const locale = localeOf(row.locale)
    const texts = textsFor(locale)
    return {
      to: contactOf(row.contact),
      userId: row.shopper_id,
      template,
      locale,
      values: {
        group: texts.text(facts.title),
        number: row.number,
        total: texts.money(row.total_minor, facts.currency),
        code: row.pickup_code,
        station: texts.text(facts.stations.get(row.station_id)?.name ?? ''),
        pickup: texts.window(facts.pickupFrom, facts.pickupUntil, facts.timeZone),
        cutoff: texts.when(facts.cutoffAt, facts.timeZone),
        minimum: facts.minimumOrders,
        url: orderUrl(row.id),
        ...values,
      },
    }
  })
  await postMessages(tx, messages)
}
