import type { SqlTx } from '#lib/db/transaction.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'

type Row = {
  number: number
  contact: string
  shopper_id: string
  locale: string
  title: LocalText
  time_zone: string
  station: LocalText
  complaint: string | null
}

/** Tells a shopper that the order was handed over, and whom to tell if it was not them. */
export async function tellCollected(tx: SqlTx, orderId: string, at: Date): Promise<void> {
  const { rows } = await tx.query<Row>(
    `select o.number, o.contact, o.shopper_id, u.locale, g.title, s.time_zone, s.name as station,
       (select complaint_contact from operator) as complaint
     from orders o join users u on u.id = o.shopper_id join group_orders g on g.id = o.group_order_id
     join stations s on s.id = o.station_id where o.id = $1 and o.contact <> ''`,
    [orderId],
  )
  const row = rows[0]
  if (!row) return
  await postMessages(tx, [
    {
      to: contactOf(row.contact),
      userId: row.shopper_id,
      template: 'orderCollected',
      locale: localeOf(row.locale),
      facts: {
        number: row.number,
        group: { text: row.title },
        station: { text: row.station },
        time: { when: at.toISOString(), zone: row.time_zone },
        complaint: row.complaint ?? '',
      },
    },
  ])
}
