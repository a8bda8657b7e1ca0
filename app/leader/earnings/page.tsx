import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { belowOf, Entries, Statements } from '#app/earnings/parts.tsx'
import NotAllowed from '#app/not-allowed.tsx'
import { leaderEarnings } from '#lib/queries/earnings.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageLeader } from '#lib/web/session.ts'
import { LeaderFrame } from '../parts/frame.tsx'

const PATH = '/leader/earnings'

type Props = { searchParams: Promise<{ below?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('earnings'))('yours') }
}

/** What a leader is owed, what is still to come, and what each cent is for. */
export default async function LeaderEarningsPage({ searchParams }: Props) {
  const who = await pageLeader(PATH)
  if (!who) return <NotAllowed />
  const below = belowOf((await searchParams).below)
  const [earnings, t, f] = await Promise.all([leaderEarnings(who, below), getTranslations('earnings'), getFormats()])
  return (
    <LeaderFrame current="earnings">
      <main className="lpage">
        <div>
          <h1>{t('yours')}</h1>
          <p className="small muted mt-2">{t('aboutLeader')}</p>
        </div>
        <dl className="owed">
          <div>
            <dt>{t('owed')}</dt>
            <dd className="price price--lg">{f.money(earnings.balanceMinor, earnings.currency)}</dd>
          </div>
          <div>
            <dt>{t('pending')}</dt>
            <dd>
              <span className="price price--lg">{f.money(earnings.pendingMinor, earnings.currency)}</span>{' '}
              <span className="small muted">{t('pendingOrders', { count: earnings.pendingOrders })}</span>
            </dd>
          </div>
        </dl>
        <Statements earnings={earnings} />
        <Entries earnings={earnings} path={PATH} isOlder={below !== undefined} csv="/leader/earnings.csv" />
      </main>
    </LeaderFrame>
  )
}
