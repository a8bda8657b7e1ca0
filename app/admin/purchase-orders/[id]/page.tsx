import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import { type PurchaseOrderView, purchaseOrder } from '#lib/queries/purchase-orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminFrame } from '../../frame.tsx'
import { Cancel, Links, PhoneAnswer, Receive, Send } from './forms.tsx'
import { LinesTable } from './lines.tsx'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('buying'))('title') }
}

/** One purchase order: its lines, what the supplier knows and said, and what can be done next. */
export default async function PurchaseOrderPage({ params }: Props) {
  const { id } = await params
  const who = await pageAdmin(`/admin/purchase-orders/${id}`, 'stock')
  if (!who) return <NotAllowed />
  const order = await purchaseOrder(who, id)
  if (!order) {
    setStatus(404)
    return <NotHere />
  }
  const [t, f] = await Promise.all([getTranslations('buying'), getFormats()])
  const number = purchaseOrderNumber(order)
  const supplier = f.text(order.supplier)
  const mayChange = order.state !== 'received' && order.state !== 'cancelled'
  const tools = [
    ...(order.version > 0 ? (['order.csv', 'order.xlsx'] as const) : []).map((file) => ({
      href: `/admin/purchase-orders/${id}/${file}`,
      label: t(file === 'order.csv' ? 'one.csv' : 'one.xlsx'),
      icon: 'download' as const,
    })),
    { href: `/print/purchase-orders/${id}`, label: t('one.print'), icon: 'printer' as const },
  ]
  return (
    <AdminFrame
      section="board"
      title={number || t('draftOf', { supplier })}
      aside={`${number ? `${supplier} · ` : ''}${t('one.delivery', { day: f.calendarDay(order.deliveryOn) })} · ${t(`states.${order.state}`)}`}
      back={{ href: '/admin/purchase-orders', label: t('title') }}
      tools={tools.map(({ href, label, icon }) => (
        <a key={href} className="btn btn--quiet btn--sm" href={href}>
          <Icon name={icon} size={16} />
          {label}
        </a>
      ))}
    >
      {f.text(order.terms) && <p className="muted">{f.text(order.terms)}</p>}
      {order.cancelReason && <Notice tone="tomato">{t('one.cancelled', { reason: order.cancelReason })}</Notice>}
      <LinesTable order={order} mayChange={mayChange} />
      <div className="split adm__more">
        <div className="grow stack">
          {mayChange && <Send order={order} />}
          {order.version > 0 && mayChange && <PhoneAnswer order={order} />}
          {order.version > 0 && mayChange && <Receive order={order} />}
          <Versions order={order} />
        </div>
        <div className="split__side">
          {order.version > 0 && <Links order={order} />}
          <Groups order={order} />
          {mayChange && <Cancel order={order} />}
        </div>
      </div>
    </AdminFrame>
  )
}

async function Groups({ order }: { order: PurchaseOrderView }) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  if (order.groups.length === 0) return null
  return (
    <section className="panel panel--pad" aria-labelledby="groups">
      <h2 id="groups">{t('groups')}</h2>
      <ul className="plain">
        {order.groups.map((group) => (
          <li key={group.id}>
            <a href={`/admin/group-orders/${group.id}`}>{f.text(group.title)}</a>{' '}
            {group.isGone && <span className="mark mark--tomato">{t('gone')}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

async function Versions({ order }: { order: PurchaseOrderView }) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  if (order.versions.length === 0) return null
  return (
    <section className="panel panel--pad" aria-labelledby="versions">
      <h2 id="versions">{t('versions')}</h2>
      <ol className="versions">
        {order.versions.map((version) => (
          <li key={version.version}>
            <p>
              <span className="strong">{t('version', { version: version.version })}</span>{' '}
              <span className="muted">
                {t('sentAt', { time: f.when(version.sentAt, order.timeZone), email: version.sentTo })} ·{' '}
                {f.money(version.totalMinor, order.currency)}
              </span>
            </p>
            {version.version > 1 && (
              <ul className="plain small">
                {version.changes.map(({ line, casesBefore, casesAfter }) => (
                  <li key={line.productId}>
                    {t('changed', { product: f.text(line.name), before: casesBefore, cases: casesAfter })}
                  </li>
                ))}
              </ul>
            )}
            {version.note && <p className="small">“{version.note}”</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
