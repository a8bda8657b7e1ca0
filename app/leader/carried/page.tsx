import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { CopyLink } from '#components/leader/copy-link.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { splitCommission } from '#lib/domain/carrying.ts'
import { minorDigits } from '#lib/domain/money.ts'
import { carriedGroups, type GroupToCarry, groupsToCarry, type OwnCarried } from '#lib/queries/carrying.ts'
import { carrierUrl } from '#lib/web/addresses.ts'
import { pageLeader } from '#lib/web/session.ts'
import { CarriedOrders, sumOf } from '../parts/carried-orders.tsx'
import { LeaderFrame } from '../parts/frame.tsx'
import { getView, type View } from '../view.ts'
import { carry, stop } from './actions.ts'

const DONE = ['accepted', 'stopped'] as const

type Props = { searchParams: Promise<{ done?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('leader.carrying'))('title') }
}

/** Group orders of other leaders: what this leader helps to sell, and what can be accepted. */
export default async function CarriedPage({ searchParams }: Props) {
  const who = await pageLeader('/leader/carried')
  if (!who) return <NotAllowed />
  const [mine, open, view, { done }] = await Promise.all([
    carriedGroups(who),
    groupsToCarry(who),
    getView(),
    searchParams,
  ])
  const { t } = view
  const told = DONE.find((each) => each === done)
  return (
    <LeaderFrame current="carrying">
      <main className="lpage">
        {told && (
          <Notice tone="leaf" icon="check" role="status">
            {t(`carrying.${told}`)}
          </Notice>
        )}
        <div>
          <h1>{t('carrying.title')}</h1>
          <p className="small muted mt-2">{t('carrying.about')}</p>
        </div>
        {mine.length > 0 && (
          <section aria-labelledby="mine">
            <h2 id="mine">{t('carrying.mine')}</h2>
            <ul className="carries mt-2">
              {mine.map((carried) => (
                <Mine key={carried.id} carried={carried} view={view} />
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="open">
          <h2 id="open">{t('carrying.open')}</h2>
          {open.length === 0 ? (
            <Empty>{t('carrying.none')}</Empty>
          ) : (
            <ul className="carries mt-2">
              {open.map((group) => (
                <Offered key={group.id} group={group} view={view} />
              ))}
            </ul>
          )}
        </section>
      </main>
    </LeaderFrame>
  )
}

type Shown = Pick<GroupToCarry, 'title' | 'leader' | 'stations' | 'slug' | 'cutoffAt' | 'timeZone'>

/** Which group it is, whose, where, and until when. */
const Head = ({ group, view: { t, f } }: { group: Shown; view: View }) => (
  <div>
    <h3>
      <a href={`/g/${group.slug}`}>{f.text(group.title)}</a>
    </h3>
    <p className="small muted">
      {f.text(group.leader)} · {group.stations.map((name) => f.text(name)).join(', ')}
    </p>
    <p className="small muted num">{t('carrying.closes', { when: f.when(group.cutoffAt, group.timeZone) })}</p>
  </div>
)

function Offered({ group, view }: { group: GroupToCarry; view: View }) {
  const { t, tc, f } = view
  const wholeMinor = 10 ** minorDigits(group.currency)
  const amounts = {
    whole: f.money(wholeMinor, group.currency),
    part: f.money(splitCommission(wholeMinor, group.splitBps).carrierMinor, group.currency),
  }
  return (
    <li className="panel panel--pad carry">
      <Head group={group} view={view} />
      <p>
        <span className="strong">{t('carrying.part', { rate: f.rate(group.splitBps) })}</span>{' '}
        <span className="small muted">{t('carrying.example', amounts)}</span>
      </p>
      <Form action={carry} lost={tc('lost')} stale={tc('stale')}>
        <input type="hidden" name="groupOrderId" value={group.id} />
        <input type="hidden" name="shownBps" value={group.splitBps} />
        <FormMessage />
        <p>
          <Submit label={t('carrying.acceptOf', { title: f.text(group.title) })} busy={t('carrying.accepting')}>
            {t('carrying.accept')}
          </Submit>
        </p>
      </Form>
    </li>
  )
}

function Mine({ carried, view }: { carried: OwnCarried; view: View }) {
  const { t, tc, f } = view
  const { group, orders, splitBps } = carried
  const url = carrierUrl(carried.code)
  const why = carried.isEndedByOwner ? 'endedByOwner' : carried.endedAt ? 'endedByYou' : 'over'
  return (
    <li className="panel panel--pad carry" id={carried.id}>
      <Head group={group} view={view} />
      <p>
        <span className="strong">{t('carrying.part', { rate: f.rate(splitBps) })}</span>
        {!carried.isRunning && <span className="mark ml-2">{t(`carrying.${why}`)}</span>}
      </p>
      {carried.isRunning && (
        <div className="grid gap-2">
          <label className="field">
            <span className="field__label">{t('carrying.link')}</span>
            <input className="input num" readOnly value={url} />
          </label>
          <div className="row flex-wrap">
            <CopyLink url={url} label={t('share.copy')} copied={t('share.copied')} className="btn btn--soft" />
            <Form action={stop} lost={tc('lost')} stale={tc('stale')}>
              <input type="hidden" name="carrierId" value={carried.id} />
              <FormMessage />
              <Submit className="btn btn--quiet" label={t('carrying.stopOf', { title: f.text(group.title) })}>
                {t('carrying.stop')}
              </Submit>
            </Form>
          </div>
        </div>
      )}
      <details className="carry__orders">
        <summary>
          {t('carrying.orders', { count: orders.length })}
          {orders.length > 0 && (
            <span className="num">
              {' · '}
              {t('carrying.sum', { amount: f.money(sumOf(orders, 'carrierMinor'), group.currency) })}
            </span>
          )}
        </summary>
        <CarriedOrders orders={orders} currency={group.currency} view={view} part="carrierMinor" />
      </details>
    </li>
  )
}
