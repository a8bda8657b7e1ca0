import { getTranslations } from 'next-intl/server'
import type { PickSheet } from '#components/print/pick-sheets.ts'
import { casesAndLoose, type PickProduct } from '#lib/queries/pick-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { Quantity } from './marks.tsx'

type Totals = Extract<PickSheet, { kind: 'totals' }>

/** What the station gets in all, for stations whose orders stand as a list. */
export async function TotalsTable({ sheet, products }: { sheet: Totals; products: PickProduct[] }) {
  const [t, f] = await Promise.all([getTranslations('print'), getFormats()])
  const factsOf = new Map(products.map((product) => [product.offerId, product]))
  return (
    <table className="picktable">
      <colgroup>
        <col />
        <col style={{ width: '30mm' }} />
        <col style={{ width: '30mm' }} />
        <col style={{ width: '28mm' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('product')}</th>
          <th scope="col">{t('code')}</th>
          <th scope="col" className="c">
            {t('wholeStation')}
          </th>
          <th scope="col" className="c">
            {t('casesHead')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sheet.products.map(({ id, name, pack }, index) => {
          const product = factsOf.get(id)
          const total = sheet.totals[index] ?? 0
          const { cases, loose } = casesAndLoose(total, product?.caseSize ?? 1)
          return (
            <tr key={id}>
              <th scope="row">
                {name} <small>{pack}</small>
              </th>
              <td>{product?.sku}</td>
              <td className="n">
                <Quantity quantity={total} product={product} plain />
              </td>
              <td className="n">
                {product?.caseSize === 1
                  ? t('loose')
                  : t('casesLoose', { cases, loose: f.number(product?.unit === 'piece' ? loose : loose / 1000) })}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
