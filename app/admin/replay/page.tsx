import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { replayChoices, replayReport } from '#lib/queries/replay.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'
import { WEEKS, wantedReport } from '../margins/cut.ts'
import { one, type Query } from '../query.ts'
import { type Asked, changeOf } from './change.ts'
import { ReplayForm } from './form.tsx'
import { ReplayTable } from './table.tsx'

type Props = { searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.replay'))('title') }
}

/** Past group orders under other terms, before anything is decided. Nothing is written. */
export default async function ReplayPage({ searchParams }: Props) {
  const who = await pageAdmin('/admin/replay', 'money')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const text = (name: string) => one(query[name])?.trim() ?? ''
  const asked: Asked = {
    commission: text('commission'),
    earlier: text('earlier'),
    without: text('without'),
    product: text('product'),
    from1: text('from1'),
    price1: text('price1'),
    from2: text('from2'),
    price2: text('price2'),
  }
  const { weeks } = wantedReport(undefined, text('weeks') || String(WEEKS[1]))
  const leaderId = text('leader')
  const { change, faults } = changeOf(asked)
  const [t, choices, report] = await Promise.all([
    getTranslations('admin.replay'),
    replayChoices(who, leaderId, weeks),
    leaderId && faults.length === 0 ? replayReport(who, leaderId, weeks, change) : undefined,
  ])
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      aside={t('about')}
      back={{ href: '/admin/margins', label: t('back') }}
    >
      <ReplayForm choices={choices} leaderId={leaderId} weeks={weeks} asked={asked} faults={faults} />
      {!leaderId && <p className="notice mt-3">{t('choose')}</p>}
      {report?.rows.length === 0 && <p className="notice mt-3">{t('none')}</p>}
      {report && report.rows.length > 0 && <ReplayTable report={report} />}
    </AdminFrame>
  )
}
