import type { SqlTx } from '#lib/db/transaction.ts'
import { commissionOf } from '#lib/domain/commission.ts'
import { earnedTakenBack } from '#lib/domain/earnings.ts'
import type { AuditFacts } from '../audit.ts'
import { writeCreditNote } from '../invoice/write.ts'
import { postToLedger } from '../ledger/post.ts'
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
 * What follows when money for goods of a collected order went back to its shopper: its leader keeps the commission of what
 * stays paid, and its invoice, if there is one, is taken back by as much. For whoever moves the money: once a refund, in that
 * transaction and with the order locked.
 */
export async function afterRefund(
  tx: SqlTx,
  order: { id: string; currency: string },
  { refundId, amountMinor, refundedMinor }: RefundOfGoods,
  actor: Pick<AuditFacts, 'actorId' | 'actorRole'>,
): Promise<void> {
  const { rows } = await tx.query<{ owner: string; earned: number }>(
    `select a.owner_id as owner, -sum(e.amount_minor) as earned
     from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
     where t.order_id = $1 and a.kind = 'leader' group by 1 having sum(e.amount_minor) <> 0`,
    [order.id],
  )
  const [booked] = rows
  // nothing was earned, or all of it went already
  const keepsMinor = booked ? commissionOf(await linesOf(tx, order.id), refundedMinor) : 0
  const movement =
    booked &&
    earnedTakenBack({
      role: 'leader',
      ownerId: booked.owner,
      amountMinor: Math.max(0, booked.earned - keepsMinor),
      orderId: order.id,
      event: `refund ${refundId}`,
      actorId: actor.actorId,
      currency: order.currency,
    })
  await postToLedger(tx, movement ? [movement] : [])
  await writeCreditNote(tx, order, actor, amountMinor)
}
