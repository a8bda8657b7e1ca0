import type { SqlTx } from '#lib/db/transaction.ts'
import { type Parties, partsOf } from '#lib/domain/carrying.ts'
import { type CommissionLine, commissionOf } from '#lib/domain/commission.ts'
import { type EarnsAs, earnedTakenBack, earnedWithOrder, keeperPayOf } from '#lib/domain/earnings.ts'
import type { Movement, SaleParts } from '#lib/domain/ledger.ts'
import { type KeeperPayPer, USUAL_RATES } from '#lib/domain/rates.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import type { OrderRow } from './order-rows.ts'

const isThere = (movement: Movement | undefined): movement is Movement => movement !== undefined

/** Who carries an order `o`, and for which part of its commission. */
export const CARRIER = 'left join group_carriers c on c.id = o.carried_by left join leaders cl on cl.id = c.leader_id'
export const CARRIED = 'cl.user_id as carrier, c.split_bps as "splitBps"'

type Terms = Parties & { rate: number; per: KeeperPayPer; refunded: number }

/**
 * What an order earns when it is completely handed over: its leader's part of what is paid and stays paid, at the rates it was ordered at,
 * of which a carrier gets theirs,
 * and the pay of the keeper who handed over the last of it. A program that hands over is paid nothing.
 * @param isPaid without money there is nothing to take a part of
 */
export async function earnedAtPickup(
  tx: SqlTx,
  order: Pick<OrderRow, 'id' | 'currency'>,
  lines: readonly CommissionLine[],
  { collectionId, who, isPaid }: { collectionId: string; who: Pick<KeeperOf, 'userId' | 'isApiKey'>; isPaid: boolean },
): Promise<Movement[]> {
  const { rows } = await tx.query<Terms>(
    `select l.user_id as leader, ${CARRIED}, coalesce(s.keeper_pay_minor, r.keeper_pay_minor, $2::int) as rate, coalesce(r.keeper_pay_per::text, $3) as per,
       (select coalesce(sum(amount_minor), 0) from order_refunds where order_id = o.id) as refunded
     from orders o join group_orders g on g.id = o.group_order_id join leaders l on l.id = g.leader_id ${CARRIER}
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
    ...partsOf(commissionMinor, terms).map((part) => earnedWithOrder({ ...facts, ...part })),
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
  const { rows } = await tx.query<{ role: EarnsAs; owner: string; sum: number }>(
    `select case when a.kind = 'leader' and a.owner_id = cl.user_id then 'carrier' else a.kind::text end as role, a.owner_id as owner,
       -sum(e.amount_minor) as sum
     from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
     join orders o on o.id = t.order_id ${CARRIER}
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
