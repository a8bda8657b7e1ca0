import { shareOut } from './money.ts'
import { taxWithin } from './tax.ts'
import type { LocalText } from './text.ts'

export const INVOICE_POLICIES = ['on_request', 'always'] as const
export type InvoicePolicy = (typeof INVOICE_POLICIES)[number]

/** One line of an invoice; amounts in minor units with the tax in them, below 0 on a credit note. */
export type InvoiceLine = {
  name: LocalText
  unit: string
  /** Pieces or grams. */
  quantity: number
  taxBps: number
  amountMinor: number
  taxMinor: number
  /** Laid down for containers: it goes back for them, and never as a refund of goods. */
  isDeposit?: boolean
}

export type TaxSum = { taxBps: number; netMinor: number; taxMinor: number }

/** A line as it was sold, with the tax within it. */
export const invoiceLine = (line: Omit<InvoiceLine, 'taxMinor'>): InvoiceLine => ({
  ...line,
  taxMinor: taxWithin(line.amountMinor, line.taxBps),
})

/** What the lines come to, minor units. */
export const invoiceTotals = (lines: readonly InvoiceLine[]): { totalMinor: number; taxMinor: number } => ({
  totalMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  taxMinor: lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0),
})

/** Net and tax of each rate, the lowest first. */
export function taxByRate(lines: readonly InvoiceLine[]): TaxSum[] {
  const rates = [...new Set(lines.map(({ taxBps }) => taxBps))].sort((a, b) => a - b)
  return rates.map((taxBps) => {
    const { totalMinor, taxMinor } = invoiceTotals(lines.filter((line) => line.taxBps === taxBps))
    return { taxBps, netMinor: totalMinor - taxMinor, taxMinor }
  })
}

/**
 * What a credit note takes back.
 * @param lines of the invoice
 * @param credited the lines of each credit note before it, in the invoice's order
 * @param refundedMinor how much goes back now for goods, from 1 to what is left of them on the invoice; shared out over their
 *   lines by what is left of them. All of what is left, deposits too, where it is not told
 * @returns the credit note's lines, in the same order: an invoice and all its credit notes come to nothing once all went back
 */
export function creditLines(
  lines: readonly InvoiceLine[],
  credited: readonly (readonly InvoiceLine[])[],
  refundedMinor?: number,
): InvoiceLine[] {
  const left = lines.map((line, index) => ({
    amountMinor: credited.reduce((sum, note) => sum + (note[index]?.amountMinor ?? 0), line.amountMinor),
    taxMinor: credited.reduce((sum, note) => sum + (note[index]?.taxMinor ?? 0), line.taxMinor),
  }))
  const amounts = left.map(({ amountMinor }) => amountMinor)
  const goods = lines.map(({ isDeposit }, index) => (isDeposit ? 0 : (amounts[index] ?? 0)))
  const back = refundedMinor === undefined ? amounts : shareOut(refundedMinor, goods)
  return lines.map((line, index) => {
    const { amountMinor, taxMinor } = left[index] ?? { amountMinor: 0, taxMinor: 0 }
    const backMinor = back[index] ?? 0
    // the tax of what stays is rounded, not that of what goes: so nothing of it is left at the end
    const staysMinor = taxWithin(amountMinor - backMinor, line.taxBps)
    // no -0 on paper
    return { ...line, amountMinor: 0 - backMinor, taxMinor: staysMinor - taxMinor }
  })
}

/** "2026-000123" */
export const invoiceNumber = ({ year, number }: { year: number; number: number }): string =>
  `${year}-${String(number).padStart(6, '0')}`
