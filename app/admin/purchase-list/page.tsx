import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { combinedPurchaseList } from '#lib/queries/purchase-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'
import { PurchaseTable } from '../purchase-table.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('purchase.title') }
}

export default async function CombinedPurchaseListPage() {
  const who = await pageAdmin('/admin/purchase-list', 'stock')
  if (!who) return <NotAllowed />
  const [t, buying, f, list] = await Promise.all([
    getTranslations('admin'),
    getTranslations('buying'),
    getFormats(),
    combinedPurchaseList(who),
  ])
  const tools = (
    <>
      <a className="btn btn--quiet btn--sm" href="/print/purchase-list">
        <Icon name="printer" size={16} />
        {t('purchase.print')}
      </a>
      <a className="btn btn--quiet btn--sm" href="/admin/purchase-list.csv">
        <Icon name="download" size={16} />
        {t('purchase.csv')}
      </a>
    </>
  )
  return (
    <AdminFrame
      section="board"
      title={t('purchase.title')}
      aside={t('purchase.combined', { count: list.groups.length })}
      tools={
        <>
          <a className="btn btn--quiet btn--sm" href="/admin/purchase-orders">
            {buying('link')}
          </a>
          {list.lines.length > 0 && tools}
        </>
      }
      back={{ href: '/admin', label: t('nav.board') }}
    >
      {list.lines.length > 0 ? (
        <PurchaseTable list={list} title={t('purchase.product')} />
      ) : (
        <Empty>{t('purchase.emptyCombined')}</Empty>
      )}
      {list.groups.length > 0 && (
        <section className="adm__more" aria-label={t('purchase.groups')}>
          <h2>{t('purchase.groups')}</h2>
          <ul className="plain">
            {list.groups.map((group) => (
              <li key={group.id}>
                <a href={`/admin/group-orders/${group.id}`}>{f.text(group.title)}</a>{' '}
                <span className="small muted">
                  {group.closedAt && t('board.closedAt', { time: f.when(group.closedAt, group.timeZone) })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </AdminFrame>
  )
}
