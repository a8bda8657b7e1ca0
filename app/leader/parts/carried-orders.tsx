import { TableRegion } from '#components/ui/table-region.tsx'
import type { CarriedOrder } from '#lib/queries/carrying.ts'
import type { View } from '../view.ts'

type Amount = 'goodsMinor' | 'ownerMinor' | 'carrierMinor'

export const sumOf = (orders: readonly CarriedOrder[], amount: Amount): number =>
  orders.reduce((sum, order) => sum + order[amount], 0)

type Props = {
  orders: readonly CarriedOrder[]
  currency: string
  view: View
  /** Whose part of the commission is shown. */
  part: 'ownerMinor' | 'carrierMinor'
}

/** Orders that came through a carrier's link: numbers and amounts, nobody's name. */
export function CarriedOrders({ orders, currency, view: { t, f }, part }: Props) {
  if (orders.length === 0) return null
  return (
    <TableRegion label={t('carrying.list')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('carrying.order')}</th>
            <th scope="col" className="n">
              {t('carrying.goods')}
            </th>
            <th scope="col" className="n">
              {t('carrying.yours')}
            </th>
            <th scope="col">{t('carrying.when')}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.number}>
              <th scope="row" className="num">
                #{order.number}
              </th>
              <td className="n">{f.money(order.goodsMinor, currency)}</td>
              <td className="n strong">{f.money(order[part], currency)}</td>
              <td>{t(order.isEarned ? 'carrying.earned' : 'carrying.coming')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
