import type { SqlTx } from '#lib/db/transaction.ts'
import { type AuditFacts, auditSql } from '../audit.ts'

/**
 * Marks those of a purchase order's groups as bought of which every product is now promised by a supplier, or has come
 * (DESIGN, "Life of a group order": bought = its purchase orders confirmed or received). What a supplier will not bring, or
 * nobody supplies, keeps a group waiting until the office says itself that it is bought.
 */
export async function markBought(
  tx: SqlTx,
  purchaseOrderId: string,
  actor: Pick<AuditFacts, 'actorId' | 'actorRole'>,
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `update group_orders g set bought_at = clock_timestamp()
     where g.state = 'confirmed' and g.bought_at is null
       and g.id in (select group_order_id from purchase_order_demand where purchase_order_id = $1)
       and not exists (select 1 from demand d where d.group_order_id = g.id and d.ordered > 0 and not exists (
         select 1 from purchase_order_demand x join purchase_orders o on o.id = x.purchase_order_id
           join purchase_order_lines l on l.purchase_order_id = o.id and l.product_id = x.product_id
         where x.group_order_id = d.group_order_id and x.product_id = d.product_id
           and o.state in ('answered', 'received') and coalesce(l.received, l.confirmed, 0) > 0))
     returning g.id`,
    [purchaseOrderId],
  )
  await auditSql(
    tx,
    rows.map(({ id }) => ({
      ...actor,
      action: 'group_order.buy',
      subjectType: 'group_order',
      subjectId: id,
      data: { purchaseOrderId },
    })),
  )
}
