import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { purchaseList } from '#lib/queries/purchase-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminFrame } from '../../../frame.tsx'
import { PurchaseTable } from '../../../purchase-table.tsx'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('purchase.title') }
}

export default async function PurchaseListPage({ params }: Props) {
  const { id } = await params
  const base = `/admin/group-orders/${id}`
  const who = await pageAdmin(`${base}/purchase-list`, 'stock')
  if (!who) return <NotAllowed />
  const list = await purchaseList(who, id)
  if (!list) {
    setStatus(404)
    return <NotHere />
  }
  const [t, f] = await Promise.all([getTranslations('admin'), getFormats()])
  const tools = (
    <>
      <a className="btn btn--quiet btn--sm" href={`/print/group-orders/${id}/purchase-list`}>
        <Icon name="printer" size={16} />
        {t('purchase.print')}
      </a>
      <a className="btn btn--quiet btn--sm" href={`${base}/purchase-list.csv`}>
        <Icon name="download" size={16} />
        {t('purchase.csv')}
      </a>
    </>
  )
  return (
    <AdminFrame
      section="groups"
      title={t('purchase.title')}
      aside={f.text(list.title)}
      tools={list.lines.length > 0 && tools}
      back={{ href: base, label: f.text(list.title) }}
    >
      {list.soFar && (
        <Notice tone="butter" icon="clock">
          {t('purchase.soFar', { cutoff: f.when(list.cutoffAt, list.timeZone) })}
        </Notice>
      )}
      {list.boughtAt && (
        <Notice tone="leaf" icon="check">
          {t('purchase.boughtAt', { time: f.when(list.boughtAt, list.timeZone) })}
        </Notice>
      )}
      {list.lines.length > 0 ? (
        <PurchaseTable
          list={list}
          title={
            <>
              {t('purchase.product')}{' '}
              {list.soFar && <span className="mark mark--butter">{t('purchase.soFarMark')}</span>}
            </>
          }
        />
      ) : (
        <Empty>{t('purchase.empty')}</Empty>
      )}
    </AdminFrame>
  )
}
