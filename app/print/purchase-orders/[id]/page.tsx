import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { quantityText } from '#app/admin/quantity.ts'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { Paper } from '#app/print/paper.tsx'
import { linesOf, packed } from '#components/print/pick-sheets.ts'
import { costOf, type GoodsLine, goodsOf, purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import { operatorPage } from '#lib/queries/operator.ts'
import { type PurchaseOrderView, purchaseOrder } from '#lib/queries/purchase-orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'

type Props = { params: Promise<{ id: string }> }

/** Lines of text that fit on a sheet, and letters (in em) in a line of the product's column. */
const SHEET_LINES = 40
const PRODUCT_EMS = 15

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('buying'))('title') }
}

/** A purchase order on paper: what was sent last, or the draft. */
export default async function PrintPurchaseOrder({ params }: Props) {
  const { id } = await params
  const who = await pageAdmin(`/print/purchase-orders/${id}`, 'stock')
  if (!who) return <NotAllowed />
  const order = await purchaseOrder(who, id)
  if (!order) {
    setStatus(404)
    return <NotHere />
  }
  const [t, f] = await Promise.all([getTranslations('buying'), getFormats()])
  const lines = order.versions[0]?.lines ?? goodsOf(order.lines)
  const sheets = packed(lines, SHEET_LINES, ({ name, pack }) =>
    Math.max(2, linesOf(`${f.text(name)} ${f.text(pack)}`, PRODUCT_EMS) + 0.5),
  )
  const title = purchaseOrderNumber(order)
    ? t('print.title', { number: purchaseOrderNumber(order) })
    : t('draftOf', { supplier: f.text(order.supplier) })
  return (
    <Paper title={title} back={`/admin/purchase-orders/${id}`}>
      {sheets.map((part, index) => (
        <Sheet
          key={part[0]?.productId}
          order={order}
          lines={part}
          place={{ number: index + 1, of: sheets.length }}
          title={title}
          totalMinor={costOf(lines)}
        />
      ))}
    </Paper>
  )
}

type SheetProps = {
  order: PurchaseOrderView
  lines: GoodsLine[]
  place: { number: number; of: number }
  title: string
  totalMinor: number
}

async function Sheet({ order, lines, place, title, totalMinor }: SheetProps) {
  const [t, print, f, operator] = await Promise.all([
    getTranslations('buying'),
    getTranslations('print'),
    getFormats(),
    operatorPage(),
  ])
  const [sent] = order.versions
  return (
    <section className="sheet" aria-label={`${title} ${print('place', place)}`}>
      <header className="sheet__head">
        <div>
          <h2>{title}</h2>
          <p>
            <b>{t('print.delivery', { day: f.calendarDay(order.deliveryOn) })}</b>
          </p>
          <p>
            {sent
              ? t('print.version', { version: sent.version, time: f.when(sent.sentAt, order.timeZone) })
              : t('print.notSent')}
          </p>
        </div>
        <div className="sheet__right">
          <p>
            {t('print.supplier')}: {f.text(order.supplier)}
          </p>
          <p>
            {t('print.buyer')}: {operator.legalName || f.text(operator.name)}
          </p>
          <p>{operator.address}</p>
          <p>{print('place', place)}</p>
        </div>
      </header>
      <table className="buytable">
        <thead>
          <tr>
            <th scope="col">{t('sheet.product')}</th>
            <th scope="col">{t('sheet.sku')}</th>
            {(['caseOf', 'cases', 'quantity', 'perCase', 'cost'] as const).map((column) => (
              <th key={column} scope="col" className="r">
                {t(`sheet.${column}`)}
              </th>
            ))}
            <th scope="col" className="r">
              {t('print.confirmed')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.productId} line={line} order={order} />
          ))}
        </tbody>
        {place.number === place.of && (
          <tbody className="sums">
            <tr>
              <th scope="row" colSpan={6}>
                {t('print.total')}
              </th>
              <td className="r">{f.money(totalMinor, order.currency)}</td>
              <td />
            </tr>
          </tbody>
        )}
      </table>
      <footer className="sheet__foot">
        <span className="sheet__by">
          {t('print.signed')} <i className="sheet__sign" />
        </span>
      </footer>
    </section>
  )
}

async function Line({ line, order }: { line: GoodsLine; order: PurchaseOrderView }) {
  const f = await getFormats()
  const quantity = (value: number) => quantityText(value, line.unit, f.number)
  const confirmed = order.lines.find(({ productId }) => productId === line.productId)?.confirmed ?? null
  return (
    <tr>
      <th scope="row">
        {f.text(line.name)} <small>{f.text(line.pack)}</small>
      </th>
      <td>{line.sku}</td>
      <td className="r">{quantity(line.caseSize)}</td>
      <td className="r">
        <b className={line.cases > 1 ? 'many' : ''}>{line.cases}</b>
      </td>
      <td className="r">
        <b>{quantity(line.cases * line.caseSize)}</b>
      </td>
      <td className="r">{f.money(line.caseCostMinor, order.currency)}</td>
      <td className="r">{f.money(line.cases * line.caseCostMinor, order.currency)}</td>
      <td className="r">{confirmed === null ? <i className="box" /> : quantity(confirmed)}</td>
    </tr>
  )
}
