import type { SqlTx } from '#lib/db/transaction.ts'
import { returnedToWallet } from '#lib/domain/ledger-wallet.ts'
import { giveBackCoupons } from '../coupon/give-back.ts'
import { postToLedger } from '../ledger/post.ts'
import { GIVEN_BACK } from '../order-desk/write.ts'
import { giveBackOnline } from '../payment/give-back.ts'

/**
 * Cancels every live order of group orders that do not go ahead, and gives back what they held: stock reservations,
 * sold quantities, demand, what coupons took off, and the money of those who paid in advance. The caller holds the closer's lock.
 * @param reason told to the shopper
 */
export async function releaseOrders(
  tx: SqlTx,
  groupOrderIds: string[],
  reason: 'minimum_not_met' | 'no_loss_not_met' | 'group_cancelled',
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
  const { rows: prepaid } = await tx.query<{ id: string; shopper_id: string; currency: string; held_minor: number }>(
    `with released as (
       update orders set state = 'cancelled', cancelled_at = $2, cancel_reason = $3, pay_by = null, payment_state = ${GIVEN_BACK}
       where group_order_id = any($1::uuid[]) and state in ('placed', 'ready')
       returning id, shopper_id, currency, total_minor + tolerance_minor as held_minor, payment_state)
     select id, shopper_id, currency, held_minor from released where payment_state = 'refunded' and held_minor > 0`,
    [groupOrderIds, at, reason],
  )
  await postToLedger(
    tx,
    prepaid.map(({ id, shopper_id: shopperId, currency, held_minor: amountMinor }) =>
      returnedToWallet({ orderId: id, shopperId, amountMinor, currency }, reason),
    ),
  )
  const { rows: discounted } = await tx.query<{ order_id: string }>(
    `select u.order_id from coupon_uses u join orders o on o.id = u.order_id
     where o.group_order_id = any($1::uuid[]) and o.state = 'cancelled'`,
    [groupOrderIds],
  )
  await giveBackCoupons(
    tx,
    discounted.map(({ order_id }) => order_id),
  )
  await giveBackOnline(
    tx,
    prepaid.map(({ id: orderId, held_minor: amountMinor }) => ({ orderId, amountMinor, reason: 'cancelled' })),
  )
  await tx.query(
    `update payments p set next_look_at = clock_timestamp() from orders o
     where o.id = p.order_id and o.group_order_id = any($1::uuid[]) and p.state in ('started', 'open')`,
    [groupOrderIds],
  )
  await tx.query('delete from demand where group_order_id = any($1::uuid[])', [groupOrderIds])
  await tx.query(
    'update offer_counters set sold = 0 where offer_id in (select id from offers where group_order_id = any($1::uuid[]))',
    [groupOrderIds],
  )
  await tx.query('update group_counters set orders = 0 where group_order_id = any($1::uuid[])', [groupOrderIds])
}
