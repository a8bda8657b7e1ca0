import type { SqlTx } from '#lib/db/transaction.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { auditSql } from '../audit.ts'
import { giveBackCoupons } from '../coupon/give-back.ts'
import { shutPages } from '../order-desk/write.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'

type Unpaid = {
  id: string
  group_order_id: string
  shopper_id: string
  number: number
  contact: string
  locale: string
  title: LocalText
}

/** Those that were to be paid online; the index on pay_by holds them alone. */
const UNPAID = `select o.id, o.group_order_id, o.shopper_id, o.number, o.contact, u.locale, g.title
  from orders o join users u on u.id = o.shopper_id join group_orders g on g.id = o.group_order_id
  where o.pay_by is not null and o.group_order_id = any($1::uuid[]) and o.state = 'placed' and o.payment_state = 'due'`

/**
 * Cancels the orders of closing group orders that were to be paid online and are not, and gives back what they held. Money that
 * still comes for one is seen to (lib/usecases/payment/settle-late.ts). The caller holds the closer's lock.
 * @returns how many there were, by group order
 */
export async function releaseUnpaid(tx: SqlTx, groupOrderIds: string[], at: Date): Promise<Map<string, number>> {
  const { rows } = await tx.query<Unpaid>(UNPAID, [groupOrderIds])
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ id }) => id)
  // stock rows are locked in id order, as the desk does
  await tx.query(
    `select 1 from stock where product_id in (select f.product_id from order_lines l join offers f on f.id = l.offer_id
       where l.order_id = any($1::uuid[]) and f.source = 'stock') order by product_id for update`,
    [ids],
  )
  await tx.query(
    `update stock s set reserved = s.reserved - n.held from (
       select f.product_id, sum(l.quantity)::int as held from order_lines l join offers f on f.id = l.offer_id
       where l.order_id = any($1::uuid[]) and f.source = 'stock' group by 1) as n where s.product_id = n.product_id`,
    [ids],
  )
  await tx.query(
    `update offer_counters c set sold = c.sold - n.quantity from (
       select offer_id, sum(quantity)::int as quantity from order_lines where order_id = any($1::uuid[]) group by 1) as n
     where c.offer_id = n.offer_id`,
    [ids],
  )
  await tx.query(
    `update group_counters c set orders = c.orders - n.orders from (
       select group_order_id, count(*)::int as orders from orders where id = any($1::uuid[]) group by 1) as n
     where c.group_order_id = n.group_order_id`,
    [ids],
  )
  await giveBackCoupons(tx, ids)
  await tx.query(
    `update orders set state = 'cancelled', cancelled_at = $2, cancel_reason = 'payment_expired', payment_state = 'not_due', pay_by = null
     where id = any($1::uuid[])`,
    [ids, at],
  )
  await shutPages(tx, ids)
  await tellCancelled(tx, rows)
  const counts = new Map<string, number>()
  for (const { group_order_id: id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

async function tellCancelled(tx: SqlTx, rows: Unpaid[]): Promise<void> {
  await postMessages(
    tx,
    rows
      .filter(({ contact }) => contact)
      .map(({ shopper_id: userId, number, contact, locale, title }) => ({
        to: contactOf(contact),
        userId,
        template: 'orderNotPaid',
        locale: localeOf(locale),
        facts: { number, group: { text: title } },
      })),
  )
  await auditSql(
    tx,
    rows.map(({ id }) => ({
      actorRole: 'system' as const,
      action: 'order.cancel',
      subjectType: 'order',
      subjectId: id,
      data: { reason: 'payment_expired' },
    })),
  )
}
