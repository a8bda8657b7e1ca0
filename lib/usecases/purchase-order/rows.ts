import { type OrderLineRow, readOrderLines } from '#lib/db/purchase-order-rows.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import type { GoodsLine, PurchaseOrderState } from '#lib/domain/purchase-order.ts'

export type LockedOrder = {
  id: string
  supplierId: string
  state: PurchaseOrderState
  year: number | null
  number: number | null
  version: number
  revision: number
  currency: string
  /** "2026-11-28" */
  deliveryOn: string
  lines: OrderLineRow[]
  /** As told last; none before the first time. */
  sent: GoodsLine[]
}

/** Locks a purchase order: of two who change it the second sees what the first did. @returns undefined where there is none */
export async function lockPurchaseOrder(tx: SqlTx, id: string): Promise<LockedOrder | undefined> {
  const { rows } = await tx.query<Omit<LockedOrder, 'lines' | 'sent'>>(
    `select id, supplier_id as "supplierId", state, year, number, version, revision, currency,
       to_char(delivery_on, 'YYYY-MM-DD') as "deliveryOn"
     from purchase_orders where id = $1 for update`,
    [id],
  )
  const [order] = rows
  if (!order) return undefined
  const lines = await readOrderLines(tx, [id])
  const { rows: sent } = await tx.query<{ lines: GoodsLine[] }>(
    'select lines from purchase_order_versions where purchase_order_id = $1 and version = $2',
    [id, order.version],
  )
  return { ...order, lines, sent: sent[0]?.lines ?? [] }
}

/** The purchase order changed: forms that show it as it was are stale. */
export const touch = (tx: SqlTx, ids: readonly string[]): Promise<unknown> =>
  tx.query('update purchase_orders set revision = revision + 1 where id = any($1::uuid[])', [ids])
