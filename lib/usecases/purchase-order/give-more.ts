import { lockAsCloser } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import { BIT_MORE, shareSurplus } from '#lib/domain/bit-more.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { type AuditFacts, auditSql } from '../audit.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'

type Taking = {
  orderId: string
  offerId: string
  groupOrderId: string
  shopperId: string
  contact: string
  locale: string
  number: number
  group: LocalText
  name: LocalText
  currency: string
  /** What one more costs: the price that the line is charged at, and the deposit on its container. */
  priceMinor: number
  depositMinor: number
  /** What the offer's cap leaves all who take of it, and its limit this shopper. */
  capLeft: number
  room: number
}

/**
 * Gives pieces that came beyond the orders to shoppers who allowed a bit more: who joined first gets it first, one more of it
 * each, at the price of their line, within the limits of the offer. Only where the order is paid at pickup and the goods are
 * not on the road: nobody is charged who has paid. Their orders, the sold quantity, the demand and what the purchase order
 * counts as ordered grow together, and each is told.
 * @param surplus pieces
 * @returns how many of them were taken
 */
export async function giveMore(
  tx: SqlTx,
  { purchaseOrderId, productId, surplus }: { purchaseOrderId: string; productId: string; surplus: number },
  actor: Pick<AuditFacts, 'actorId' | 'actorRole'>,
): Promise<number> {
  const { rows: groups } = await tx.query<{ id: string }>(
    'select group_order_id as id from purchase_order_demand where purchase_order_id = $1 and product_id = $2',
    [purchaseOrderId, productId],
  )
  const groupIds = groups.map(({ id }) => id)
  // nobody calls a group off meanwhile
  await lockAsCloser(tx, groupIds)
  const takings = await whoMay(tx, groupIds, productId)
  const given = shareSurplus(
    surplus,
    takings.map(({ orderId, room }) => ({ key: orderId, room })),
  )
  const took = takings.filter(({ orderId }) => given.has(orderId))
  if (took.length === 0) return 0
  await grow(tx, took, productId)
  await auditSql(
    tx,
    took.map(({ orderId }) => ({
      ...actor,
      action: 'order.take_more',
      subjectType: 'order',
      subjectId: orderId,
      data: { productId, purchaseOrderId, quantity: given.get(orderId) },
    })),
  )
  await tell(tx, took)
  return took.length
}

/** Orders that may take one more, in the order of joining; locked until the end. A shopper with several takes with the first. */
async function whoMay(tx: SqlTx, groupIds: string[], productId: string): Promise<Taking[]> {
  const { rows } = await tx.query<Taking>(
    `select o.id as "orderId", l.offer_id as "offerId", o.group_order_id as "groupOrderId", o.shopper_id as "shopperId", o.contact,
       u.locale, o.number, g.title as "group", p.name, o.currency, coalesce(l.final_minor, l.price_minor) as "priceMinor",
       v.deposit_minor as "depositMinor",
       coalesce(f.cap, 2147483647) - c.sold as "capLeft", (coalesce(f.limit_per_shopper, 2147483647) - (
         select coalesce(sum(h.quantity), 0) from order_lines h join orders i on i.id = h.order_id
         where h.offer_id = f.id and i.shopper_id = o.shopper_id and i.state <> 'cancelled'))::int as room
     from orders o join group_orders g on g.id = o.group_order_id join users u on u.id = o.shopper_id
     join order_lines l on l.order_id = o.id join offers f on f.id = l.offer_id join offer_counters c on c.offer_id = f.id
     join products p on p.id = f.product_id
     join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
     where o.group_order_id = any($1::uuid[]) and f.product_id = $2 and f.source = 'presale' and o.takes_more
       and o.state = 'placed' and o.payment_method = 'on_pickup' and o.payment_state = 'due'
       and g.state in ('confirmed', 'received') and p.unit = any($3::text[])
     order by o.placed_at, o.id for update of o`,
    [groupIds, productId, Object.keys(UNITS).filter((unit) => !UNITS[unit as keyof typeof UNITS].weighed)],
  )
  const seen = new Set<string>()
  const capLeft = new Map<string, number>()
  return rows.flatMap((row) => {
    const own = `${row.offerId} ${row.shopperId}`
    if (seen.has(own)) return []
    seen.add(own)
    const left = capLeft.get(row.offerId) ?? row.capLeft
    const room = Math.min(row.room, left, BIT_MORE)
    capLeft.set(row.offerId, left - Math.max(0, room))
    return [{ ...row, room }]
  })
}

/** One more each, everywhere it is counted (TRUST I1, I13). */
async function grow(tx: SqlTx, took: readonly Taking[], productId: string): Promise<void> {
  const lines = [
    took.map(({ orderId }) => orderId),
    took.map(({ offerId }) => offerId),
    took.map(({ priceMinor }) => priceMinor),
    took.map(({ depositMinor }) => depositMinor),
  ]
  await tx.query(
    `update order_lines l set quantity = l.quantity + 1, amount_minor = l.amount_minor + n.price, deposit_minor = l.deposit_minor + n.deposit
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as n(order_id, offer_id, price, deposit)
     where l.order_id = n.order_id and l.offer_id = n.offer_id`,
    lines,
  )
  // what was answered at the placing is no measure of what was saved any more
  await tx.query(
    `update orders o set total_minor = o.total_minor + n.price + n.deposit, amended_at = clock_timestamp()
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as n(order_id, offer_id, price, deposit) where o.id = n.order_id`,
    lines,
  )
  await tx.query(
    `update offer_counters c set sold = c.sold + n.more
     from (select id, count(*)::int as more from unnest($1::uuid[]) as id group by 1) as n where c.offer_id = n.id`,
    [took.map(({ offerId }) => offerId)],
  )
  for (const table of ['demand', 'purchase_order_demand']) {
    await tx.query(
      `update ${table} d set ordered = d.ordered + n.more
       from (select id, count(*)::int as more from unnest($1::uuid[]) as id group by 1) as n
       where d.group_order_id = n.id and d.product_id = $2`,
      [took.map(({ groupOrderId }) => groupOrderId), productId],
    )
  }
}

const tell = (tx: SqlTx, took: readonly Taking[]): Promise<void> =>
  postMessages(
    tx,
    took
      .filter(({ contact }) => contact !== '')
      .map((each) => ({
        to: contactOf(each.contact),
        userId: each.shopperId,
        template: 'orderTookMore' as const,
        locale: localeOf(each.locale),
        facts: {
          number: each.number,
          group: { text: each.group },
          product: { text: each.name },
          amount: { money: each.priceMinor + each.depositMinor, currency: each.currency },
          url: { path: `/orders/${each.orderId}` },
        },
      })),
  )
