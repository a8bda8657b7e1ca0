import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { ShelfMark } from '#components/order/shelf-mark.tsx'
import { Door } from '#components/station/door.tsx'
import { WaitingRow } from '#components/station/waiting-row.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Live } from '#components/ui/live.tsx'
import {
  type Arrival,
  type Handed,
  SHOWN,
  type Shown,
  type StationBoard,
  stationBoard,
  stationFacts,
  type Waiting,
} from '#lib/queries/station-board.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageKeeper } from '#lib/web/session.ts'
import { shelfName } from '#lib/web/shelf-name.ts'
import { StationMenu } from '../menu.tsx'
import { checkIn } from './actions.ts'
import { UndoForm } from './undo-form.tsx'

type Props = { params: Promise<{ stationId: string }>; searchParams: Promise<{ show?: string; done?: string }> }

const REFRESH_SECONDS = 30

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { stationId } = await params
  const who = await pageKeeper(`/station/${stationId}`, stationId)
  return who ? { title: (await getFormats()).text((await stationFacts(who)).name) } : {}
}

export default async function Board({ params, searchParams }: Props) {
  const { stationId } = await params
  const { show, done } = await searchParams
  const who = await pageKeeper(`/station/${stationId}`, stationId)
  if (!who) return <NotHere />
  const shown = SHOWN.find((each) => each === show) ?? 'all'
  const board = await stationBoard(who, shown)
  const t = await getTranslations('station.board')
  const f = await getFormats()
  const { station } = board
  return (
    <div className="screen station-screen">
      <header className="topbar station-bar">
        <Door colour={station.door} />
        <p className="grow">
          <span className="strong block station-bar__name">{f.text(station.name)}</span>
          <span className="micro muted num">{f.when(board.now, station.timeZone)}</span>
        </p>
        <StationMenu stationId={stationId} several={board.isOneOfSeveral} />
      </header>
      <main>
        <h1 className="sr">{t('heading', { station: f.text(station.name) })}</h1>
        <JustDone handed={board.handed.find(({ collectionId }) => collectionId === done)} stationId={stationId} />
        <Arrivals board={board} f={f} />
        <WaitingList board={board} shown={shown} f={f} />
        <HandedOver board={board} f={f} />
      </main>
      <nav className="dock" aria-label={t('handOver')}>
        <div className="dock__in">
          <a className="btn btn--quiet station-type" href={`/station/${stationId}/code`} aria-label={t('typeCode')}>
            <Icon name="keyboard" size={28} />
          </a>
          <a className="btn btn--primary station-scan grow" href={`/station/${stationId}/scan`}>
            <Icon name="scan" size={28} />
            {t('scan')}
          </a>
        </div>
      </nav>
      <Live seconds={REFRESH_SECONDS} />
    </div>
  )
}

/** What was just handed over, with the way back for a slip. */
async function JustDone({ handed, stationId }: { handed?: Handed; stationId: string }) {
  if (!handed) return null
  const t = await getTranslations('station.board')
  return (
    <div className="wrap pt-1">
      <div className="notice notice--leaf" role="status">
        <Icon name="check" />
        <div className="grow">
          <p>{t(handed.isPart ? 'donePart' : 'done', { number: handed.number })}</p>
          <UndoForm stationId={stationId} handed={handed} />
        </div>
      </div>
    </div>
  )
}

async function Arrivals({ board: { arrivals, station }, f }: { board: StationBoard; f: Formats }) {
  const t = await getTranslations('station.board')
  const arrived = arrivals.filter(({ arrivedAt }) => arrivedAt).length
  return (
    <section className="section" aria-labelledby="arrivals">
      <div className="section__head">
        <h2 id="arrivals">{t('arrivals')}</h2>
        {arrivals.length > 0 && <span className="small muted num">{t('in', { arrived, count: arrivals.length })}</span>}
      </div>
      {arrivals.length === 0 ? (
        <p className="muted">{t('noArrivals')}</p>
      ) : (
        <ul className="panel station-arrivals">
          {arrivals.map((arrival) => (
            <ArrivalRow key={arrival.groupOrderId} arrival={arrival} station={station} f={f} />
          ))}
        </ul>
      )}
    </section>
  )
}

type ArrivalProps = { arrival: Arrival; station: StationBoard['station']; f: Formats }

