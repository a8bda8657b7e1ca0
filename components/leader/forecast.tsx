'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { type ForecastFacts, type FormForecast, forecastOf } from '#lib/domain/forecast.ts'
import { averageMinor } from '#lib/domain/margin.ts'
import { formatAmount, parseMoney } from '#lib/domain/money.ts'
import type { Locale } from '#lib/domain/text.ts'
import { type Typed, useTyped } from './use-typed.ts'

export type ForecastTexts = Record<
  | 'title'
  | 'empty'
  | 'keeps'
  | 'loses'
  | 'usualBasket'
  | 'plainBasket'
  | 'pays'
  | 'paysOne'
  | 'never'
  | 'leaves'
  | 'lacks'
  | 'usualOrders'
  | 'minimumOrders'
  | 'earns'
  | 'earnsAll'
  | 'stop'
  | 'stopOne'
  | 'stopNever',
  string
>

/** What the forecast stands on. */
export type ForecastProps = {
  formId: string
  facts: ForecastFacts
  texts: ForecastTexts
  currency: string
  locale: Locale
  /** What the form holds before anybody types. */
  initial: {
    offers: { id: string; price: string; tiers: { from: string; price: string }[] }[]
    stationIds: string[]
    minimumOrders: number
  }
  productIds: string[]
  /** Of a group that runs neither stations nor minimum are in the form. */
  isWhole: boolean
}

const TIER_ROWS = [0, 1]

function offersOf(typed: Typed, { productIds, currency, initial }: ForecastProps) {
  const minor = (text: string | undefined) => (text === undefined ? 0 : (parseMoney(text, currency) ?? 0))
  const chosen = productIds.flatMap((id) => {
    const on = typed(`offers.${id}.on`)
    if (on === undefined) return initial.offers.filter((offer) => offer.id === id)
    const part = (name: string) => typed(`offers.${id}.${name}`)?.[0] ?? ''
    const tiers = TIER_ROWS.map((row) => ({ from: part(`tiers.${row}.from`), price: part(`tiers.${row}.price`) }))
    return on.length === 0 ? [] : [{ id, price: part('price'), tiers }]
  })
  return chosen.map(({ id, price, tiers }) => ({
    productId: id,
    priceMinor: minor(price),
    tierBy: 'orders' as const,
    tiers: tiers
      .map((tier) => ({ from: Number(tier.from), priceMinor: minor(tier.price) }))
      .filter(({ from, priceMinor }) => from > 1 && priceMinor > 0),
  }))
}

type Told = Pick<ForecastProps, 'facts' | 'texts'> & {
  forecast: FormForecast | undefined
  money: (minor: number) => string
}

const ForecastContext = createContext<Told | undefined>(undefined)

/** Reckons once for everything in the form that tells of it, live as it is typed. */
export function ForecastScope({ children, ...props }: ForecastProps & { children: ReactNode }) {
  const typed = useTyped(props.formId)
  const { facts, texts, initial, isWhole, currency, locale } = props
  const forecast = forecastOf(facts, {
    offers: offersOf(typed, props),
    stationIds: (isWhole && typed('stationIds')) || initial.stationIds,
    minimumOrders: Number((isWhole && typed('minimumOrders')?.[0]) || initial.minimumOrders) || 1,
  })
  const money = (minor: number) => formatAmount(minor, currency, locale)
  return <ForecastContext value={{ facts, texts, forecast, money }}>{children}</ForecastContext>
}

function useForecast(): Told {
  const told = useContext(ForecastContext)
  if (!told) throw new Error('a forecast is told outside its scope')
  return told
}

const fill = (text: string, values: Record<string, string | number>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** What the group is likely to leave: an order, the number that pays for it all, and all of them. */
export function Forecast() {
  const { forecast, texts, facts, money } = useForecast()
  return (
    <section aria-labelledby="forecast">
      <h2 id="forecast">{texts.title}</h2>
      <div className="panel panel--pad og__forecast num">
        {!forecast && <p className="muted">{texts.empty}</p>}
        {forecast && (
          <>
            <p className="strong">{keptOf(forecast, texts, money)}</p>
            <p className="small muted">
              {fill(facts.usual ? texts.usualBasket : texts.plainBasket, { basket: money(forecast.order.basketMinor) })}
            </p>
            <Together forecast={forecast} />
          </>
        )}
      </div>
    </section>
  )
}

/** What an order leaves; where costs are not shown, what the leader earns of it. */
function keptOf({ order, group }: FormForecast, texts: ForecastTexts, money: Told['money']): string {
  if (!group) return fill(texts.earns, { amount: money(order.commissionMinor) })
  const keptMinor = averageMinor(order.average)
  return fill(keptMinor < 0 ? texts.loses : texts.keeps, { amount: money(Math.abs(keptMinor)) })
}

const paysOf = (orders: number | undefined, texts: ForecastTexts): string =>
  orders === undefined ? texts.never : fill(orders === 1 ? texts.paysOne : texts.pays, { orders })

function Together({ forecast: { order, group, expected, isUsual } }: { forecast: FormForecast }) {
  const { texts, money } = useForecast()
  const reason = <span className="muted">{isUsual ? texts.usualOrders : texts.minimumOrders}</span>
  if (!group) {
    const amount = money(order.commissionMinor * expected)
    return (
      <p className="small">
        {fill(texts.earnsAll, { orders: expected, amount })} {reason}
      </p>
    )
  }
  const { afterStopsMinor, breakEven } = group
  const amount = money(Math.abs(afterStopsMinor))
  return (
    <>
      <p className={breakEven === undefined ? 'count--urgent' : ''}>{paysOf(breakEven, texts)}</p>
      <p className="small">
        <span className={`mark ${afterStopsMinor < 0 ? 'mark--tomato' : 'mark--leaf'}`}>
          {fill(afterStopsMinor < 0 ? texts.lacks : texts.leaves, { orders: expected, amount })}
        </span>{' '}
        {reason}
      </p>
    </>
  )
}

/** How many orders pay for one stop; nothing where costs are not shown or the stop costs nothing. */
export function StopForecast({ stationId }: { stationId: string }) {
  const { forecast, texts } = useForecast()
  if (!forecast?.stops.has(stationId)) return null
  const orders = forecast.stops.get(stationId)
  if (orders === 0) return null
  if (orders === undefined) return <span className="micro count--urgent">{texts.stopNever}</span>
  return <span className="micro num">{fill(orders === 1 ? texts.stopOne : texts.stop, { orders })}</span>
}

/** The same in two lines, beside the buttons. */
export function ForecastLine({ otherwise }: { otherwise: string }) {
  const { forecast, texts, money } = useForecast()
  if (!forecast) return <span className="small muted">{otherwise}</span>
  return (
    <>
      <span className="strong num block og__sum">{keptOf(forecast, texts, money)}</span>
      <span className="small muted num">{forecast.group ? paysOf(forecast.group.breakEven, texts) : otherwise}</span>
    </>
  )
}
