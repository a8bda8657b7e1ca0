import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Door } from '#components/station/door.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { keptStations } from '#lib/queries/station-home.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { StationMenu } from './menu.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('station'))('title') }
}

/** Whoever keeps one station is sent to it; who keeps several chooses. */
export default async function Stations() {
  const stations = await keptStations(await pageShopper('/station'))
  const [only, second] = stations
  if (!only) {
    setStatus(403)
    return <NotAllowed />
  }
  if (!second) redirect(`/station/${only.id}`)
  const t = await getTranslations('station.choose')
  const f = await getFormats()
  return (
    <div className="screen">
      <header className="topbar station-bar">
        <p className="strong grow">{(await getTranslations('station'))('title')}</p>
        <StationMenu />
      </header>
      <main className="wrap">
        <h1>{t('title')}</h1>
        <p className="muted mt-1">{t('text')}</p>
        <ul className="mt-4 grid gap-3">
          {stations.map((station) => (
            <li key={station.id}>
              <a className="panel panel--pad station-choice" href={`/station/${station.id}`}>
                <Door colour={station.door} />
                <span className="grow">
                  <span className="strong block">{f.text(station.name)}</span>
                  <span className="small muted block">{f.text(station.address)}</span>
                  <span className="small block num">
                    {t('waiting', { count: station.waiting })}
                    {station.arriving > 0 && ` · ${t('arriving', { count: station.arriving })}`}
                  </span>
                </span>
                <Icon name="next" />
              </a>
            </li>
          ))}
        </ul>
      </main>
    </div>
  )
}
