import { getTranslations } from 'next-intl/server'
import '../styles/earnings.css'
import { Icon } from '#components/ui/icon.tsx'
import { env } from '#lib/infra/env.ts'
import type { Earnings } from '#lib/queries/earnings.ts'
import { getFormats } from '#lib/web/format.ts'
import { getCauseText } from './words.ts'

type Props = {
  earnings: Earnings
  /** The page itself, whose older entries are another page of it. */
  path: string
  isOlder: boolean
  /** Where everything can be downloaded, if it can. */
  csv?: string
}

/** Each thing that moved on a person's account, newest first, a page at a time. */
export async function Entries({ earnings: { entries, next, currency }, path, isOlder, csv }: Props) {
  const [t, f, causeText] = await Promise.all([getTranslations('earnings'), getFormats(), getCauseText()])
  return (
    <section aria-labelledby="entries">
      <div className="between">
        <h2 id="entries">{t('entries')}</h2>
        {csv && entries.length > 0 && (
          <a className="btn btn--quiet btn--sm" href={csv}>
            <Icon name="download" size={16} />
            {t('csv')}
          </a>
        )}
      </div>
      {entries.length === 0 ? (
        <p className="muted mt-2">{t('none')}</p>
      ) : (
        <ul className="panel moneylist mt-2">
          {entries.map((entry) => (
            <li key={entry.id}>
              <span>
                <span className="strong block">
                  {entry.number === null
                    ? causeText(entry)
                    : t('ofOrder', { number: entry.number, group: f.text(entry.group) })}
                </span>
                <span className="small muted block">
                  {[
                    ...(entry.number === null ? [] : [causeText(entry)]),
                    ...(entry.reference ? [entry.reference] : []),
                    f.when(entry.at, env.TIME_ZONE),
                  ].join(' · ')}
                </span>
              </span>
              <span className={`num ${entry.amountMinor > 0 ? 'strong' : 'muted'}`}>
                {entry.amountMinor > 0 && '+'}
                {f.money(entry.amountMinor, currency)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {(next !== null || isOlder) && (
        <nav className="row mt-3" aria-label={t('entries')}>
          {isOlder && (
            <a className="btn btn--quiet btn--sm" href={path}>
              {t('newest')}
            </a>
          )}
          {next !== null && (
            <a className="btn btn--quiet btn--sm" href={`${path}?below=${next}`} rel="next">
              {t('older')}
            </a>
          )}
        </nav>
      )}
    </section>
  )
}

/** The closed periods, each on paper and as a table. */
export async function Statements({ earnings: { statements, currency } }: Pick<Props, 'earnings'>) {
  if (statements.length === 0) return null
  const [t, f] = await Promise.all([getTranslations('earnings'), getFormats()])
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">{t('statements')}</h2>
      <ul className="panel moneylist mt-2">
        {statements.map(({ id, number, from, until, closingMinor }) => (
          <li key={id}>
            <span>
              <span className="strong block">{t('statement', { number })}</span>
              <span className="small muted block">
                {t('period', { from: f.date(from, env.TIME_ZONE), until: f.date(until, env.TIME_ZONE) })}
              </span>
              <span className="small muted block num">{t('closes', { amount: f.money(closingMinor, currency) })}</span>
            </span>
            <span className="row">
              <a
                className="btn btn--quiet btn--sm"
                href={`/print/statements/${id}`}
                aria-label={t('printOf', { number })}
              >
                {t('print')}
              </a>
              <a
                className="btn btn--quiet btn--sm"
                href={`/print/statements/${id}/statement.csv`}
                aria-label={t('csvOf', { number })}
              >
                {t('csv')}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The end of a page of entries, as its address says; undefined for the newest page. */
export function belowOf(value: string | string[] | undefined): number | undefined {
  const text = Array.isArray(value) ? value[0] : value
  return text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
}
