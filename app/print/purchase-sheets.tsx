import { getTranslations } from 'next-intl/server'
import { quantityText } from '#app/admin/quantity.ts'
import { linesOf, packed } from '#components/print/pick-sheets.ts'
import { env } from '#lib/infra/env.ts'
import type { PurchaseLine, PurchaseList, PurchaseSupplier } from '#lib/queries/purchase-list.ts'
import { getFormats } from '#lib/web/format.ts'

/** Lines of text that fit on a sheet, and letters (in em) in a line of the product's column. */
const SHEET_LINES = 40
const PRODUCT_EMS = 15

/** What one supplier delivers, a supplier a sheet; suppliers see goods only, never a person. */
export async function PurchaseSheets({ list, subject }: { list: PurchaseList; subject: string }) {
  const f = await getFormats()
  return list.suppliers.map((supplier) => {
    const nameOf = ({ name, pack }: PurchaseLine) => `${f.text(name)} ${f.text(pack)}`
    // A row takes the height of two lines at least.
    const sheets = packed(supplier.lines, SHEET_LINES, (line) => Math.max(2, linesOf(nameOf(line), PRODUCT_EMS) + 0.5))
    return sheets.map((lines, index) => (
      <SupplierSheet
        key={`${supplier.supplierId} ${lines[0]?.productId}`}
        supplier={supplier}
        lines={lines}
        place={{ number: index + 1, of: sheets.length }}
        list={list}
        subject={subject}
      />
    ))
  })
}

type SheetProps = {
  supplier: PurchaseSupplier
  lines: PurchaseLine[]
  place: { number: number; of: number }
  list: PurchaseList
  subject: string
}

async function SupplierSheet({ supplier, lines, place, list, subject }: SheetProps) {
  const [t, f] = await Promise.all([getTranslations('print'), getFormats()])
  const name = f.text(supplier.name) || t('noSupplier')
  const isLast = place.number === place.of
  return (
    <section className="sheet" aria-label={t('purchaseSheetOf', { supplier: name, ...place })}>
      <header className="sheet__head">
        <div>
          <h2>{name}</h2>
          <p>
            {t('purchaseTitle')} · {subject}
          </p>
          {f.text(supplier.terms) && <p>{f.text(supplier.terms)}</p>}
        </div>
        <div className="sheet__right">
          <p>{t('place', place)}</p>
          <p>{t('printed', { time: f.when(list.at, env.TIME_ZONE) })}</p>
        </div>
      </header>
      <table className="buytable">
        <thead>
          <tr>
            <th scope="col">{t('product')}</th>
            <th scope="col">{t('code')}</th>
            {(['ordered', 'caseOf', 'cases', 'buy', 'surplus', 'perCase', 'cost'] as const).map((head) => (
              <th key={head} scope="col" className="r">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.productId} line={line} currency={list.currency} />
          ))}
        </tbody>
        {isLast && (
          <tbody className="sums">
            <tr>
              <th scope="row" colSpan={8}>
                {t('supplierTotal')}
              </th>
              <td className="r">{f.money(supplier.costMinor, list.currency)}</td>
            </tr>
          </tbody>
        )}
      </table>
      <footer className="sheet__foot">
        <span className="sheet__by">
          {t('orderedBy')} <i className="sheet__sign" />
        </span>
        <span className="sheet__by">
          {t('receivedBy')} <i className="sheet__sign" />
        </span>
      </footer>
    </section>
  )
}

async function Line({ line, currency }: { line: PurchaseLine; currency: string }) {
  const f = await getFormats()
  const quantity = (value: number) => quantityText(value, line.unit, f.number)
  return (
    <tr>
      <th scope="row">
        {f.text(line.name)} <small>{f.text(line.pack)}</small>
      </th>
      <td>{line.sku}</td>
      <td className="r">{quantity(line.ordered)}</td>
      <td className="r">{quantity(line.caseSize)}</td>
      <td className="r">
        <span className="q">
          <b className={line.cases > 1 ? 'many' : ''}>{line.cases}</b>
          <i className="box" />
        </span>
      </td>
      <td className="r">
        <b>{quantity(line.buy)}</b>
      </td>
      <td className="r">{quantity(line.surplus)}</td>
      <td className="r">{f.money(line.caseCostMinor, currency)}</td>
      <td className="r">{f.money(line.costMinor, currency)}</td>
    </tr>
  )
}
