import { getTranslations } from 'next-intl/server'
import { LABEL_WIDTH, type ListRow, NAME_WIDTH, NUMBER_WIDTH } from '#components/print/pick-sheets.ts'
import type { PickProduct } from '#lib/queries/pick-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { Label, Quantity } from './marks.tsx'

/** A row an order, for stations where too many products are on offer for columns. */
export async function ListTable({ rows, products }: { rows: ListRow[]; products: PickProduct[] }) {
  const [t, f] = await Promise.all([getTranslations('print'), getFormats()])
  const factsOf = new Map(products.map((product) => [product.offerId, product]))
  return (
    <table className="picktable">
      <colgroup>
        <col style={{ width: `${LABEL_WIDTH}mm` }} />
        <col style={{ width: `${NUMBER_WIDTH}mm` }} />
        <col style={{ width: `${NAME_WIDTH}mm` }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('label')}</th>
          <th scope="col">#</th>
          <th scope="col">{t('namePhone')}</th>
          <th scope="col">{t('goods')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const before = rows[index - 1]
          return (
            <tr
              key={`${row.id} ${row.productIds[0]}`}
              className={before && before.colour !== row.colour ? 'thick' : ''}
            >
              <th scope="row">
                <Label animal={row.animal} text={row.label} />
                {row.isContinued && <small>{t('continued')}</small>}
              </th>
              <td>{row.number}</td>
              <td>{row.who}</td>
              <td>
                <ul className="items">
                  {row.productIds.map((id) => {
                    const product = factsOf.get(id)
                    return (
                      <li key={id}>
                        <Quantity quantity={row.quantities.get(id) ?? 0} product={product} />
                        <span>
                          {f.text(product?.name)} <small>{f.text(product?.pack)}</small>
                        </span>
                      </li>
                    )
                  })}
                </ul>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
