import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Wordmark } from '#components/frame/wordmark.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { type OrderView, ownOrders } from '#lib/queries/orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { ShopTabs } from '../shop-tabs.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.orders'))('title') }
}

const CURRENT = new Set(['placed', 'frozen', 'ready'])

export default async function Orders() {
  const who = await pageShopper('/orders')
  const t = await getTranslations('shop.orders')
  const f = await getFormats()
  const orders = await ownOrders(who)
  return (
    <div className="screen screen--tabs">
      <header className="topbar !pl-4">
        <Wordmark />
        <span className="grow" />
        <LanguageSwitch locale={f.locale} action={setLanguage} />
      </header>
      <main>
        <div className="wrap">
          <h1>{t('title')}</h1>
        </div>
        {orders.length === 0 && (
          <Empty
            action={
              <a className="btn btn--primary" href="/">
                {t('toShop')}
              </a>
            }
          >
            {t('none')}
          </Empty>
        )}
        <List
          title={t('current')}
          orders={[
            ...orders.filter(({ state }) => state === 'ready'),
            ...orders.filter(({ state }) => CURRENT.has(state) && state !== 'ready'),
          ]}
        />
        <List title={t('past')} orders={orders.filter(({ state }) => !CURRENT.has(state))} />
      </main>
      <ShopTabs current="orders" />
    </div>
  )
}

async function List({ title, orders }: { title: string; orders: OrderView[] }) {
  if (orders.length === 0) return null
  const t = await getTranslations('shop.orders')
  const c = await getTranslations('common.orderStates')
  const f = await getFormats()
  return (
    <section className="section !pt-6">
      <h2 className="mb-3">{title}</h2>
      <ul className="grid gap-2.5">
        {orders.map((order) => (
          <li key={order.id}>
            <a className="panel panel--pad row text-ink no-underline" href={`/orders/${order.id}`}>
              <span className="grow">
                <span className="strong block">{f.text(order.group.title)}</span>
                <span className="small muted num block">
                  {t('number', { number: order.number })} · {f.day(order.placedAt, order.group.timeZone)} ·{' '}
                  {f.money(order.totalMinor, order.currency)}
                </span>
                <span className="mt-1.5 flex items-center gap-2">
                  <span
                    className={`mark ${order.state === 'ready' ? 'mark--leaf' : order.state === 'cancelled' ? 'mark--tomato' : ''}`}
                  >
                    {c(order.state)}
                  </span>
                </span>
              </span>
              <span className="thumbs [--ring:var(--surface)]">
                {order.lines.slice(0, 3).map((line) => (
                  <Tile key={line.offerId} src={line.picture} tile={line.tile} size={40} />
                ))}
              </span>
              <Icon name="next" size={18} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
