import { databaseClock } from '#lib/db/locks.ts'
import { GONE_DEMAND } from '#lib/db/purchase-order-rows.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import {
  canPurchaseOrderFollow,
  changesBetween,
  costOf,
  type GoodsLine,
  goodsOf,
  type LineChange,
  purchaseOrderNumber,
} from '#lib/domain/purchase-order.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { auditSql } from '../audit.ts'
import { postMessages } from '../post-message.ts'
import { openLink, type SupplierAddress, supplierAddress } from './link.ts'
import { type LockedOrder, lockPurchaseOrder } from './rows.ts'

export type SendOrder = {
  purchaseOrderId: string
  /** As the form showed it. */
  revision: number
  /** Told to the supplier with it: where to ring, which door. */
  note: string
}

export type SendRefusal = {
  code:
    | 'NOT_FOUND'
    | 'WRONG_STATE'
    | 'STALE'
    | 'DEMAND_CHANGED'
    | 'NOTHING_CHANGED'
    | 'NOTHING_LEFT'
    | 'NO_SUPPLIER_EMAIL'
}

/**
 * Sends a purchase order: what is planned now becomes its next version, which nothing changes any more, and the supplier is
 * mailed it with its files and a private link. A later version tells the difference alone, and takes back the answers to
 * lines that it changes. The first gives it its number.
 * @returns the version that was sent. Refuses NOT_FOUND, WRONG_STATE (received or cancelled), STALE (changed meanwhile, also by
 *   the supplier's answer), DEMAND_CHANGED (a group was called off: gather first), NOTHING_CHANGED, NOTHING_LEFT (cancel it
 *   instead), NO_SUPPLIER_EMAIL. Of two at once one sends
 */
export const sendPurchaseOrder = (
  who: AdminFor<'stock'>,
  { purchaseOrderId, revision, note }: SendOrder,
): Promise<Outcome<{ version: number; number: string }, SendRefusal>> =>
  sqlTransaction(async (tx) => {
    const order = await lockPurchaseOrder(tx, purchaseOrderId)
    if (!order) return refuse({ code: 'NOT_FOUND' })
    if (!canPurchaseOrderFollow(order.state, 'sent')) return refuse({ code: 'WRONG_STATE' })
    if (order.revision !== revision) return refuse({ code: 'STALE' })
    const lines = goodsOf(order.lines)
    const changes = changesBetween(order.sent, lines)
    if (changes.length === 0) return refuse({ code: 'NOTHING_CHANGED' })
    if (lines.length === 0) return refuse({ code: 'NOTHING_LEFT' })
    const { rowCount: gone } = await tx.query(
      `select 1 from (${GONE_DEMAND}) as gone where gone.purchase_order_id = $1 limit 1`,
      [purchaseOrderId],
    )
    if (gone) return refuse({ code: 'DEMAND_CHANGED' })
    const address = await supplierAddress(tx, order.supplierId)
    if (address.email === '') return refuse({ code: 'NO_SUPPLIER_EMAIL' })
    const version = await write(tx, order, { lines, changes, note: note.trim(), address, sentBy: who.userId })
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'purchase_order.send',
        subjectType: 'purchase_order',
        subjectId: purchaseOrderId,
        data: { ...version, lines: lines.length, changes: changes.length, totalMinor: costOf(lines) },
      },
    ])
    return accept(version)
  })

type Telling = {
  lines: GoodsLine[]
  changes: LineChange<GoodsLine>[]
  note: string
  address: SupplierAddress
  sentBy: string
}

async function write(tx: SqlTx, order: LockedOrder, { lines, changes, note, address, sentBy }: Telling) {
  const at = await databaseClock(tx)
  const version = order.version + 1
  const { email, locale } = address
  await tx.query(
    `insert into purchase_order_versions (purchase_order_id, version, lines, changes, note, total_minor, sent_to, locale, sent_at, sent_by)
     values ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8, $9, $10)`,
    [
      ...[order.id, version, JSON.stringify(lines), JSON.stringify(changes), note, costOf(lines)],
      ...[email, locale, at, sentBy],
    ],
  )
  await tx.query(
    `update purchase_order_lines set confirmed = null, remark = '' where purchase_order_id = $1 and product_id = any($2::uuid[])`,
    [order.id, changes.map(({ line }) => line.productId)],
  )
  const numbered = order.version === 0 ? { ...order, ...(await nextNumber(tx, at)) } : order
  await tx.query(
    `update purchase_orders set state = 'sent', version = $2, revision = revision + 1, sent_at = $3, answered_at = null,
       year = $4, number = $5 where id = $1`,
    [order.id, version, at, numbered.year, numbered.number],
  )
  const number = purchaseOrderNumber(numbered)
  const path = await openLink(tx, order.id, locale)
  const facts = {
    ...{ number, version, delivery: { day: order.deliveryOn }, url: { path }, note, noted: note === '' ? 'no' : 'yes' },
    total: { money: costOf(lines), currency: order.currency },
    ...(order.version === 0 ? { goods: { goods: lines } } : { changes: { changes } }),
  }
  await postMessages(tx, [
    {
      to: { kind: 'email', value: email },
      template: order.version === 0 ? 'purchaseOrderSent' : 'purchaseOrderChanged',
      locale,
      facts,
      attached: { purchaseOrderId: order.id, version },
    },
  ])
  return { version, number }
}

/** The number is locked until the commit: what is rolled back leaves no gap, whoever comes next waits. */
async function nextNumber(tx: SqlTx, at: Date): Promise<{ year: number; number: number }> {
  const { rows } = await tx.query<{ year: number; number: number }>(
    `insert into purchase_order_counters as c (region, year, last) values ($1, extract(year from $2::timestamptz at time zone $3)::int, 1)
     on conflict (region, year) do update set last = c.last + 1 returning year, last as number`,
    [env.REGION, at, env.TIME_ZONE],
  )
  return rows[0] as { year: number; number: number }
}
