import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { PaysItsWay } from '#app/pays-its-way.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Live } from '#components/ui/live.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { carriersOf } from '#lib/queries/carrying.ts'
import { leaderGate } from '#lib/queries/gates.ts'
import { leaderGroup } from '#lib/queries/leader-group.ts'
import { getFormats } from '#lib/web/format.ts'
import { currentUserId, pageManager } from '#lib/web/session.ts'
import { LeaderFrame } from '../../parts/frame.tsx'
import { Figures, GroupHead, Progress } from '../../parts/overview.tsx'
import { ProductTotals, StationTotals } from '../../parts/selling.tsx'
import { SharePanel } from '../../parts/share-panel.tsx'
import { Carriers } from './carriers.tsx'
import { Manage, PublishForm, Questions } from './manage.tsx'

const DONE = [
  'opened',
  'scheduled',
  'draft',
  'edited',
  'closed',
  'failed',
  'extended',
  'moved',
  'cancelled',
  'answered',
  'carrierEnded',
] as const

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ done?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('leader.group')
  return { title: t('manage') }
}

/** One group order for whoever runs it: live totals, its link, its questions, and everything that can be done. */
export default async function Group({ params, searchParams }: Props) {
  const { id } = await params
  const path = `/leader/group-orders/${id}`
  const who = await pageManager(path, id)
  if (!who) return <NotHere />
  const [t, f, group, carriers, { done }] = await Promise.all([
    getTranslations('leader'),
    getFormats(),
    leaderGroup(who),
    carriersOf(who),
    searchParams,
  ])
  const told = DONE.find((each) => each === done)
  const userId = await currentUserId()
  const isLeader = Boolean(userId && (await leaderGate(userId)))
  const isRunning = group.state === 'open'
  return (
    <LeaderFrame current="groups" canOpen={isLeader}>
      <title>{f.text(group.title)}</title>
      {isRunning && <Live seconds={20} news={`/api/live?group=${id}`} />}
      <div className="gpage">
        <main className="gpage__main">
          {told && (
            <Notice tone="leaf" icon="check" role="status">
              {t(`done.${told}`)}
            </Notice>
          )}
          <GroupHead group={group} />
          <div className="gpage__acts">
            {group.can.publish && <PublishForm group={group} />}
            {group.can.edit && (
              <a className="btn btn--quiet" href={`${path}/edit`}>
                <Icon name="pencil" size={18} />
                {t('group.edit')}
              </a>
            )}
            {group.state !== 'draft' && (
              <a className="btn btn--quiet" href={`${path}/roll-call`}>
                <Icon name="clipboard" size={18} />
                {t('group.rollCall')}
              </a>
            )}
            {isLeader && who.role === 'leader' && group.state !== 'draft' && (
              <a className="btn btn--quiet" href={`/leader/group-orders/new?from=${group.id}`}>
                <Icon name="copy" size={18} />
                {t('group.again')}
              </a>
            )}
          </div>
          <Figures group={group} />
          <Progress group={group} />
          {group.standing && !['draft', 'scheduled', 'failed', 'cancelled'].includes(group.state) && (
            <PaysItsWay
              standing={group.standing}
              isNoLoss={group.isNoLoss}
              isRunning={isRunning}
              currency={group.currency}
            />
          )}
          <ProductTotals group={group} />
          <StationTotals group={group} />
          <Carriers group={group} carriers={carriers} />
          <Questions group={group} />
        </main>
        <aside className="gpage__side" aria-label={t('group.manage')}>
          <SharePanel group={group} />
          <Manage group={group} />
        </aside>
      </div>
    </LeaderFrame>
  )
}
