import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Wordmark } from '#components/frame/wordmark.tsx'
import { GroupCard } from '#components/group-order/group-card.tsx'
import { ShelfMark } from '#components/order/shelf-mark.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Door } from '#components/station/door.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { monogramOf } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { type OrderView, ownOrders } from '#lib/queries/orders.ts'
import { type GroupCard as Card, openGroups, openStations } from '#lib/queries/shop-home.ts'
import { durationText, URGENT_MS } from '#lib/web/duration.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { currentUserId } from '#lib/web/session.ts'
import { shelfName } from '#lib/web/shelf-name.ts'
import { chosenStation } from '#lib/web/station-choice.ts'
import { chooseStation } from './actions.ts'
import { ShopTabs } from './shop-tabs.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: { absolute: `${(await getTranslations('shop.home'))('title')} · Kaituan 开团` } }
}

export default async function Home() {
  const t = await getTranslations('shop.home')
  const f = await getFormats()
  const stations = await openStations()
  const preferred = await chosenStation()
  const station = stations.find(({ id }) => id === preferred)
  const { groups, now } = await openGroups(station?.id)
  const userId = await currentUserId()
  const who = userId ? await shopperGate(userId) : undefined
  const orders = who ? await ownOrders(who, 30) : []
  const soon = groups.filter((group) => group.isOpen && group.cutoffAt.getTime() - now.getTime() < URGENT_MS)
  const open = groups.filter((group) => group.isOpen && !soon.includes(group))
  const later = groups.filter((group) => !group.isOpen)
  return (
    <div className="screen screen--tabs">
      <header className="topbar !pl-4">
        <Wordmark />
        <span className="grow" />
        <LanguageSwitch locale={f.locale} action={setLanguage} />
      </header>
      <main>
        <h1 className="sr">{t('title')}</h1>
        <div className="wrap grid gap-2.5">
          {env.DEMO && <p className="micro muted">{t('demo')}</p>}
          <Here stations={stations} station={station} f={f} />
          {orders
            .filter(({ state }) => state === 'ready')
            .slice(0, 2)
            .map((order) => (
              <Ready key={order.id} order={order} f={f} />
            ))}
        </div>
        {groups.length === 0 && <Empty>{t('none')}</Empty>}
        <Groups title={t('closingSoon')} groups={soon} now={now} f={f} />
        <Groups
          title={station ? t('openAt', { station: f.text(station.name) }) : t('openNear')}
          groups={open}
          now={now}
          f={f}
        />
        <Groups title={t('later')} groups={later} now={now} f={f} />
        <Recent orders={orders.filter(({ state }) => state === 'collected').slice(0, 3)} f={f} />
      </main>
      <ShopTabs current="shop" />
    </div>
  )
}

type Station = Awaited<ReturnType<typeof openStations>>[number]

/** Which station is looked at; a small form inside, so that it opens and works without a script. */
async function Here({ stations, station, f }: { stations: Station[]; station: Station | undefined; f: Formats }) {
  const t = await getTranslations('shop.home')
  const c = await getTranslations('common')
  return (
    <details className="here panel">
      <summary className="row cursor-pointer px-3.5 py-2.5">
        <Door colour={station?.door ?? 'green'} />
        <span className="grow">
          <span className="strong block">{station ? f.text(station.name) : t('allStations')}</span>
          <span className="small muted">{station ? f.text(station.address) : t('choose')}</span>
        </span>
        <span className="inline small strong text-leaf">
          {c('change')}
          <Icon name="down" size={16} />
        </span>
      </summary>
      <form action={chooseStation} className="border-t border-line p-3.5">
        <fieldset>
          <legend className="sr">{t('choose')}</legend>
          {[undefined, ...stations].map((each) => (
            <label className="choice" key={each?.id ?? 'all'}>
              <input type="radio" name="station" value={each?.id ?? ''} defaultChecked={each?.id === station?.id} />
              <span>
                <span className="strong block">{each ? f.text(each.name) : t('allStations')}</span>
                {each && <span className="small muted">{f.text(each.address)}</span>}
              </span>
              {each && <Door colour={each.door} />}
            </label>
          ))}
        </fieldset>
        <button type="submit" className="btn btn--soft btn--block mt-3">
          {t('show')}
        </button>
      </form>
    </details>
  )
}

async function Ready({ order, f }: { order: OrderView; f: Formats }) {
  const t = await getTranslations('shop.home')
  const name = await shelfName()
  return (
    <a className="ready" href={`/orders/${order.id}`}>
      {order.shelf !== null && <ShelfMark shelf={order.shelf} name={name} square />}
      <span className="grow">
        <span className="strong block text-[1.0625rem]">{t('ready')}</span>
        <span className="small">
          {t('readyUntil', { when: f.window(order.group.pickupFrom, order.group.pickupUntil, order.group.timeZone) })}
        </span>
      </span>
      <span className="ready__code num">{order.pickupCode}</span>
    </a>
  )
}

async function Groups({ title, groups, now, f }: { title: string; groups: Card[]; now: Date; f: Formats }) {
  if (groups.length === 0) return null
  const t = await getTranslations('shop.home')
  return (
    <section className="section !pt-6">
      <div className="section__head">
        <h2>{title}</h2>
        <span className="small muted num">{t('count', { count: groups.length })}</span>
      </div>
      {
        await Promise.all(
          groups.map(async (group) => {
            const left = group.cutoffAt.getTime() - now.getTime()
            const urgent = group.isOpen && left < URGENT_MS
            const progress =
              group.missing === null
                ? t('goingAhead', { count: group.orders })
                : group.next === 'minimum'
                  ? t('toGoAhead', { count: group.missing })
                  : t('toLower', { count: group.missing })
            return (
              <GroupCard
                key={group.slug}
                href={`/g/${group.slug}`}
                awning={group.leader.awning}
                tiles={group.tiles}
                more={group.more}
                fillPercent={group.fillPercent}
                urgent={urgent}
                texts={{
                  title: f.text(group.title),
                  leader: f.text(group.leader.name),
                  initial: monogramOf(f.text(group.leader.name)),
                  groups: t('groupsRun', { count: group.leader.groups }),
                  price: t('from', { price: f.money(group.fromMinor, group.currency) }),
                  progress,
                  when: !group.isOpen
                    ? t('opens', { when: f.when(group.opensAt, group.timeZone) })
                    : urgent
                      ? t('left', { time: await durationText(left) })
                      : f.when(group.cutoffAt, group.timeZone),
                }}
              />
            )
          }),
        )
      }
    </section>
  )
}

async function Recent({ orders, f }: { orders: OrderView[]; f: Formats }) {
  if (orders.length === 0) return null
  const t = await getTranslations('shop.home')
  return (
    <section className="section">
      <div className="section__head">
        <h2>{t('recent')}</h2>
        <a href="/orders">
          {t('allOrders')}
          <Icon name="next" size={16} />
        </a>
      </div>
      <ul className="panel px-3.5">
        {orders.map((order) => (
          <li className="line" key={order.id}>
            <span className="grow">
              <span className="strong block">{f.text(order.group.title)}</span>
              <span className="small muted num">
                {f.day(order.placedAt, order.group.timeZone)} · {f.money(order.totalMinor, order.currency)}
              </span>
            </span>
            <span className="thumbs">
              {order.lines.slice(0, 3).map((line) => (
                <Tile key={line.offerId} src={line.picture} tile={line.tile} size={40} />
              ))}
            </span>
            <a className="btn btn--soft" href={`/orders/${order.id}`}>
              {t('again')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
