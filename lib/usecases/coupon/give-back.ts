import type { SqlTx } from '#lib/db/transaction.ts'

/**
 * Gives coupons back what these orders took of their budgets: the orders are not to be. For set-based work; the desk counts along
 * by itself.
 */
export async function giveBackCoupons(tx: SqlTx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  await tx.query(
    `with gone as (delete from coupon_uses where order_id = any($1::uuid[]) returning coupon_id, discount_minor)
     update coupons c set spent_minor = c.spent_minor - n.discount
     from (select coupon_id, sum(discount_minor)::int as discount from gone group by 1) as n where c.id = n.coupon_id`,
    [orderIds],
  )
}
