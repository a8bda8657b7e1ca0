import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { CopyText } from '#components/admin/copy-text.tsx'
import { Tile } from '#components/product/tile.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { pictureUrl } from '#lib/domain/picture.ts'
import type { PurchaseLine, PurchaseList, PurchaseSupplier } from '#lib/queries/purchase-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { changeText, quantityText } from './quantity.ts'

/** What is to be bought, by supplier, with subtotals: ordered, cases, surplus and cost. */
export async function PurchaseTable({ list, title }: { list: PurchaseList; title: ReactNode }) {
  const [t, f] = await Promise.all([getTranslations('admin.purchase'), getFormats()])
  const heads = ['ordered', 'caseOf', 'cases', 'buy', 'surplus', 'perCase', 'cost'] as const
  return (
    <TableRegion label={t('title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className="n">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        {list.suppliers.map((supplier) => (
          <SupplierRows key={supplier.supplierId ?? 'none'} supplier={supplier} currency={list.currency} />
        ))}
        <tfoot>
          <tr>
            <th scope="row" colSpan={7}>
              {t('total')}
            </th>
            <td className="n strong">{f.money(list.costMinor, list.currency)}</td>
          </tr>
        </tfoot>
      </table>
    </TableRegion>
  )
}

async function SupplierRows({ supplier, currency }: { supplier: PurchaseSupplier; currency: string }) {
  const [t, f] = await Promise.all([getTranslations('admin.purchase'), getFormats()])
  const name = f.text(supplier.name) || t('noSupplier')
  const terms = f.text(supplier.terms)
  const text = [name, ...supplier.lines.map((line) => orderLine(line))].join('\n')

  function orderLine(line: PurchaseLine): string {
    const values = {
      sku: line.sku,
      product: [f.text(line.name), f.text(line.pack)].filter(Boolean).join(', '),
      cases: line.cases,
      caseSize: quantityText(line.caseSize, line.unit, f.number),
      buy: quantityText(line.buy, line.unit, f.number),
    }
    return t('orderLine', values)
  }

  return (
    <tbody>
      <tr className="grouphead">
        <th scope="rowgroup" colSpan={6}>
          {name} {terms && <span className="muted terms">{terms}</span>}
        </th>
        <td className="n">
          <CopyText text={text} label={t('copy')} done={t('copied')} />
        </td>
        <td className="n">{f.money(supplier.costMinor, currency)}</td>
      </tr>
      {supplier.lines.map((line) => (
        <tr key={line.productId}>
          <th scope="row">
            <span className="cell">
              <Tile src={pictureUrl(line.picture)} tile={line.tile} size={24} />
              {f.text(line.name)} <span className="faint light">{f.text(line.pack)}</span>
            </span>
          </th>
          <td className="n">{quantityText(line.ordered, line.unit, f.number)}</td>
          <td className="n">{quantityText(line.caseSize, line.unit, f.number)}</td>
          <td className="n">{f.number(line.cases)}</td>
          <td className="n strong">{quantityText(line.buy, line.unit, f.number)}</td>
          <td className={`n ${line.surplus === 0 ? 'faint' : ''}`}>{changeText(line.surplus, line.unit, f.number)}</td>
          <td className="n">{f.money(line.caseCostMinor, currency)}</td>
          <td className="n">{f.money(line.costMinor, currency)}</td>
        </tr>
      ))}
    </tbody>
  )
}
