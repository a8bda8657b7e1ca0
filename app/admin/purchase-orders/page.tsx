import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { type PurchaseOrderState, purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import {
  type LastMinute,
  lastMinuteGoods,
  type PurchaseOrderRow,
  purchaseOrders,
  type Waiting,
  waitingToGather,
} from '#lib/queries/purchase-orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { quantityText } from '../quantity.ts'
import { gather } from './actions.ts'

const PATH = '/admin/purchase-orders'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('buying'))('title') }
}

/** What was ordered of suppliers, and what waits to be gathered from closed groups. */
export default async function PurchaseOrdersPage() {
  const who = await pageAdmin(PATH, 'stock')
  if (!who) return <NotAllowed />
  const [t, nav, purchase, orders, waiting, goods] = await Promise.all([
    getTranslations('buying'),
    getTranslations('admin.nav'),
    getTranslations('admin.purchase'),
    purchaseOrders(who),
    waitingToGather(who),
    lastMinuteGoods(who),
  ])
  return (
    <AdminFrame
      section="board"
      title={t('title')}
      aside={t('list.count', { count: orders.length })}
      back={{ href: '/admin', label: nav('board') }}
      tools={
        <a className="btn btn--quiet btn--sm" href="/admin/purchase-list">
          {purchase('title')}
        </a>
      }
    >
      <Gather waiting={waiting} />
      {orders.length === 0 ? <Empty>{t('list.none')}</Empty> : <Orders orders={orders} />}
      {goods.length > 0 && <LastMinuteGoods goods={goods} />}
    </AdminFrame>
  )
}

async function Gather({ waiting: { groups, products, gone, withoutSupplier } }: { waiting: Waiting }) {
  const t = await getTranslations('buying.list')
  const hasWork = products > 0 || gone > 0
  return (
    <AdminForm action={gather} className="gather" label={t('gather')}>
      <div>
        <p>{products > 0 ? t('waits', { groups, products }) : t('nothingWaits')}</p>
        {gone > 0 && <p>{t('gone', { count: gone })}</p>}
        {withoutSupplier > 0 && <p className="small muted">{t('withoutSupplier', { count: withoutSupplier })}</p>}
        <FormMessage />
      </div>
      <Submit className={`btn btn--sm ${hasWork ? 'btn--primary' : 'btn--quiet'}`}>{t('gather')}</Submit>
    </AdminForm>
  )
}

const TONES: Record<PurchaseOrderState, string> = {
  draft: '',
  sent: 'mark--butter',
  answered: 'mark--leaf',
  received: '',
  cancelled: 'mark--tomato',
}

async function Orders({ orders }: { orders: PurchaseOrderRow[] }) {
  const [t, f] = await Promise.all([getTranslations('buying'), getFormats()])
  return (
    <TableRegion label={t('title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('list.order')}</th>
            <th scope="col">{t('list.supplier')}</th>
            <th scope="col">{t('list.delivery')}</th>
            <th scope="col">{t('list.state')}</th>
            <th scope="col" className="n">
              {t('list.lines')}
            </th>
            <th scope="col" className="n">
              {t('list.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.id}>
              <th scope="row">
                <a href={`${PATH}/${order.id}`}>{purchaseOrderNumber(order) || t('draft')}</a>
              </th>
              <td>{f.text(order.supplier)}</td>
              <td>{f.calendarDay(order.deliveryOn)}</td>
              <td>
                <span className={`mark ${TONES[order.state]}`}>{t(`states.${order.state}`)}</span>{' '}
                {order.lessLines > 0 && <span className="bad">{t('list.less', { count: order.lessLines })}</span>}{' '}
                {order.unsent > 0 && <span className="muted">{t('list.unsent', { count: order.unsent })}</span>}
              </td>
              <td className="n">{f.number(order.lines)}</td>
              <td className="n strong">{f.money(order.costMinor, order.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function LastMinuteGoods({ goods }: { goods: LastMinute[] }) {
  const [t, f] = await Promise.all([getTranslations('buying.list'), getFormats()])
  return (
    <section className="adm__more" aria-labelledby="last-minute">
      <h2 id="last-minute">{t('lastMinute')}</h2>
      <p className="muted">{t('lastMinuteAbout')}</p>
      <ul className="plain mt-2">
        {goods.map((each) => (
          <li key={each.productId}>
            <a href={`/admin/inventory/${each.productId}`}>{f.text(each.name)}</a>{' '}
            <span className="muted">{f.text(each.pack)}</span>{' '}
            <span className="strong">
              {t('available', { amount: quantityText(each.available, each.unit, f.number) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
