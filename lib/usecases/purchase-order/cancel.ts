import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { canPurchaseOrderFollow, purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { postMessages } from '../post-message.ts'
import { supplierAddress } from './link.ts'
import { lockPurchaseOrder } from './rows.ts'

export type CancelOrder = { purchaseOrderId: string; revision: number; reason: string }

/**
 * Calls a purchase order off. What its groups need waits to be bought again, and the next gathering takes it. A draft is simply
 * gone; a supplier who was sent it is mailed that it is off, and why.
 * @returns nothing of interest. Refuses NOT_FOUND, WRONG_STATE (received or cancelled), STALE, CANCEL_REASON_NEEDED where it
 *   was sent
 */
export const cancelPurchaseOrder = (
  who: AdminFor<'stock'>,
  { purchaseOrderId, revision, reason }: CancelOrder,
): Promise<
  Outcome<true, { code: 'NOT_FOUND' | 'WRONG_STATE' | 'STALE' } | { code: 'CANCEL_REASON_NEEDED'; field: 'reason' }>
> =>
  sqlTransaction(async (tx) => {
    const order = await lockPurchaseOrder(tx, purchaseOrderId)
    if (!order) return refuse({ code: 'NOT_FOUND' })
    if (!canPurchaseOrderFollow(order.state, 'cancelled')) return refuse({ code: 'WRONG_STATE' })
    if (order.revision !== revision) return refuse({ code: 'STALE' })
    const told = reason.trim()
    if (order.version > 0 && told === '') return refuse({ code: 'CANCEL_REASON_NEEDED', field: 'reason' })
    // what counted as bought through it is to be bought again
    await tx.query(
      `update group_orders set bought_at = null where state = 'confirmed'
         and id in (select group_order_id from purchase_order_demand where purchase_order_id = $1)`,
      [purchaseOrderId],
    )
    await tx.query('delete from purchase_order_demand where purchase_order_id = $1', [purchaseOrderId])
    if (order.version === 0) await tx.query('delete from purchase_orders where id = $1', [purchaseOrderId])
    else {
      await tx.query(
        `update purchase_orders set state = 'cancelled', cancelled_at = clock_timestamp(), cancel_reason = $2, revision = revision + 1
         where id = $1`,
        [purchaseOrderId, told],
      )
      const { email, locale } = await supplierAddress(tx, order.supplierId)
      const facts = { number: purchaseOrderNumber(order), delivery: { day: order.deliveryOn }, reason: told }
      const message = { to: { kind: 'email' as const, value: email }, locale, facts }
      if (email !== '') await postMessages(tx, [{ ...message, template: 'purchaseOrderCancelled' }])
    }
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'purchase_order.cancel',
        subjectType: 'purchase_order',
        subjectId: purchaseOrderId,
        data: { version: order.version, reason: told },
      },
    ])
    return accept(true)
  })
