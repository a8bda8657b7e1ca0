import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { type PickLists, type PickProduct, type PickStation, pickLists } from '#lib/queries/pick-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminFrame } from '../../../frame.tsx'
import { labelText } from '../../../label-text.ts'
import { quantityText } from '../../../quantity.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('picks.title') }
}

export default async function PickListsPage({ params }: Props) {
  const { id } = await params
  const base = `/admin/group-orders/${id}`
  const who = await pageAdmin(`${base}/pick-lists`, 'stock')
  if (!who) return <NotAllowed />
  const lists = await pickLists(who, id)
  if (!lists) {
    setStatus(404)
    return <NotHere />
  }
  const [t, f] = await Promise.all([getTranslations('admin'), getFormats()])
  const tools = (
    <>
      <a className="btn btn--quiet btn--sm" href={`/print/group-orders/${id}/pick-lists`}>
        <Icon name="printer" size={16} />
        {t('picks.print')}
      </a>
      <a className="btn btn--quiet btn--sm" href={`${base}/pick-lists.csv`}>
        <Icon name="download" size={16} />
        {t('purchase.csv')}
      </a>
    </>
  )
  return (
    <AdminFrame
      section="groups"
      title={t('picks.title')}
      aside={f.window(lists.pickupFrom, lists.pickupUntil, lists.timeZone)}
      tools={lists.stations.length > 0 && tools}
      back={{ href: base, label: f.text(lists.title) }}
    >
      {lists.stations.length === 0 && (
        <Empty>{t('picks.none', { cutoff: f.when(lists.cutoffAt, lists.timeZone) })}</Empty>
      )}
      {lists.stations.map((station) => (
        <Station key={station.stationId} station={station} lists={lists} />
      ))}
    </AdminFrame>
  )
}

async function Station({ station, lists }: { station: PickStation; lists: PickLists }) {
  const [t, common, f] = await Promise.all([getTranslations('admin.picks'), getTranslations('common'), getFormats()])
  const name = f.text(station.name)
  const products = lists.products.filter(({ offerId }) => station.totals.some((total) => total.offerId === offerId))
  const quantity = (product: PickProduct, value: number | undefined) =>
    value === undefined ? '' : quantityText(value, product.unit, f.number)
  return (
    <section className="adm__more" aria-label={name}>
      <h2>
        {name} <small className="small muted">{t('orders', { count: station.orders.length })}</small>
      </h2>
      <TableRegion label={t('of', { station: name })}>
        <table className="data picks">
          <thead>
            <tr>
              <th scope="col">{t('label')}</th>
              <th scope="col" className="n">
                #
              </th>
              <th scope="col">{t('namePhone')}</th>
              {products.map((product) => (
                <th key={product.offerId} scope="col" className="n picks__head">
                  {f.text(product.name)}
                  <small>{f.text(product.pack)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {station.orders.map((order, index) => {
              const before = station.orders[index - 1]
              const isNewColour = index > 0 && before?.label?.colour !== order.label?.colour
              return (
                <tr key={order.orderId} className={isNewColour ? 'picks__colour' : ''}>
                  <th scope="row">{labelText(common, order.label)}</th>
                  <td className="n">{order.number}</td>
                  <td>
                    {order.name} {order.phoneEnd}
                  </td>
                  {products.map((product) => {
                    const line = order.lines.find(({ offerId }) => offerId === product.offerId)
                    return (
                      <td key={product.offerId} className="n strong">
                        {quantity(product, line?.quantity)}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {t('total')}
              </th>
              {station.totals.map((total, index) => {
                const product = products[index]
                return (
                  <td key={total.offerId} className="n strong">
                    {product && quantity(product, total.quantity)}
                  </td>
                )
              })}
            </tr>
          </tfoot>
        </table>
      </TableRegion>
    </section>
  )
}
