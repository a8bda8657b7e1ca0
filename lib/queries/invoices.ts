import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import type { InvoiceLine, InvoicePolicy } from '#lib/domain/invoice.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { zonedLocal } from '#lib/domain/time.ts'
import type { AdminFor, InvoiceOf, Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'

export type InvoiceHead = {
  id: string
  kind: 'invoice' | 'credit_note'
  year: number
  number: number
  at: Date
  totalMinor: number
  taxMinor: number
  currency: string
}

export type InvoiceView = InvoiceHead & {
  buyerName: string
  buyerTaxNumber: string
  seller: { name: LocalText; legalName: string; registration: string; address: string }
  lines: InvoiceLine[]
  /** Whose order it is of. */
  shopperId: string
  /** The order's relay number and its group order. */
  orderId: string
  orderNumber: number
  group: LocalText
  /** The invoice that a credit note takes back. */
  corrects: { year: number; number: number } | null
}

const HEAD = `i.id, i.kind, i.year, i.number, i.at, i.total_minor as "totalMinor", i.tax_minor as "taxMinor", i.currency`

const VIEW = `select ${HEAD}, i.buyer_name as "buyerName", i.buyer_tax_number as "buyerTaxNumber", i.seller, i.lines,
  o.id as "orderId", o.shopper_id as "shopperId", o.number as "orderNumber", g.title as group,
  case when c.id is not null then jsonb_build_object('year', c.year, 'number', c.number) end as corrects
  from invoices i join orders o on o.id = i.order_id join group_orders g on g.id = o.group_order_id
  left join invoices c on c.id = i.corrects_id`

/** One invoice or credit note as it was written. */
export async function invoice({ invoiceId }: InvoiceOf): Promise<InvoiceView> {
  const { rows } = await pool.query<InvoiceView>(`${VIEW} where i.id = $1`, [invoiceId])
  const [found] = rows
  if (!found) throw new Error(`no invoice ${invoiceId}`)
  return found
}

/** The invoices and credit notes of one's own order, the latest first. */
export async function invoicesOfOrder(who: Shopper, orderId: string): Promise<InvoiceHead[]> {
  const { rows } = await pool.query<InvoiceHead>(
    `select ${HEAD} from invoices i join orders o on o.id = i.order_id
     where i.order_id = $1 and o.shopper_id = $2 order by i.year desc, i.number desc`,
    [orderId, who.userId],
  )
  return rows
}

/** Days of the operator's time zone, 'YYYY-MM-DD', both included. */
export type Period = { from: string; until: string }

const isDay = (text: string | null | undefined): text is string =>
  Boolean(text && /^20\d\d-\d\d-\d\d$/.test(text)) && new Date(`${text}T00:00Z`).toJSON()?.slice(0, 10) === text

/** The days asked for; what is missing or no day is this month up to today. */
export async function askedPeriod(from: string | null | undefined, until: string | null | undefined): Promise<Period> {
  const today = zonedLocal(await now(), env.TIME_ZONE).slice(0, 10)
  return { from: isDay(from) ? from : `${today.slice(0, 7)}-01`, until: isDay(until) ? until : today }
}

const IN_PERIOD = `i.at >= ($1::date)::timestamp at time zone $3 and i.at < ($2::date + 1)::timestamp at time zone $3`

/** Every invoice and credit note of a period in the order of their numbers: what the tax office asks for. */
export async function invoicesOf(_who: AdminFor<'money'>, { from, until }: Period): Promise<InvoiceView[]> {
  const { rows } = await pool.query<InvoiceView>(`${VIEW} where ${IN_PERIOD} order by i.region, i.year, i.number`, [
    from,
    until,
    env.TIME_ZONE,
  ])
  return rows
}

export type InvoiceSums = { invoices: number; creditNotes: number; totalMinor: number; taxMinor: number }

/** What a period's invoices come to, less its credit notes. */
export async function invoiceSums(_who: AdminFor<'money'>, { from, until }: Period): Promise<InvoiceSums> {
  const { rows } = await pool.query<InvoiceSums>(
    `select count(*) filter (where i.kind = 'invoice')::int as invoices, count(*) filter (where i.kind = 'credit_note')::int as "creditNotes",
       coalesce(sum(i.total_minor), 0) as "totalMinor", coalesce(sum(i.tax_minor), 0) as "taxMinor"
     from invoices i where ${IN_PERIOD}`,
    [from, until, env.TIME_ZONE],
  )
  return rows[0] ?? { invoices: 0, creditNotes: 0, totalMinor: 0, taxMinor: 0 }
}

/** The latest invoices and credit notes. */
export async function latestInvoices(_who: AdminFor<'money'>): Promise<InvoiceHead[]> {
  const { rows } = await pool.query<InvoiceHead>(`select ${HEAD} from invoices i order by i.at desc limit 30`)
  return rows
}

/** Whether every order gets its invoice, or who asks. */
export async function invoicePolicy(_who: AdminFor<'money'>): Promise<InvoicePolicy> {
  const { rows } = await pool.query<{ invoices: InvoicePolicy }>('select invoices from rates where id = 1')
  return rows[0]?.invoices ?? 'on_request'
}
