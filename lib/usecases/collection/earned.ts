import type { SqlTx } from '#lib/db/transaction.ts'
import { type CommissionLine, commissionOf } from '#lib/domain/commission.ts'
import { type EarnerRole, earnedTakenBack, earnedWithOrder, keeperPayOf } from '#lib/domain/earnings.ts'
import type { Movement, SaleParts } from '#lib/domain/ledger.ts'
import { type KeeperPayPer, USUAL_RATES } from '#lib/domain/rates.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import type { OrderRow } from './order-rows.ts'

const isThere = (movement: Movement | undefined): movement is Movement => movement !== undefined

/**
 * What an order earns when it is completely handed over: its leader's part of what is paid and stays paid, at the rates it was ordered at,
 * and the pay of the keeper who handed over the last of it. A program that hands over is paid nothing.
 * @param isPaid without money there is nothing to take a part of
 */
export async function earnedAtPickup(
  tx: SqlTx,
  order: Pick<OrderRow, 'id' | 'currency'>,
  lines: readonly CommissionLine[],
  { collectionId, who, isPaid }: { collectionId: string; who: Pick<KeeperOf, 'userId' | 'isApiKey'>; isPaid: boolean },
): Promise<Movement[]> {
  const { rows } = await tx.query<{ leader: string; rate: number; per: KeeperPayPer; refunded: number }>(
    `select l.user_id as leader, coalesce(s.keeper_pay_minor, r.keeper_pay_minor, $2::int) as rate, coalesce(r.keeper_pay_per::text, $3) as per,
       (select coalesce(sum(amount_minor), 0) from order_refunds where order_id = o.id) as refunded
     from orders o join group_orders g on g.id = o.group_order_id join leaders l on l.id = g.leader_id
     join stations s on s.id = o.station_id left join rates r on r.id = 1 where o.id = $1`,
    [order.id, USUAL_RATES.keeperPayMinor, USUAL_RATES.keeperPayPer],
  )
  const [terms] = rows
  if (!terms) throw new Error(`order ${order.id} is of no group order`)
  const facts = {
    orderId: order.id,
    event: `collection ${collectionId}`,
    actorId: who.userId,
    currency: order.currency,
  }
  const commissionMinor = isPaid ? commissionOf(lines, terms.refunded) : 0
  const payMinor = who.isApiKey ? 0 : keeperPayOf(terms.rate, terms.per, lines.length)
  return [
    earnedWithOrder({ ...facts, role: 'leader', ownerId: terms.leader, amountMinor: commissionMinor }),
    earnedWithOrder({ ...facts, role: 'keeper', ownerId: who.userId, amountMinor: payMinor }),
  ].filter(isThere)
}

/**
 * Takes back whatever an order has earned by now, as the books say: its handing over was a slip.
 * @param collectionId the handing over that is undone
 */
export async function takenBackAtUndo(
  tx: SqlTx,
  order: OrderRow,
  collectionId: string,
  who: KeeperOf,
): Promise<Movement[]> {
  const { rows } = await tx.query<{ role: EarnerRole; owner: string; sum: number }>(
    `select a.kind as role, a.owner_id as owner, -sum(e.amount_minor) as sum
     from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
     where t.order_id = $1 and a.kind in ('leader', 'keeper') group by 1, 2 having sum(e.amount_minor) <> 0 order by 1, 2`,
    [order.id],
  )
  const facts = {
    orderId: order.id,
    event: `collection ${collectionId}`,
    actorId: who.userId,
    currency: order.currency,
  }
  return rows
    .map(({ role, owner, sum }) => earnedTakenBack({ ...facts, role, ownerId: owner, amountMinor: sum }))
    .filter(isThere)
}

/** What the books say an order's total consists of beside the goods: what goes back with the money. */
export async function partsBooked(tx: SqlTx, orderId: string): Promise<SaleParts> {
  const { rows } = await tx.query<{ kind: string; sum: number }>(
    `select a.kind, -sum(e.amount_minor) as sum
     from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
     where t.order_id = $1 and a.kind in ('tax', 'deposits', 'discounts') group by 1`,
    [orderId],
  )
  const booked = (kind: string) => rows.find((row) => row.kind === kind)?.sum ?? 0
  return { taxMinor: booked('tax'), depositMinor: booked('deposits'), discountMinor: 0 - booked('discounts') }
}
