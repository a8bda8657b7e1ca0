import { pool } from '#lib/db/client.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { auditSql } from '../audit.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'
import { lockForRefund } from './payment-row.ts'
import { wantRefund } from './want-refund.ts'

const AT_ONCE = 20

type Late = {
  id: string
  order_id: string
  amount_minor: number
  /** What of it was for weighed goods that come to more than ordered. */
  tolerance_minor: number
  currency: string
  shopper_id: string
  number: number
  state: string
  cancel_reason: string | null
  group_order_id: string
  title: LocalText
  station_id: string
  name: string
  contact: string
  locale: string
  lines: { offerId: string; quantity: number }[]
}

/**
 * Sees to money that came too late for its order. It is in the shopper's wallet since it came. An order that had only run out is
 * placed once more, paid from there, if all of it is still to be had for no more than was paid; else the money goes back to where
 * it came from. Never lost: whoever dies in between leaves it in the wallet, and the row to be seen to again.
 * @returns how many were seen to
 */
export async function settleLatePayments(): Promise<number> {
  const { rows } = await pool.query<Late>(
    `select p.id, p.order_id, p.amount_minor, o.tolerance_minor, p.currency, p.shopper_id, o.number, o.state, o.cancel_reason, o.group_order_id, g.title, o.station_id,
       o.name, o.contact, u.locale, (select json_agg(json_build_object('offerId', l.offer_id, 'quantity', l.quantity)) from order_lines l
         where l.order_id = o.id) as lines
     from payments p join orders o on o.id = p.order_id join group_orders g on g.id = o.group_order_id join users u on u.id = p.shopper_id
     where p.late_at is not null and p.late_settled is null order by p.late_at limit ${AT_ONCE}`,
  )
  for (const late of rows) {
    const orderId = await placeAgain(late)
    await sqlTransaction((tx) => settle(tx, late, orderId))
  }
  return rows.length
}

/** @returns the new order; undefined where it cannot be, or the shopper did not want it any more */
async function placeAgain(late: Late): Promise<string | undefined> {
  // who cancelled, or paid another way, does not want it a second time
  if (late.state !== 'cancelled' || late.cancel_reason !== 'payment_expired') return undefined
  const placed = await orderDesk.place({
    by: { actorRole: 'system' },
    groupOrderId: late.group_order_id,
    key: `late:${late.id}`,
    shopperId: late.shopper_id,
    stationId: late.station_id,
    name: late.name,
    contact: late.contact,
    lines: late.lines,
    payment: 'wallet',
    shownTotalMinor: late.amount_minor - late.tolerance_minor,
    shownMostMinor: late.amount_minor,
    locale: localeOf(late.locale),
  })
  return placed.ok ? placed.value.orderId : undefined
}

async function settle(tx: SqlTx, late: Late, orderId: string | undefined): Promise<void> {
  const locked = await lockForRefund(tx, late.id)
  const { rowCount } = await tx.query(
    'update payments set late_settled = clock_timestamp() where id = $1 and late_settled is null',
    [late.id],
  )
  if (!locked || rowCount === 0) return
  const { payment, balanceMinor } = locked
  // what was spent meanwhile is not there to go back
  const amountMinor = Math.min(payment.amount_minor, balanceMinor)
  const isSentBack = !orderId && amountMinor > 0 && (await wantRefund(tx, locked, amountMinor, 'late')).ok
  await auditSql(tx, [
    {
      actorRole: 'system',
      action: orderId ? 'payment.seat_late' : 'payment.return_late',
      subjectType: 'payment',
      subjectId: late.id,
      data: { orderId: orderId ?? late.order_id, amountMinor: orderId ? late.amount_minor : amountMinor },
    },
  ])
  if (!late.contact) return
  await postMessages(tx, [
    {
      to: contactOf(late.contact),
      userId: late.shopper_id,
      template: 'paidTooLate',
      locale: localeOf(late.locale),
      facts: {
        number: late.number,
        group: { text: late.title },
        amount: { money: late.amount_minor, currency: late.currency },
        outcome: orderId ? 'seated' : isSentBack ? 'returned' : 'wallet',
        url: { path: orderId ? `/orders/${orderId}` : '/me/wallet' },
      },
    },
  ])
}
