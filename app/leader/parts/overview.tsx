import type { CSSProperties, ReactNode } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import type { LeaderGroup } from '#lib/queries/leader-group.ts'
import { getView } from '../view.ts'

const styleOf = (values: Record<string, string>) => values as CSSProperties
const bold = (chunks: ReactNode) => <b>{chunks}</b>

/** A group's name, where it stands, and what can be done from here. */
export async function GroupHead({
  group,
  children,
  level = 1,
}: {
  group: LeaderGroup
  children?: ReactNode
  level?: 1 | 2
}) {
  const { tc, f, stateLine, timeLeft } = await getView()
  const left = group.state === 'open' ? timeLeft(group.cutoffAt, group.now) : undefined
  const isBad = group.state === 'failed' || group.state === 'cancelled'
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="ghead">
      <div className="grow">
        <Heading>{f.text(group.title)}</Heading>
        <p className="muted num ghead__line">
          <span className={`mark ${isBad ? 'mark--tomato' : group.state === 'open' ? 'mark--leaf' : ''}`}>
            {tc(`groupStates.${group.state}`)}
          </span>{' '}
          {stateLine(group)}
          {left && (
            <>
              {' · '}
              <span className={`count ${left.isUrgent ? 'count--urgent' : ''}`}>{left.text}</span>
            </>
          )}
        </p>
      </div>
      {children}
    </div>
  )
}

/** Orders, items, money. */
export async function Figures({ group }: { group: LeaderGroup }) {
  const { t, f } = await getView()
  const { figures, currency } = group
  return (
    <dl className="figures" aria-label={t('figures.label')}>
      <div>
        <dt>{t('figures.orders')}</dt>
        <dd>
          {f.number(figures.orders)}{' '}
          {figures.lastHour > 0 && group.state === 'open' && (
            <small>{t('figures.lastHour', { count: figures.lastHour })}</small>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('figures.items')}</dt>
        <dd>{f.number(figures.items)}</dd>
      </div>
      <div>
        <dt>{t('figures.taken')}</dt>
        <dd>{f.money(figures.takenMinor, currency)}</dd>
      </div>
      {figures.marginMinor !== null && (
        <div>
          <dt>{t('figures.margin')}</dt>
          <dd>{f.money(figures.marginMinor, currency)}</dd>
        </div>
      )}
    </dl>
  )
}

/** The next step in numbers: to the minimum, then to each lower price. */
export async function Progress({ group }: { group: LeaderGroup }) {
  const { t, f } = await getView()
  const { orders } = group.figures
  const { stops, next, missing = 0 } = group.ladder
  const isRunning = group.state === 'open' || group.state === 'scheduled' || group.state === 'draft'
  const end = Math.max(stops.at(-1)?.at ?? 0, orders, 1)
  const share = (at: number) => `${Math.floor((Math.min(at, end) / end) * 1000) / 10}%`
  const goal = stops.find(({ done }) => !done)
  const head = () => {
    if (!isRunning) return t.rich('progress.over', { orders, b: bold })
    if (next === 'minimum') return t.rich('progress.toMinimum', { count: missing, b: bold })
    if (next === 'tier') return t.rich('progress.toTier', { count: missing, b: bold })
    return stops.some(({ kind }) => kind !== 'minimum')
      ? t.rich('progress.reached', { b: bold })
      : t.rich('progress.noSteps', { orders, b: bold })
  }
  return (
    <section className="panel thermo" aria-label={t('progress.label')}>
      <p className="thermo__big num">{head()}</p>
      {group.minimumOrders > 1 && (
        <p className="muted small num">{t('progress.minimum', { minimum: group.minimumOrders })}</p>
      )}
      {stops.length > 0 && (
        <>
          <div
            className="tube"
            role="img"
            aria-label={t('progress.bar', { orders })}
            style={styleOf({ '--v': share(orders), '--g': goal ? `calc(${share(goal.at)} - ${share(orders)})` : '0%' })}
          >
            <div className="tube__glass">
              <span className="tube__fill" />
              <span className="tube__gap" />
            </div>
            <span className="tube__bulb">{f.number(orders)}</span>
            {goal && (
              <span
                className={`tube__flag ${goal.at / end > 0.8 ? 'tube__flag--end' : ''}`}
                style={styleOf({ '--at': share(goal.at) })}
              >
                <span className="num">
                  {t(goal.kind === 'minimum' ? 'progress.flagMinimum' : 'progress.flagTier', { at: goal.at })}
                </span>
              </span>
            )}
          </div>
          <div className="tube__scale num" aria-hidden="true">
            {stops.map(({ at }) => (
              <span key={at} style={styleOf({ '--at': share(at) })}>
                {f.number(at)}
              </span>
            ))}
          </div>
        </>
      )}
    </section>
  )
}

/** Copying and showing the link comes first once a group is open. */
export const HeadLink = ({ href, children, primary }: { href: string; children: ReactNode; primary?: boolean }) => (
  <a className={`btn ${primary ? 'btn--primary' : 'btn--quiet'}`} href={href}>
    {primary && <Icon name="share" size={18} />}
    {children}
  </a>
)
