import type { SqlTx } from '#lib/db/transaction.ts'

/**
 * Cancels every live order of group orders that do not go ahead, and gives back what they held: stock reservations,
 * sold quantities, demand. The caller holds the closer's lock.
 * @param reason told to the shopper: minimum_not_met or group_cancelled
 */
export async function releaseOrders(
  tx: SqlTx,
  groupOrderIds: string[],
  reason: 'minimum_not_met' | 'group_cancelled',
  at: Date,
): Promise<void> {
  if (groupOrderIds.length === 0) return
  // stock rows are locked in id order, as the desk does, so that the two never wait for each other in a circle
  await tx.query(
    `select 1 from stock where product_id in (select product_id from offers where group_order_id = any($1::uuid[]) and source = 'stock')
     order by product_id for update`,
    [groupOrderIds],
  )
  await tx.query(
    `update stock s set reserved = s.reserved - n.held from (
       select f.product_id, sum(l.quantity - l.collected)::int as held
       from order_lines l join orders o on o.id = l.order_id join offers f on f.id = l.offer_id
       where o.group_order_id = any($1::uuid[]) and o.state in ('placed', 'ready') and f.source = 'stock'
       group by f.product_id) as n
     where s.product_id = n.product_id`,
    [groupOrderIds],
  )
  await tx.query(
    `update orders set state = 'cancelled', cancelled_at = $2, cancel_reason = $3, payment_state = 'not_due'
     where group_order_id = any($1::uuid[]) and state in ('placed', 'ready')`,
    [groupOrderIds, at, reason],
  )
  await tx.query('delete from demand where group_order_id = any($1::uuid[])', [groupOrderIds])
  await tx.query(
    'update offer_counters set sold = 0 where offer_id in (select id from offers where group_order_id = any($1::uuid[]))',
    [groupOrderIds],
  )
  await tx.query('update group_counters set orders = 0 where group_order_id = any($1::uuid[])', [groupOrderIds])
}
