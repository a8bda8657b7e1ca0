import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { env } from '#lib/infra/env.ts'
import {
  cashOwed,
  MARGIN_CUTS,
  type MarginCut,
  type MarginReport,
  marginReport,
  subsidies,
} from '#lib/queries/margins.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'
import { one, type Query } from '../query.ts'
import { WEEKS, wantedReport } from './cut.ts'
import { Owed, Subsidies } from './owed.tsx'
import { MarginPlot } from './plot.tsx'
import { MarginTable } from './table.tsx'

type Props = { searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.margins'))('title') }
}

/** What was to be expected, what became of it and why; where money is lost again and again; and whose the cash is. */
export default async function MarginsPage({ searchParams }: Props) {
  const who = await pageAdmin('/admin/margins', 'money')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const { cut, weeks } = wantedReport(one(query.by), one(query.weeks))
  const [t, f, report, owed, coupons] = await Promise.all([
    getTranslations('admin.margins'),
    getFormats(),
    marginReport(who, cut, weeks),
    cashOwed(who),
    subsidies(who),
  ])
  const { forecastMinor, actualMinor } = report.total
  const tools = (
    <>
      <a className="btn btn--quiet btn--sm" href="/admin/replay">
        {t('replay')}
      </a>
      <a className="btn btn--quiet btn--sm" href={`/admin/margins.csv?by=${cut}&weeks=${weeks}`}>
        CSV
      </a>
    </>
  )
  return (
    <AdminFrame
      section="money"
      back={{ href: '/admin/money', label: (await getTranslations('admin.money'))('title') }}
      title={t('title')}
      aside={t('together', {
        groups: report.groups,
        forecast: f.money(forecastMinor, env.CURRENCY),
        actual: f.money(actualMinor, env.CURRENCY),
      })}
      tools={tools}
    >
      <Choices cut={cut} weeks={weeks} />
      {report.rows.length === 0 ? (
        <p className="notice">{t('none')}</p>
      ) : (
        <>
          <MarginPlot rows={report.rows} label={t('plot', { cut: t(`cuts.${cut}`) })} />
          <MarginTable cut={cut} rows={report.rows} total={cut === 'product' ? undefined : report.total} />
          <p className="small muted mt-2">{t('how')}</p>
        </>
      )}
      <Red red={report.red} f={f} />
      <Owed owed={owed} />
      <Subsidies coupons={coupons} />
    </AdminFrame>
  )
}

async function Choices({ cut, weeks }: { cut: MarginCut; weeks: number }) {
  const t = await getTranslations('admin.margins')
  return (
    <nav className="row flex-wrap mt-2" aria-label={t('choose')}>
      {MARGIN_CUTS.map((each) => (
        <a
          key={each}
          className={`chip ${each === cut ? 'chip--on' : ''}`}
          aria-current={each === cut ? 'page' : undefined}
          href={`/admin/margins?by=${each}&weeks=${weeks}`}
        >
          {t(`cuts.${each}`)}
        </a>
      ))}
      <span className="grow" />
      {WEEKS.map((each) => (
        <a
          key={each}
          className={`chip ${each === weeks ? 'chip--on' : ''}`}
          aria-current={each === weeks ? 'true' : undefined}
          href={`/admin/margins?by=${cut}&weeks=${each}`}
        >
          {t('weeks', { weeks: each })}
        </a>
      ))}
    </nav>
  )
}

async function Red({ red, f }: { red: MarginReport['red']; f: Formats }) {
  const t = await getTranslations('admin.margins')
  return (
    <section aria-labelledby="red">
      <h2 id="red" className="adm__more">
        {t('red')}
      </h2>
      {red.length === 0 ? (
        <p className="muted">{t('noRed')}</p>
      ) : (
        <ul className="stack">
          {red.map(({ stationId, name, minor }) => (
            <li key={stationId}>
              <span className="strong">{f.text(name)}</span>{' '}
              <span className="mark mark--tomato num">{f.money(minor, env.CURRENCY)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
