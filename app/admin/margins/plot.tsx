import { getTranslations } from 'next-intl/server'
import type { CSSProperties } from 'react'
import type { MarginRow } from '#lib/queries/margins.ts'
import { getFormats } from '#lib/web/format.ts'

/** More rows than this are read in the table alone. */
const SHOWN = 14

/** Forecast and actual side by side; the table beneath holds the same numbers in words. */
export async function MarginPlot({ rows, label }: { rows: MarginRow[]; label: string }) {
  const [t, f] = await Promise.all([getTranslations('admin.margins'), getFormats()])
  const shown = rows.slice(0, SHOWN)
  const values = shown.flatMap(({ variance }) => [variance.forecastMinor, variance.actualMinor])
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)]
  const share = (minor: number) => `${(((minor - low) / (high - low)) * 100).toFixed(2)}%`
  const bar = (minor: number) =>
    ({
      '--from': share(Math.min(0, minor)),
      '--wide': `${((Math.abs(minor) / (high - low)) * 100).toFixed(2)}%`,
    }) as CSSProperties
  return (
    <figure className="panel panel--pad mplot">
      <figcaption className="small muted">
        <span className="mplot__key mplot__key--plan" aria-hidden="true" /> {t('forecast')}{' '}
        <span className="mplot__key" aria-hidden="true" /> {t('actual')}
      </figcaption>
      <div role="img" aria-label={label} style={{ '--zero': share(0) } as CSSProperties}>
        {shown.map(({ key, name, variance: { forecastMinor, actualMinor } }) => (
          <div key={key} className="mplot__row">
            <span className="small truncate">{f.text(name)}</span>
            <span className="mplot__track">
              <span className="mplot__bar mplot__bar--plan" style={bar(forecastMinor)} />
              <span className={`mplot__bar ${actualMinor < 0 ? 'mplot__bar--loss' : ''}`} style={bar(actualMinor)} />
            </span>
          </div>
        ))}
      </div>
    </figure>
  )
}