async function ArrivalRow({ arrival, station, f }: ArrivalProps) {
  const t = await getTranslations('station.board')
  const common = await getTranslations('common')
  const { arrivedAt, expectedAt } = arrival
  return (
    <li className="arrival">
      <span className="strong">{f.text(arrival.title)}</span>
      {arrivedAt ? (
        <span className="mark mark--leaf">
          <Icon name="check" size={16} />
          {t('allIn')}
        </span>
      ) : (
        <span className="mark num">{t('due', { time: f.time(expectedAt, station.timeZone) })}</span>
      )}
      <span className="small muted num">
        {t('orders', { count: arrival.orders })}
        {arrival.cold > 0 && ` · ${t('cold', { count: arrival.cold })}`}
      </span>
      {arrivedAt ? (
        <span className="small muted num text-right">{f.time(arrivedAt, station.timeZone)}</span>
      ) : (
        <Form action={checkIn} lost={common('lost')} stale={common('stale')} className="arrival__form">
          <input type="hidden" name="stationId" value={station.id} />
          <input type="hidden" name="groupOrderId" value={arrival.groupOrderId} />
          <Submit
            className="btn btn--soft btn--sm"
            busy={t('checkingIn')}
            label={t('checkInOf', { group: f.text(arrival.title) })}
          >
            {t('checkIn')}
          </Submit>
          <FormMessage />
        </Form>
      )}
    </li>
  )
}

async function WaitingList({ board, shown, f }: { board: StationBoard; shown: Shown; f: Formats }) {
  const t = await getTranslations('station.board')
  const name = await shelfName()
  const { station, counts } = board
  return (
    <section className="section" aria-labelledby="waiting">
      <div className="section__head">
        <h2 id="waiting">{t('waiting')}</h2>
        <span className="small muted num">{t('left', { left: counts.all, total: board.total })}</span>
      </div>
      <nav aria-label={t('filter')}>
        <ul className="rail station-filters">
          {SHOWN.map((each) => (
            <li key={each}>
              <a
                className={`chip chip--tap num ${each === shown ? 'chip--on' : ''}`}
                href={each === 'all' ? `/station/${station.id}` : `/station/${station.id}?show=${each}`}
                aria-current={each === shown ? 'page' : undefined}
              >
                {t(`filters.${each}`, { count: counts[each] })}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {board.waiting.length === 0 ? (
        <Empty>{t(`nobody.${shown}`)}</Empty>
      ) : (
        groupsOf(board.waiting).map(([group, orders], index, groups) => (
          <div key={orders[0]?.orderId}>
            {groups.length > 1 && <h3 className={`station-group ${index > 0 ? 'mt-5' : ''}`}>{f.text(group)}</h3>}
            <ul>
              {orders.map((order) => (
                <WaitingRow
                  key={order.orderId}
                  number={order.number}
                  shelf={order.shelf}
                  shelfName={name}
                  href={`/station/${station.id}/orders/${order.orderId}`}
                  detail={[
                    order.phoneEnd ? t('ends', { name: order.name, digits: order.phoneEnd }) : order.name,
                    t('items', { count: order.items }),
                  ]}
                  pay={
                    order.toPayMinor > 0 ? t('pay', { amount: f.money(order.toPayMinor, order.currency) }) : undefined
                  }
                  fridge={order.isCold ? t('fridge') : undefined}
                  late={order.isLate ? t('late') : undefined}
                  part={order.isPart ? t('part') : undefined}
                  handOver={{ text: t('handOver'), label: t('handOverOf', { number: order.number }) }}
                />
              ))}
            </ul>
          </div>
        ))
      )}
    </section>
  )
}

/** Each group order's bags together, as they stand. */
function groupsOf(waiting: Waiting[]): [group: Waiting['group'], orders: Waiting[]][] {
  const groups = new Map<string, Waiting[]>()
  for (const order of waiting) groups.set(order.groupOrderId, [...(groups.get(order.groupOrderId) ?? []), order])
  return [...groups.values()].map((orders) => [orders[0]?.group ?? '', orders])
}

async function HandedOver({ board: { handed, station }, f }: { board: StationBoard; f: Formats }) {
  if (handed.length === 0) return null
  const t = await getTranslations('station.board')
  const name = await shelfName()
  return (
    <section className="section">
      <details>
        <summary className="station-handed">
          <h2>{t('handed')}</h2>
          <span className="small muted num">{handed.length}</span>
        </summary>
        <ul>
          {handed.map((each) => (
            <li key={each.collectionId} className="wait">
              {each.shelf !== null && <ShelfMark square shelf={each.shelf} name={name} />}
              <span className="grow">
                <span className="price station-number">#{each.number}</span>
                <span className="small muted block mt-1">{each.name}</span>
                <span className="small muted block num">
                  {t('handedBy', { time: f.time(each.at, station.timeZone), name: each.by })}
                </span>
              </span>
              <UndoForm stationId={station.id} handed={each} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
