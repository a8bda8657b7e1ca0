import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CopyLink } from '#components/leader/copy-link.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { leaderGate, managerGate } from '#lib/queries/gates.ts'
import { leaderDesk } from '#lib/queries/leader-desk.ts'
import { type LeaderGroup, leaderGroup } from '#lib/queries/leader-group.ts'
import { groupUrl } from '#lib/web/addresses.ts'
import { currentUserId, toSignIn } from '#lib/web/session.ts'
import { LeaderFrame } from './parts/frame.tsx'
import { Mine } from './parts/mine.tsx'
import { Figures, GroupHead, HeadLink, Progress } from './parts/overview.tsx'
import { Selling, StationTotals } from './parts/selling.tsx'
import { SharePanel } from './parts/share-panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('leader.desk')
  return { title: t('title') }
}

type Props = { searchParams: Promise<{ group?: string | string[] }> }

/** The leader's desk: all groups, and the chosen or most urgent one in numbers. */
export default async function Desk({ searchParams }: Props) {
  const userId = (await currentUserId()) ?? (await toSignIn('/leader'))
  const who = await leaderGate(userId)
  // whoever does not lead yet is shown how to begin
  if (!who) redirect('/leader/apply')
  const t = await getTranslations('leader')
  const desk = await leaderDesk(who)
  const asked = (await searchParams).group
  const chosen = desk.groups.find(({ id }) => id === asked) ?? desk.groups[0]
  const manager = chosen && (await managerGate(userId, chosen.id))
  const group = manager && (await leaderGroup(manager))
  return (
    <LeaderFrame current="groups">
      <div className="desk">
        {group ? (
          <>
            <Mine desk={desk} currentId={group.id} />
            <Chosen group={group} unanswered={desk.unanswered} />
          </>
        ) : (
          <main className="desk__alone">
            <h1 className="sr">{t('desk.title')}</h1>
            <Empty
              action={
                <a className="btn btn--primary" href="/leader/group-orders/new">
                  {t('nav.open')}
                </a>
              }
            >
              {t('desk.empty')}
            </Empty>
          </main>
        )}
      </div>
    </LeaderFrame>
  )
}

async function Chosen({ group, unanswered }: { group: LeaderGroup; unanswered: number }) {
  const t = await getTranslations('leader')
  const href = `/leader/group-orders/${group.id}`
  const isShared = group.state === 'open' || group.state === 'scheduled'
  const waiting = group.questions.filter(({ answer }) => answer === null).length
  return (
    <>
      <main className="desk__main">
        <GroupHead group={group}>
          <div className="sharebar">
            {isShared ? (
              <>
                <HeadLink href={href}>{t('desk.manage')}</HeadLink>
                <CopyLink
                  url={groupUrl(group.slug)}
                  label={t('share.title')}
                  copied={t('share.copied')}
                  className="btn btn--primary"
                />
              </>
            ) : (
              <HeadLink href={href}>{t('desk.whole')}</HeadLink>
            )}
          </div>
        </GroupHead>
        {waiting > 0 && (
          <Notice tone="butter" icon="chat">
            <a href={`${href}#questions`}>{t('desk.unanswered', { count: waiting })}</a>
          </Notice>
        )}
        <Figures group={group} />
        <Progress group={group} />
        <Selling group={group} />
      </main>
      <aside className="desk__side" aria-label={t('desk.selected')}>
        {unanswered > waiting && (
          <p className="notice notice--butter">
            <span>{t('desk.unanswered', { count: unanswered })}</span>
          </p>
        )}
        <StationTotals group={group} />
        <SharePanel group={group} />
      </aside>
    </>
  )
}
