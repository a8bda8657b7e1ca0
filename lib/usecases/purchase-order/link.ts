import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import type { Locale } from '#lib/domain/text.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { makeSupplierLink } from '#lib/infra/supplier-link.ts'
import { auditSql } from '../audit.ts'
import { localeOf, postMessages } from '../post-message.ts'
import { lockPurchaseOrder } from './rows.ts'

/** How long after the day of delivery the supplier can still look. */
const DAYS_AFTER = 7

/**
 * Opens a way in for a supplier, until a week after the delivery, and a week from now at least. Only the mail knows it: the
 * database keeps its hash.
 * @returns the path to tell, in the supplier's language
 */
export async function openLink(tx: SqlTx, purchaseOrderId: string, locale: Locale): Promise<string> {
  const { token, tokenHash } = makeSupplierLink()
  await tx.query(
    `insert into purchase_order_links (token_hash, purchase_order_id, expires_at)
     select $1, id, greatest((delivery_on + $3::int + 1)::timestamp at time zone $4, clock_timestamp() + $3::int * interval '1 day')
     from purchase_orders where id = $2`,
    [tokenHash, purchaseOrderId, DAYS_AFTER, env.TIME_ZONE],
  )
  return `/s/${token}/${locale}`
}

export type SupplierAddress = { email: string; locale: Locale }

/** Where a supplier is told something, as their row says now. */
export async function supplierAddress(tx: SqlTx, supplierId: string): Promise<SupplierAddress> {
  const { rows } = await tx.query<{ email: string; locale: string }>(
    'select email, locale from suppliers where id = $1',
    [supplierId],
  )
  return { email: rows[0]?.email ?? '', locale: localeOf(rows[0]?.locale ?? '') }
}

export type ChangeLink = { purchaseOrderId: string; revision: number; isRenewed: boolean }

/**
 * Stops every private link of a purchase order, and mails the supplier a new one where that is wanted.
 * @returns how many were stopped. Refuses NOT_FOUND, WRONG_STATE (never sent; a new one also when it is cancelled), STALE,
 *   NO_SUPPLIER_EMAIL
 */
export const changeSupplierLink = (
  who: AdminFor<'stock'>,
  { purchaseOrderId, revision, isRenewed }: ChangeLink,
): Promise<Outcome<{ stopped: number }, { code: 'NOT_FOUND' | 'WRONG_STATE' | 'STALE' | 'NO_SUPPLIER_EMAIL' }>> =>
  sqlTransaction(async (tx) => {
    const order = await lockPurchaseOrder(tx, purchaseOrderId)
    if (!order) return refuse({ code: 'NOT_FOUND' })
    if (order.version === 0 || (isRenewed && order.state === 'cancelled')) return refuse({ code: 'WRONG_STATE' })
    if (order.revision !== revision) return refuse({ code: 'STALE' })
    const { email, locale } = await supplierAddress(tx, order.supplierId)
    if (isRenewed && email === '') return refuse({ code: 'NO_SUPPLIER_EMAIL' })
    const { rowCount } = await tx.query(
      'update purchase_order_links set revoked_at = clock_timestamp() where purchase_order_id = $1 and revoked_at is null',
      [purchaseOrderId],
    )
    if (isRenewed) {
      const path = await openLink(tx, purchaseOrderId, locale)
      const facts = { number: purchaseOrderNumber(order), delivery: { day: order.deliveryOn }, url: { path } }
      await postMessages(tx, [{ to: { kind: 'email', value: email }, template: 'purchaseOrderLink', locale, facts }])
    }
    await tx.query('update purchase_orders set revision = revision + 1 where id = $1', [purchaseOrderId])
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: isRenewed ? 'purchase_order.renew_link' : 'purchase_order.stop_link',
        subjectType: 'purchase_order',
        subjectId: purchaseOrderId,
        data: { stopped: rowCount ?? 0 },
      },
    ])
    return accept({ stopped: rowCount ?? 0 })
  })
