import { getTranslations } from 'next-intl/server'
import {
  columnWidth,
  LABEL_WIDTH,
  NUMBER_WIDTH,
  PACKED_WIDTH,
  type PickSheet,
  type SheetOrder,
} from '#components/print/pick-sheets.ts'
import { casesAndLoose, type PickProduct } from '#lib/queries/pick-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { Label, Quantity } from './marks.tsx'

type Matrix = Extract<PickSheet, { kind: 'matrix' }>

/** Orders by products: a tick box beside every number, sums and cases at the foot. */
export async function MatrixTable({ sheet, products }: { sheet: Matrix; products: PickProduct[] }) {
  const t = await getTranslations('print')
  const factsOf = new Map(products.map((product) => [product.offerId, product]))
  const width = columnWidth(sheet.products.length)
  return (
    <table className="picktable">
      <colgroup>
        <col style={{ width: `${LABEL_WIDTH}mm` }} />
        <col style={{ width: `${NUMBER_WIDTH}mm` }} />
        <col />
        {sheet.products.map(({ id }) => (
          <col key={id} style={{ width: `${width}mm` }} />
        ))}
        <col style={{ width: `${PACKED_WIDTH}mm` }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('label')}</th>
          <th scope="col">#</th>
          <th scope="col">{t('namePhone')}</th>
          {sheet.products.map((product) => (
            <th key={product.id} scope="col" className="c">
              {product.name}
              <small>{product.pack}</small>
            </th>
          ))}
          <th scope="col" className="c">
            {t('packed')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sheet.orders.map((order, index) => (
          <OrderRow key={order.id} order={order} before={sheet.orders[index - 1]} sheet={sheet} factsOf={factsOf} />
        ))}
      </tbody>
      <Sums sheet={sheet} factsOf={factsOf} />
    </table>
  )
}

type RowProps = {
  order: SheetOrder
  before: SheetOrder | undefined
  sheet: Matrix
  factsOf: ReadonlyMap<string, PickProduct>
}

function OrderRow({ order, before, sheet, factsOf }: RowProps) {
  const kinds = sheet.products.filter(({ id }) => order.quantities.has(id)).length
  return (
    <tr className={before && before.colour !== order.colour ? 'thick' : ''}>
      <th scope="row">
        <Label animal={order.animal} text={order.label} />
      </th>
      <td>{order.number}</td>
      <td>{order.who}</td>
      {sheet.products.map(({ id }) => {
        const quantity = order.quantities.get(id)
        return (
          <td key={id} className="n">
            {quantity !== undefined && <Quantity quantity={quantity} product={factsOf.get(id)} />}
          </td>
        )
      })}
      <td className="n">
        {kinds > 0 && (
          <span className="q">
            {kinds}
            <i className="box" />
          </span>
        )}
      </td>
    </tr>
  )
}

type SumsProps = { sheet: Matrix; factsOf: ReadonlyMap<string, PickProduct> }

/** What the sheet holds, how it comes out of cases, and below a station's last rows what it gets in all. */
async function Sums({ sheet, factsOf }: SumsProps) {
  const [t, f] = await Promise.all([getTranslations('print'), getFormats()])
  const amount = (id: string, value: number) => <Quantity quantity={value} product={factsOf.get(id)} plain />
  const cases = (id: string, value: number) => {
    const product = factsOf.get(id)
    if (!product || product.caseSize === 1) return t('loose')
    const { cases: whole, loose } = casesAndLoose(value, product.caseSize)
    return t('casesLoose', { cases: whole, loose: f.number(product.unit === 'piece' ? loose : loose / 1000) })
  }
  return (
    <tbody className="sums">
      <tr>
        <th scope="row" colSpan={3}>
          {t('thisSheet')}
        </th>
        {sheet.products.map(({ id }, index) => (
          <td key={id} className="n">
            {amount(id, sheet.totals[index] ?? 0)}
          </td>
        ))}
        <td />
      </tr>
      <tr className="light">
        <th scope="row" colSpan={3}>
          {t('casesHead')}
        </th>
        {sheet.products.map(({ id }, index) => (
          <td key={id} className="n">
            {cases(id, sheet.totals[index] ?? 0)}
          </td>
        ))}
        <td />
      </tr>
      {sheet.stationTotals && (
        <tr>
          <th scope="row" colSpan={3}>
            {t('wholeStation')}
          </th>
          {sheet.products.map(({ id }, index) => (
            <td key={id} className="n">
              {amount(id, sheet.stationTotals?.[index] ?? 0)}
              <small>{cases(id, sheet.stationTotals?.[index] ?? 0)}</small>
            </td>
          ))}
          <td />
        </tr>
      )}
    </tbody>
  )
}
