import { getTranslations } from 'next-intl/server'
import { invoiceNumber } from '#lib/domain/invoice.ts'
import { plainAmount } from '#lib/domain/money.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import { zonedLocal } from '#lib/domain/time.ts'
import { env } from '#lib/infra/env.ts'
import { askedPeriod, type InvoiceView, invoicesOf } from '#lib/queries/invoices.ts'
import { csvResponse } from '#lib/web/csv.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { downloadGate } from '../gate.ts'

const COLUMNS = [
  ...(['number', 'kind', 'corrects', 'date', 'order', 'seller', 'sellerNumber', 'buyer', 'buyerNumber'] as const),
  ...(['item', 'quantity', 'unit', 'net', 'rate', 'tax', 'amount', 'currency'] as const),
] as const

/** 发票 data of a period for the tax office's own program: a row for each line of each invoice and credit note. */
export async function GET(request: Request): Promise<Response> {
  const { who, refusal } = await downloadGate('money')
  if (!who) return refusal
  const { searchParams } = new URL(request.url)
  const period = await askedPeriod(searchParams.get('from'), searchParams.get('until'))
  const [invoices, t, f] = await Promise.all([invoicesOf(who, period), getTranslations('invoices'), getFormats()])
  const rows = invoices.flatMap((each) => rowsOf(each, t(`kinds.${each.kind}`), f))
  const head = COLUMNS.map((column) => t(`csv.${column}`))
  return csvResponse(`invoices-${period.from}-${period.until}`, head, rows)
}

function rowsOf(invoice: InvoiceView, kind: string, f: Formats) {
  const { seller, corrects, lines, currency } = invoice
  const amount = (minor: number) => Number(plainAmount(minor, currency))
  return lines.map((line) => {
    const isWeighed = UNITS[line.unit as Unit].weighed
    return [
      invoiceNumber(invoice),
      kind,
      corrects ? invoiceNumber(corrects) : '',
      zonedLocal(invoice.at, env.TIME_ZONE).slice(0, 10),
      invoice.orderNumber,
      seller.legalName || f.text(seller.name),
      seller.registration,
      invoice.buyerName,
      invoice.buyerTaxNumber,
      f.text(line.name),
      isWeighed ? line.quantity / 1000 : line.quantity,
      isWeighed ? 'kg' : 'piece',
      amount(line.amountMinor - line.taxMinor),
      line.taxBps / 100,
      amount(line.taxMinor),
      amount(line.amountMinor),
      currency,
    ]
  })
}
