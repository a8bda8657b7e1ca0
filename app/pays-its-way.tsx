import { getTranslations } from 'next-intl/server'
import type { CSSProperties, ReactNode } from 'react'
import type { StandingView } from '#lib/domain/standing.ts'
import { getFormats } from '#lib/web/format.ts'

type Props = { standing: StandingView; isNoLoss: boolean; isRunning: boolean; currency: string }

const styleOf = (values: Record<string, string>) => values as CSSProperties
const bold = (chunks: ReactNode) => <b>{chunks}</b>

/** The thermometer: how far a group order's orders are on the way to paying its freight and its stops. */
export async function PaysItsWay({ standing, isNoLoss, isRunning, currency }: Props) {
  const [t, f] = await Promise.all([getTranslations('common.pays'), getFormats()])
  const { orders, breakEven, missing, money } = standing
  // who may not know costs is told only what decides the group order
  if (!money && !isNoLoss) return null
  const head = () => {
    if (orders === 0) return t.rich('none', { b: bold })
    if (missing === null) return t.rich('never', { b: bold })
    if (missing === 0) return t.rich('pays', { b: bold })
    return t.rich(isRunning ? 'missing' : 'fell', { count: missing, b: bold })
  }
  return (
    <section className="panel thermo" aria-label={t('label')}>
      <p className="thermo__big num">{head()}</p>
      {money && (
        <p className="muted small num">
          {t('covered', {
            covered: f.money(money.coveredMinor, currency),
            costs: f.money(money.costsMinor, currency),
          })}
          {orders > 0 && ` ${t('average', { amount: f.money(money.averageMinor, currency) })}`}
        </p>
      )}
      {isNoLoss && isRunning && <p className="small">{t('noLoss')}</p>}
      {orders > 0 && breakEven !== null && breakEven > 0 && <Tube orders={orders} breakEven={breakEven} />}
    </section>
  )
}

async function Tube({ orders, breakEven }: { orders: number; breakEven: number }) {
  const [t, f] = await Promise.all([getTranslations('common.pays'), getFormats()])
  const end = Math.max(orders, breakEven)
  const share = (at: number) => `${Math.floor((at / end) * 1000) / 10}%`
  const gap = orders < breakEven ? `calc(${share(breakEven)} - ${share(orders)})` : '0%'
  return (
    <div
      className="tube"
      role="img"
      aria-label={t('bar', { orders, at: breakEven })}
      style={styleOf({ '--v': share(orders), '--g': gap })}
    >
      <div className="tube__glass">
        <span className="tube__fill" />
        <span className="tube__gap" />
      </div>
      <span className="tube__bulb">{f.number(orders)}</span>
      <span
        className={`tube__flag ${breakEven / end > 0.8 ? 'tube__flag--end' : ''}`}
        style={styleOf({ '--at': share(breakEven) })}
      >
        <span className="num">{t('flag', { at: breakEven })}</span>
      </span>
    </div>
  )
}
