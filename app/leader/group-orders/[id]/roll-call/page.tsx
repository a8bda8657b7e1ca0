import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { type RollCallOrder, rollCall } from '#lib/queries/roll-call.ts'
import { pageManager } from '#lib/web/session.ts'
import { LeaderFrame } from '../../../parts/frame.tsx'
import { getView, type View } from '../../../view.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('leader.rollCall')
  return { title: t('title') }
}

/** Who is expected where: on screen and, by the browser's own print, on paper, one station a page. */
export default async function RollCallPage({ params }: Props) {
  const { id } = await params
  const who = await pageManager(`/leader/group-orders/${id}/roll-call`, id)
  if (!who) return <NotHere />
  const [view, list] = await Promise.all([getView(), rollCall(who)])
  const { t, f } = view
  return (
    <LeaderFrame current="groups">
      <main className="roll">
        <div>
          <a className="link print:hidden" href={`/leader/group-orders/${id}`}>
            <Icon name="back" size={18} />
            {f.text(list.title)}
          </a>
          <h1>{t('rollCall.title')}</h1>
          <p className="muted num">
            {f.text(list.title)} ·{' '}
            {t('rollCall.pickup', { pickup: f.window(list.pickupFrom, list.pickupUntil, list.timeZone) })}
          </p>
          <p className="small muted">{t('rollCall.intro')}</p>
          <p className="small muted print:hidden">{t('rollCall.print')}</p>
        </div>
        {list.stations.map((station) => {
          const sum = station.orders.reduce((total, { totalMinor }) => total + totalMinor, 0)
          return (
            <div key={station.id} className="roll__station">
              <div className="between">
                <h2>{f.text(station.name)}</h2>
                <span className="small muted num">
                  {t('rollCall.sum', { orders: station.orders.length, money: f.money(sum, list.currency) })}
                </span>
              </div>
              {station.orders.length === 0 ? (
                <p className="muted">{t('rollCall.none')}</p>
              ) : (
                <Expected orders={station.orders} currency={list.currency} at={f.text(station.name)} view={view} />
              )}
            </div>
          )
        })}
      </main>
    </LeaderFrame>
  )
}

type ListProps = { orders: RollCallOrder[]; currency: string; at: string; view: View }

function Expected({ orders, currency, at, view: { t, tc, f, amount } }: ListProps) {
  const labelText = ({ label }: RollCallOrder) => {
    if (!label) return ''
    const words = { colour: tc(`shelf.colours.${label.colour}`), animal: tc(`shelf.animals.${label.animal}`) }
    return label.round > 0 ? tc('shelf.labelRound', { ...words, round: label.round + 1 }) : tc('shelf.label', words)
  }
  const lineText = ({ quantity, unit, name }: RollCallOrder['lines'][number]) =>
    t(unit === 'piece' ? 'amount.line' : 'amount.lineWeight', { amount: amount(quantity, unit), name: f.text(name) })
  const hasLabels = orders.some(({ label }) => label !== null)
  return (
    <TableRegion label={at}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('rollCall.number')}</th>
            {hasLabels && <th scope="col">{t('rollCall.label')}</th>}
            <th scope="col">{t('rollCall.name')}</th>
            <th scope="col">{t('rollCall.phone')}</th>
            <th scope="col">{t('rollCall.items')}</th>
            <th scope="col" className="n">
              {t('rollCall.total')}
            </th>
            <th scope="col">{t('rollCall.here')}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.number}>
              <th scope="row" className="strong">
                #{order.number}
              </th>
              {hasLabels && <td className="tight">{labelText(order)}</td>}
              <td className="tight">{order.name}</td>
              <td className="tight">{order.phoneEnd && `…${order.phoneEnd}`}</td>
              <td className="roll__items">{order.lines.map(lineText).join(f.locale === 'zh-CN' ? '、' : ', ')}</td>
              <td className="n strong">{f.money(order.totalMinor, currency)}</td>
              <td>{order.isCollected ? t('rollCall.yes') : <span className="roll__box" aria-hidden="true" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
