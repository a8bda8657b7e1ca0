import type { SqlTx } from '#lib/db/transaction.ts'
import { type WeighedReason, weighedLess } from '#lib/domain/ledger-weighing.ts'
import type { OrderRow } from '../collection/order-rows.ts'
import { postToLedger } from '../ledger/post.ts'
import { giveBackOnline } from '../payment/give-back.ts'

/**
 * Gives back what was set aside for weighed goods and is not needed: into the wallet, and from there to where it was paid from.
 * @param order paid in advance, and locked
 * @param amountMinor 0 or more
 */
export async function giveBackTolerance(
  tx: SqlTx,
  order: OrderRow,
  amountMinor: number,
  why: { event: string; reason: WeighedReason; actorId?: string | undefined },
): Promise<void> {
  if (amountMinor === 0) return
  const { id: orderId, shopper_id: shopperId, currency } = order
  await postToLedger(tx, [weighedLess({ ...why, orderId, shopperId, amountMinor, currency })])
  await giveBackOnline(tx, [{ orderId, amountMinor, reason: 'weighed' }])
}
