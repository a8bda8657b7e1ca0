import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Paper } from '#app/print/paper.tsx'
import { invoiceNumber, taxByRate } from '#lib/domain/invoice.ts'
import { env } from '#lib/infra/env.ts'
import { type InvoiceView, invoice } from '#lib/queries/invoices.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageInvoice } from '#lib/web/session.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('invoices'))('title') }
}

/** An invoice or credit note on paper, as it was written. */
export default async function PrintInvoice({ params }: Props) {
  const { id } = await params
  const who = await pageInvoice(`/print/invoices/${id}`, id)
  if (!who) return <NotHere />
  const [sheet, t, print, f] = await Promise.all([
    invoice(who),
    getTranslations('invoices'),
    getTranslations('print'),
    getFormats(),
  ])
  const title = t('numbered', { kind: t(`kinds.${sheet.kind}`), number: invoiceNumber(sheet) })
  const { seller } = sheet
  return (
    <Paper
      title={title}
      back={sheet.shopperId === who.userId ? `/orders/${sheet.orderId}` : '/admin/invoices'}
      hint={print('oneSheet')}
    >
      <section className="sheet" aria-label={title}>
        <header className="sheet__head">
          <div>
            <h2>{title}</h2>
            <p>{f.date(sheet.at, env.TIME_ZONE)}</p>
            <p>{t('sheet.of', { order: sheet.orderNumber, group: f.text(sheet.group) })}</p>
            {sheet.corrects && <p>{t('sheet.corrects', { number: invoiceNumber(sheet.corrects) })}</p>}
          </div>
          <div className="sheet__right">
            <p>
              {t('sheet.seller')}: {seller.legalName || f.text(seller.name)}
            </p>
            <p>{seller.registration}</p>
            <p>{seller.address}</p>
            <p>
              {t('sheet.buyer')}: {sheet.buyerName || t('sheet.noBuyer')}
            </p>
            {sheet.buyerTaxNumber && <p>{t('sheet.taxNumber', { number: sheet.buyerTaxNumber })}</p>}
          </div>
        </header>
        <Lines sheet={sheet} />
      </section>
    </Paper>
  )
}

const COLUMNS = ['quantity', 'net', 'rate', 'tax', 'amount'] as const

async function Lines({ sheet }: { sheet: InvoiceView }) {
  const [t, f] = await Promise.all([getTranslations('invoices.sheet'), getFormats()])
  const money = (minor: number) => f.money(minor, sheet.currency)
  return (
    <table className="invoice-lines">
      <thead>
        <tr>
          <th scope="col">{t('what')}</th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className="r">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sheet.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a snapshot, whose lines have no other name
          <tr key={index}>
            <td>{f.text(line.name)}</td>
            <td className="r">{f.quantity(line.quantity, line.unit as 'piece')}</td>
            <td className="r">{money(line.amountMinor - line.taxMinor)}</td>
            <td className="r">{f.rate(line.taxBps)}</td>
            <td className="r">{money(line.taxMinor)}</td>
            <td className="r">{money(line.amountMinor)}</td>
          </tr>
        ))}
      </tbody>
      <tbody className="sums">
        {taxByRate(sheet.lines).map(({ taxBps, netMinor, taxMinor }) => (
          <tr key={taxBps}>
            <th scope="row" colSpan={2}>
              {t('atRate', { rate: f.rate(taxBps) })}
            </th>
            <td className="r">{money(netMinor)}</td>
            <td className="r">{f.rate(taxBps)}</td>
            <td className="r">{money(taxMinor)}</td>
            <td className="r">{money(netMinor + taxMinor)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row" colSpan={2}>
            {t('total')}
          </th>
          <td className="r">{money(sheet.totalMinor - sheet.taxMinor)}</td>
          <td />
          <td className="r">{money(sheet.taxMinor)}</td>
          <td className="r">{money(sheet.totalMinor)}</td>
        </tr>
      </tbody>
    </table>
  )
}
