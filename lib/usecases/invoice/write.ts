import { databaseClock } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import { creditLines, type InvoiceLine, invoiceLine, invoiceTotals } from '#lib/domain/invoice.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { type AuditFacts, auditSql } from '../audit.ts'

/** As typed; both may be empty. */
export type Buyer = { buyerName: string; buyerTaxNumber: string }
type Actor = Pick<AuditFacts, 'actorId' | 'actorRole'>

/** Written into the invoice like the names of products. */
const DEPOSIT = { en: 'Container deposit', 'zh-CN': '容器押金' }
const NOBODY: Buyer = { buyerName: '', buyerTaxNumber: '' }

/**
 * The invoice of an order that is not wholly taken back, with what is left of it. The order is locked already.
 * @returns undefined where there is none
 */
async function livingInvoice(
  tx: SqlTx,
  orderId: string,
): Promise<(Buyer & { id: string; lines: InvoiceLine[]; credited: InvoiceLine[][]; left: number }) | undefined> {
  const { rows } = await tx.query(
    `select i.id, i.lines, i.buyer_name as "buyerName", i.buyer_tax_number as "buyerTaxNumber",
       coalesce(json_agg(n.lines order by n.year, n.number) filter (where n.id is not null), '[]'::json) as credited,
       (i.total_minor + coalesce(sum(n.total_minor), 0))::bigint as left
     from invoices i left join invoices n on n.corrects_id = i.id
     where i.order_id = $1 and i.kind = 'invoice' group by i.id
     having i.total_minor + coalesce(sum(n.total_minor), 0) <> 0`,
    [orderId],
  )
  return rows[0]
}

/**
 * Writes the invoice of an order, once: where one stands already, that is it. The order is locked and has been paid.
 * @returns the invoice's id
 */
export async function writeInvoice(
  tx: SqlTx,
  order: { id: string; currency: string },
  actor: Actor,
  buyer: Buyer = NOBODY,
): Promise<string> {
  const known = await livingInvoice(tx, order.id)
  if (known) return known.id
  const { rows } = await tx.query<Omit<InvoiceLine, 'taxMinor'> & { deposit: number }>(
    `select p.name, p.unit, charged_quantity(l.quantity, l.actual, v.tolerance_bps) as quantity, v.tax_bps as "taxBps", l.amount_minor - l.discount_minor as "amountMinor", l.deposit_minor as deposit
     from order_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
     join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
     where l.order_id = $1 order by f.position, f.id`,
    [order.id],
  )
  const id = await insert(tx, {
    kind: 'invoice',
    orderId: order.id,
    currency: order.currency,
    lines: withDeposits(rows),
    buyer,
    actor,
  })
  // what went back before it was asked for
  const refundedMinor = await refundedOf(tx, order.id)
  if (refundedMinor > 0) await writeCreditNote(tx, order, actor, refundedMinor)
  return id
}

/** The lines as they were sold, and what was laid down for containers as one more. */
function withDeposits(rows: (Omit<InvoiceLine, 'taxMinor'> & { deposit: number })[]): InvoiceLine[] {
  const lines = rows.map(({ deposit: _, ...line }) => invoiceLine(line))
  const amountMinor = rows.reduce((sum, { deposit }) => sum + deposit, 0)
  if (amountMinor === 0) return lines
  return [
    ...lines,
    { ...invoiceLine({ name: DEPOSIT, unit: 'piece', quantity: 1, taxBps: 0, amountMinor }), isDeposit: true },
  ]
}

/**
 * Takes an order's invoice back with a credit note, in whole or in part. The order is locked already.
 * @param refundedMinor how much went back for goods; all that is left of the invoice where it is not told
 * @returns the credit note's id; undefined where the order has no invoice, or nothing of its goods is left on it
 */
export async function writeCreditNote(
  tx: SqlTx,
  order: { id: string; currency: string },
  actor: Actor,
  refundedMinor?: number,
): Promise<string | undefined> {
  const invoice = await livingInvoice(tx, order.id)
  if (!invoice) return undefined
  const { id: correctsId, lines, credited, left, ...buyer } = invoice
  const deposits = [lines, ...credited].flat().filter(({ isDeposit }) => isDeposit)
  const goodsLeft = left - invoiceTotals(deposits).totalMinor
  const back = refundedMinor === undefined ? undefined : Math.min(refundedMinor, goodsLeft)
  if (back === 0) return undefined
  return insert(tx, {
    kind: 'credit_note',
    orderId: order.id,
    currency: order.currency,
    lines: creditLines(lines, credited, back),
    correctsId,
    buyer,
    actor,
  })
}

/** What went back for goods of an order so far, minor units. */
export async function refundedOf(tx: SqlTx, orderId: string): Promise<number> {
  const { rows } = await tx.query<{ sum: number }>(
    'select coalesce(sum(amount_minor), 0) as sum from order_refunds where order_id = $1',
    [orderId],
  )
  return rows[0]?.sum ?? 0
}

type Writing = {
  kind: 'invoice' | 'credit_note'
  orderId: string
  currency: string
  lines: InvoiceLine[]
  correctsId?: string
  buyer: Buyer
  actor: Actor
}

/** The number comes last and is locked until the commit: what is rolled back leaves no gap, what comes next waits. */
async function insert(
  tx: SqlTx,
  { kind, orderId, currency, lines, correctsId, buyer, actor }: Writing,
): Promise<string> {
  const id = newId()
  const now = await databaseClock(tx)
  const { totalMinor, taxMinor } = invoiceTotals(lines)
  const { rows } = await tx.query<{ year: number; number: number }>(
    `with given as (
       insert into invoice_counters as c (region, year, last) values ($1, extract(year from $2::timestamptz at time zone $3)::int, 1)
       on conflict (region, year) do update set last = c.last + 1 returning year, last)
     insert into invoices (id, kind, year, number, order_id, corrects_id, buyer_name, buyer_tax_number, seller, lines, currency,
       total_minor, tax_minor, at, region)
     select $4, $5::"InvoiceKind", given.year, given.last, $6, $7, $8, $9,
       coalesce((select jsonb_build_object('name', name, 'legalName', legal_name, 'registration', registration, 'address', address)
         from operator where id = 1), '{"name": "", "legalName": "", "registration": "", "address": ""}'::jsonb),
       $10::jsonb, $11, $12, $13, $2, $1
     from given returning year, number`,
    [
      env.REGION,
      now,
      env.TIME_ZONE,
      id,
      kind,
      orderId,
      correctsId ?? null,
      buyer.buyerName,
      buyer.buyerTaxNumber,
      JSON.stringify(lines),
      currency,
      totalMinor,
      taxMinor,
    ],
  )
  await auditSql(tx, [
    {
      ...actor,
      action: `invoice.${kind === 'invoice' ? 'write' : 'credit'}`,
      subjectType: 'invoice',
      subjectId: id,
      data: { orderId, ...rows[0], totalMinor, taxMinor },
    },
  ])
  return id
}

/** Whether every order that is collected and paid gets its invoice unasked. */
export async function isInvoicedAlways(tx: SqlTx): Promise<boolean> {
  const { rowCount } = await tx.query(`select 1 from rates where id = 1 and invoices = 'always'`)
  return rowCount === 1
}
