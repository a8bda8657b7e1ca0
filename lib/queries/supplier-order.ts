import { pool } from '#lib/db/client.ts'
import { readOrderLines } from '#lib/db/purchase-order-rows.ts'
import { isWithinLimit } from '#lib/db/rate-limit.ts'
import type { GoodsLine, PurchaseOrderState } from '#lib/domain/purchase-order.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { SupplierOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { supplierGate } from './gates.ts'
import { type SentVersion, sentVersions } from './purchase-orders.ts'

export type SupplierOrder = {
  year: number | null
  number: number | null
  state: PurchaseOrderState
  version: number
  supplier: LocalText
  /** "2026-11-28" */
  deliveryOn: string
  currency: string
  timeZone: string
  answeredAt: Date | null
  cancelReason: string | null
  /** Who buys, as the page about them says. */
  buyer: LocalText
  buyerLegalName: string
  buyerAddress: string
  lines: (GoodsLine & { confirmed: number | null; remark: string })[]
  /** The latest first; each later one with what it changed. */
  versions: Omit<SentVersion, 'lines' | 'sentTo'>[]
}

type Row = Omit<SupplierOrder, 'lines' | 'versions' | 'timeZone'>

/** A purchase order as its supplier sees it: what they were told, never what the office plans, never a person or a group. */
export async function supplierOrder({ purchaseOrderId: id }: SupplierOf): Promise<SupplierOrder | undefined> {
  const [found, planned, versions] = await Promise.all([
    pool.query<Row>(
      `select o.year, o.number, o.state, o.version, s.name as supplier, to_char(o.delivery_on, 'YYYY-MM-DD') as "deliveryOn",
         o.currency, o.answered_at as "answeredAt", o.cancel_reason as "cancelReason", coalesce(b.name, '""'::jsonb) as buyer,
         coalesce(b.legal_name, '') as "buyerLegalName", coalesce(b.address, '') as "buyerAddress"
       from purchase_orders o join suppliers s on s.id = o.supplier_id left join operator b on b.id = 1
       where o.id = $1 and o.version > 0`,
      [id],
    ),
    readOrderLines(pool, [id]),
    sentVersions(id),
  ])
  const [row] = found.rows
  if (!row) return undefined
  const answers = new Map(planned.map((line) => [line.productId, line]))
  return {
    ...row,
    timeZone: env.TIME_ZONE,
    lines: (versions[0]?.lines ?? []).map((line) => {
      const { confirmed = null, remark = '' } = answers.get(line.productId) ?? {}
      return { ...line, confirmed, remark }
    }),
    versions: versions.map(({ lines: _, sentTo: __, ...version }) => version),
  }
}

/** Uses of private links that one client may make in ten minutes, whatever links they are. */
const USES = 300
const USE_SECONDS = 600

/**
 * Who comes by a private link.
 * @param token as it stands in the address
 * @param client the address of the browser: nobody tries links faster than a person does
 */
export const openSupplierLink = async (token: string, client: string): Promise<SupplierOf | 'tooMany' | undefined> =>
  (await isWithinLimit(`supplier link ${client}`, USES, USE_SECONDS)) ? supplierGate(token) : 'tooMany'
