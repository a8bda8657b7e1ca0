import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { belowOf, Entries, Statements } from '#app/earnings/parts.tsx'
import NotHere from '#app/not-here.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { keeperEarnings } from '#lib/queries/earnings.ts'
import { stationFacts } from '#lib/queries/station-board.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageKeeper } from '#lib/web/session.ts'

type Props = { params: Promise<{ stationId: string }>; searchParams: Promise<{ below?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('earnings'))('yours') }
}

/** What a keeper is owed for what they handed over, at every station that they keep. */
export default async function KeeperEarnings({ params, searchParams }: Props) {
  const { stationId } = await params
  const path = `/station/${stationId}/earnings`
  const who = await pageKeeper(path, stationId)
  if (!who) return <NotHere />
  const below = belowOf((await searchParams).below)
  const [earnings, station, t, board, f] = await Promise.all([
    keeperEarnings(who, below),
    stationFacts(who),
    getTranslations('earnings'),
    getTranslations('station.board'),
    getFormats(),
  ])
  const name = f.text(station.name)
  return (
    <div className="screen station-screen">
      <header className="topbar">
        <a className="iconbtn" href={`/station/${stationId}`} aria-label={board('heading', { station: name })}>
          <Icon name="back" size={24} />
        </a>
        <p className="grow strong">{name}</p>
      </header>
      <main>
        <div className="section">
          <h1>{t('yours')}</h1>
          <p className="price price--lg mt-3">{f.money(earnings.balanceMinor, earnings.currency)}</p>
          <p className="small muted mt-2">{t('aboutKeeper')}</p>
        </div>
        {earnings.statements.length > 0 && (
          <div className="section">
            <Statements earnings={earnings} />
          </div>
        )}
        <div className="section">
          <Entries earnings={earnings} path={path} isOlder={below !== undefined} csv={`${path}.csv`} />
        </div>
      </main>
    </div>
  )
}
