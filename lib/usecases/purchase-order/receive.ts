import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { canPurchaseOrderFollow, purchaseOrderNumber, splitReceived } from '#lib/domain/purchase-order.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { receiveSurplus, type Surplus } from '../stock/receive-surplus.ts'
import { markBought } from './bought.ts'
import { giveMore } from './give-more.ts'
import { lockPurchaseOrder } from './rows.ts'

export type ReceiveOrder = {
  purchaseOrderId: string
  revision: number
  /** Pieces or grams of each product that came. */
  lines: { productId: string; received: number }[]
}

export type ReceiveRefusal = { code: 'NOT_FOUND' | 'WRONG_STATE' | 'STALE' } | { code: 'BAD_RECEIVED'; field: string }

const MAX_RECEIVED = 1_000_000_000

/**
 * The goods of a purchase order are in: what came goes to the shoppers who ordered it; what is over to those who allowed a bit more,
 * where the office chose that, and the rest into stock, whatever it is meant for from there.
 * @returns of how many products something went into stock, and of how many something lacks. Refuses NOT_FOUND, WRONG_STATE
 *   (never sent, received or cancelled), STALE, BAD_RECEIVED (a line that was asked for is not told, or is below 0)
 */
export const receivePurchaseOrder = (
  who: AdminFor<'stock'>,
  { purchaseOrderId, revision, lines }: ReceiveOrder,
): Promise<Outcome<{ over: number; short: number }, ReceiveRefusal>> =>
  sqlTransaction(async (tx) => {
    const order = await lockPurchaseOrder(tx, purchaseOrderId)
    if (!order) return refuse({ code: 'NOT_FOUND' })
    if (!canPurchaseOrderFollow(order.state, 'received')) return refuse({ code: 'WRONG_STATE' })
    if (order.revision !== revision) return refuse({ code: 'STALE' })
    const came = new Map(lines.map(({ productId, received }) => [productId, received]))
    const isGood = (received = -1) => Number.isSafeInteger(received) && received >= 0 && received <= MAX_RECEIVED
    const wrong = order.sent.find(({ productId }) => !isGood(came.get(productId)))
    if (wrong) return refuse({ code: 'BAD_RECEIVED', field: `received.${wrong.productId}` })
    const asked = new Set(order.sent.map(({ productId }) => productId))
    const split = order.lines
      .filter(({ productId }) => asked.has(productId))
      .map((line) => {
        const received = came.get(line.productId) ?? 0
        return { ...line, received, ...splitReceived(line.ordered, received) }
      })
    await tx.query(
      `update purchase_order_lines l set received = n.received from unnest($2::uuid[], $3::int[]) as n(product_id, received)
       where l.purchase_order_id = $1 and l.product_id = n.product_id`,
      [purchaseOrderId, split.map(({ productId }) => productId), split.map(({ received }) => received)],
    )
    await tx.query(
      `update purchase_orders set state = 'received', received_at = clock_timestamp(), revision = revision + 1 where id = $1`,
      [purchaseOrderId],
    )
    const actor = actorOf(who, 'admin')
    const over = split.filter(({ surplus }) => surplus > 0)
    const toStock: Surplus[] = []
    for (const line of over) {
      const taken = line.surplusUse === 'bit_more' ? await giveMore(tx, { ...line, purchaseOrderId }, actor) : 0
      if (taken > 0) {
        await tx.query(
          'update purchase_order_lines set ordered = ordered + $3 where purchase_order_id = $1 and product_id = $2',
          [purchaseOrderId, line.productId, taken],
        )
      }
      const quantity = line.surplus - taken
      if (quantity > 0) toStock.push({ productId: line.productId, quantity, note: purchaseOrderNumber(order) })
    }
    await receiveSurplus(tx, actor, toStock)
    const counts = { over: toStock.length, short: split.filter(({ short }) => short > 0).length }
    await auditSql(tx, [
      {
        ...actor,
        action: 'purchase_order.receive',
        subjectType: 'purchase_order',
        subjectId: purchaseOrderId,
        data: counts,
      },
    ])
    await markBought(tx, purchaseOrderId, actor)
    return accept(counts)
  })
