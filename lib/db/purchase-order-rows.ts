import type { PlanLine, SurplusUse } from '#lib/domain/purchase-order.ts'
import type { Locale } from '#lib/domain/text.ts'
import type { Attached, MailFile } from '#lib/infra/mail/attached.ts'
import { type PurchaseVersion, purchaseFile } from '#lib/infra/mail/purchase-sheet.ts'
import { pool } from './client.ts'
import type { SqlTx } from './transaction.ts'

/** Purchase orders that may still change. */
export const LIVING = `('draft', 'sent', 'answered')`

/** What living purchase orders hold of groups that are called off, or of drafts whose group somebody bought by hand. */
export const GONE_DEMAND = `select x.group_order_id, x.product_id, x.purchase_order_id
  from purchase_order_demand x join purchase_orders o on o.id = x.purchase_order_id
  where o.state in ${LIVING} and (
    not exists (select 1 from demand d where d.group_order_id = x.group_order_id and d.product_id = x.product_id)
    or (o.version = 0 and exists (select 1 from group_orders g where g.id = x.group_order_id and g.bought_at is not null)))`

export type OrderLineRow = PlanLine & {
  purchaseOrderId: string
  extraReason: string
  surplusUse: SurplusUse
  /** Pieces or grams; null while the supplier has not answered. */
  confirmed: number | null
  remark: string
  /** Null while nothing came. */
  received: number | null
}

/** The lines of purchase orders as they are planned now, by product code. */
export async function readOrderLines(from: Pick<SqlTx, 'query'>, ids: readonly string[]): Promise<OrderLineRow[]> {
  const { rows } = await from.query<OrderLineRow>(
    `select l.purchase_order_id as "purchaseOrderId", l.product_id as "productId", p.sku, p.name, p.pack, p.unit, l.ordered,
       l.case_size as "caseSize", l.case_cost_minor as "caseCostMinor", l.extra_cases as "extraCases",
       l.extra_reason as "extraReason", l.surplus_use as "surplusUse", l.confirmed, l.remark, l.received
     from purchase_order_lines l join products p on p.id = l.product_id
     where l.purchase_order_id = any($1::uuid[]) order by p.sku`,
    [ids],
  )
  return rows
}

/** One version of a purchase order as it was sent; undefined where there is none. */
export async function purchaseVersion({ purchaseOrderId, version }: Attached): Promise<PurchaseVersion | undefined> {
  const { rows } = await pool.query<PurchaseVersion>(
    `select o.year, o.number, v.version, to_char(o.delivery_on, 'YYYY-MM-DD') as "deliveryOn", o.currency, v.lines, v.changes
     from purchase_order_versions v join purchase_orders o on o.id = v.purchase_order_id
     where v.purchase_order_id = $1 and v.version = $2`,
    [purchaseOrderId, version],
  )
  return rows[0]
}

/** The files that go with the mail of a version: all of the first, of a later one only what it changes. */
export async function purchaseFiles(attached: Attached, locale: Locale): Promise<MailFile[]> {
  const sent = await purchaseVersion(attached)
  if (!sent) return []
  const isDifference = sent.version > 1
  return Promise.all((['csv', 'xlsx'] as const).map((format) => purchaseFile(sent, format, isDifference, locale)))
}
