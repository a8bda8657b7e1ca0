import { pool } from '#lib/db/client.ts'
import { orderDesk } from '../order-desk/desk.ts'

const AT_ONCE = 50

/**
 * Cancels the orders that were to be paid online and were not in time, at the desk as everybody's: what they held is free again.
 * Those whose group order has passed its cutoff meanwhile are its close's (release-unpaid.ts).
 * @returns how many this call cancelled
 */
export async function cancelUnpaidOrders(): Promise<number> {
  const { rows } = await pool.query<{ id: string; group_order_id: string; shopper_id: string }>(
    `select o.id, o.group_order_id, o.shopper_id from orders o join group_orders g on g.id = o.group_order_id
     where o.pay_by <= clock_timestamp() and g.cutoff_at > clock_timestamp() and g.state in ('scheduled', 'open')
     order by o.pay_by limit ${AT_ONCE}`,
  )
  const answers = await Promise.all(
    rows.map(({ id: orderId, group_order_id: groupOrderId, shopper_id: shopperId }) =>
      orderDesk.cancel({ by: { actorRole: 'system' }, groupOrderId, orderId, shopperId, reason: 'payment_expired' }),
    ),
  )
  return answers.filter(({ ok }) => ok).length
}
