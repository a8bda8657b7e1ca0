import { getTranslations } from 'next-intl/server'
import { Tile } from '#components/product/tile.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { pictureUrl } from '#lib/domain/picture.ts'
import { env } from '#lib/infra/env.ts'
import type { InventoryRow } from '#lib/queries/admin-inventory.ts'
import { getFormats } from '#lib/web/format.ts'
import { changeText, quantityText } from '../quantity.ts'

/** What a narrow screen still shows of a row; the rest stands on the product’s own page. */
const KEY_NUMBERS: readonly string[] = ['onHand', 'available']

/** What lies where. `here` is the address of the list as it stands, to come back to from the dialog. */
export async function InventoryTable({ rows, here }: { rows: InventoryRow[]; here: string }) {
  const t = await getTranslations('admin.inventory')
  const numbers = ['onHand', 'reserved', 'available', 'reorderAt'] as const
  return (
    <TableRegion label={t('title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('product')}</th>
            <th scope="col" className="more">
              {t('sku')}
            </th>
            <th scope="col" className="more">
              {t('place')}
            </th>
            {numbers.map((head) => (
              <th key={head} scope="col" className={`n ${KEY_NUMBERS.includes(head) ? '' : 'more'}`}>
                {t(head)}
              </th>
            ))}
            <th scope="col" className="more">
              {t('lastChange')}
            </th>
            <th scope="col" className="n">
              <span className="sr">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.productId} row={row} here={here} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function Row({ row, here }: { row: InventoryRow; here: string }) {
  const [t, f] = await Promise.all([getTranslations('admin.inventory'), getFormats()])
  const quantity = (value: number) => quantityText(value, row.unit, f.number)
  const isLow = row.available < row.reorderAt
  const adjustHref = `${here}${here.includes('?') ? '&' : '?'}adjust=${row.productId}`
  const last = row.last && {
    reason: t(`reasons.${row.last.reason}` as 'reasons.counted'),
    change: changeText(row.last.quantity, row.unit, f.number) || f.number(0),
    time: f.when(new Date(row.last.at), env.TIME_ZONE),
  }
  return (
    <tr>
      <th scope="row">
        <span className="cell">
          <Tile src={pictureUrl(row.picture)} tile={row.tile} size={24} />
          <a href={`/admin/inventory/${row.productId}`}>{f.text(row.name)}</a>{' '}
          <span className="faint light">{f.text(row.pack)}</span>
        </span>
      </th>
      <td className="faint more">{row.sku}</td>
      <td className="more">{row.place}</td>
      <td className="n">{quantity(row.onHand)}</td>
      <td className="n more">{quantity(row.reserved)}</td>
      <td className="n strong">{quantity(row.available)}</td>
      <td className="n more">
        {isLow ? <span className="mark mark--butter">{quantity(row.reorderAt)}</span> : quantity(row.reorderAt)}
      </td>
      <td className="muted more">{last && t('last', last)}</td>
      <td className="n">
        <a className="btn btn--sm adj" href={adjustHref} aria-label={t('adjustOf', { name: f.text(row.name) })}>
          {t('adjust')}
        </a>
      </td>
    </tr>
  )
}
