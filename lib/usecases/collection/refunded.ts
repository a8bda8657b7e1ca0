import type { SqlTx } from '#lib/db/transaction.ts'
import { type Parties, partsOf } from '#lib/domain/carrying.ts'
import { commissionOf } from '#lib/domain/commission.ts'
import { earnedTakenBack } from '#lib/domain/earnings.ts'
import type { AuditFacts } from '../audit.ts'
import { writeCreditNote } from '../invoice/write.ts'
import { postToLedger } from '../ledger/post.ts'
import { CARRIED, CARRIER } from './earned.ts'
import { linesOf } from './order-rows.ts'

export type RefundOfGoods = {
  /** Of whatever gave the money back. */
  refundId: string
  /** What goes back now for goods, minor units, above 0. */
  amountMinor: number
  /** What went back for goods of this order so far, this included; at most what was paid for them. */
  refundedMinor: number
}

/**
 * What follows when money for goods of a collected order went back to its shopper: its leader, and its carrier, keep the
 * commission of what stays paid, and its invoice, if there is one, is taken back by as much. For whoever moves the money: once a refund, in that
 * transaction and with the order locked.
 */
export async function afterRefund(
  tx: SqlTx,
  order: { id: string; currency: string },
  { refundId, amountMinor, refundedMinor }: RefundOfGoods,
  actor: Pick<AuditFacts, 'actorId' | 'actorRole'>,
): Promise<void> {
  const { rows } = await tx.query<Parties & { earned: number }>(
    `select l.user_id as leader, ${CARRIED}, coalesce((select -sum(e.amount_minor) from ledger_transactions t
         join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
         where t.order_id = o.id and a.kind = 'leader'), 0) as earned
     from orders o join group_orders g on g.id = o.group_order_id join leaders l on l.id = g.leader_id ${CARRIER}
     where o.id = $1`,
    [order.id],
  )
  const [booked] = rows
  if (!booked) throw new Error(`order ${order.id} is of no group order`)
  const { earned } = booked
  // nothing was earned, or all of it went already
  const keeps = earned > 0 ? Math.min(earned, commissionOf(await linesOf(tx, order.id), refundedMinor)) : 0
  const kept = partsOf(keeps, booked)
  const facts = { orderId: order.id, event: `refund ${refundId}`, actorId: actor.actorId, currency: order.currency }
  const movements = partsOf(earned, booked).map(({ amountMinor: had, ...part }, index) =>
    earnedTakenBack({ ...facts, ...part, amountMinor: had - (kept[index]?.amountMinor ?? 0) }),
  )
  await postToLedger(
    tx,
    movements.filter((movement) => movement !== undefined),
  )
  await writeCreditNote(tx, order, actor, amountMinor)
}
