import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setLanguage } from '#app/actions.ts'
import NotHere from '#app/not-here.tsx'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { Clock } from '#components/group-order/clock.tsx'
import { Ladder } from '#components/group-order/ladder.tsx'
import { Stall } from '#components/group-order/stall.tsx'
import { Live } from '#components/ui/live.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Share } from '#components/ui/share.tsx'
import { ladder } from '#lib/domain/pricing.ts'
import { env } from '#lib/infra/env.ts'
import { type GroupView, groupPage, ownOrdersIn, pictureUrl } from '#lib/queries/group-page.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { currentUserId } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { BasketDock } from './basket-dock.tsx'
import { Joined } from './joined.tsx'
import { Offers } from './offers.tsx'
import { BeforeYouJoin, Pickup } from './pickup.tsx'
import { Questions } from './questions.tsx'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ all?: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const group = await groupPage((await params).slug)
  if (!group) return {}
  const f = await getFormats()
  return { title: f.text(group.title), description: f.text(group.story).slice(0, 160) }
}

export default async function GroupPage({ params, searchParams }: Props) {
  const { slug } = await params
  const group = await groupPage(slug)
  if (!group) {
    setStatus(404)
    return <NotHere />
  }
  const t = await getTranslations('shop.group')
  const f = await getFormats()
  const userId = await currentUserId()
  const own = userId ? await ownOrdersIn(userId, group.id) : []
  const isOpen = group.state === 'open'
  return (
    <div className={`screen ${isOpen ? 'screen--bar' : 'pb-10'}`}>
      <Topbar back="/" backLabel={t('back')} title={f.text(group.leader.community)}>
        <LanguageSwitch locale={f.locale} action={setLanguage} />
        <Share
          url={`${env.PUBLIC_URL}/g/${group.slug}`}
          title={f.text(group.title)}
          label={t('share')}
          copied={t('share')}
        />
      </Topbar>
      <main>
        <Cover group={group} f={f} />
        <div className="wrap pt-4">
          <h1>{f.text(group.title)}</h1>
          <p className="leader mt-2">
            <span className={`mono mono--${group.leader.awning}`} aria-hidden="true">
              {f.text(group.leader.name).slice(0, 1)}
            </span>
            <span className="grow">
              <span className="strong block leading-tight">{f.text(group.leader.name)}</span>
              <span className="small muted">{t('leader', { count: group.leader.groups })}</span>
            </span>
          </p>
          <Status group={group} f={f} />
          {own.length > 0 && (
            <div className="mt-3">
              <Notice tone="leaf" icon="check">
                {own.map((order) => (
                  <a key={order.id} className="strong mr-3" href={`/orders/${order.id}`}>
                    {t('ownOrders', { numbers: `#${order.number}` })}
                  </a>
                ))}
              </Notice>
            </div>
          )}
          {f.text(group.story) && <p className="muted mt-3.5 whitespace-pre-line">{f.text(group.story)}</p>}
        </div>
        <Offers group={group} userId={userId} />
        <Joined group={group} all={(await searchParams).all === '1'} />
        <Pickup group={group} />
        <BeforeYouJoin
          minimumOrders={group.minimumOrders}
          hasTiers={group.offers.some(({ pricing }) => pricing.tiers.length > 0)}
        />
        <Questions group={group} signedIn={Boolean(userId)} />
        {isOpen && <BasketDock group={group} />}
      </main>
      {isOpen && <Live seconds={20} />}
    </div>
  )
}

const Cover = ({ group, f }: { group: GroupView; f: Formats }) => (
  <Stall
    awning={group.leader.awning}
    crates={group.offers
      .filter(({ withdrawn }) => !withdrawn)
      .slice(0, 3)
      .map(({ picture, many, priceMinor }) => ({
        src: pictureUrl(picture),
        many,
        price: f.money(priceMinor, group.currency),
      }))}
  />
)

/** Countdown and progress while it runs; what became of it afterwards. */
async function Status({ group, f }: { group: GroupView; f: Formats }) {
  const t = await getTranslations('shop.group')
  const progress = ladder(
    group.minimumOrders,
    group.orders,
    group.offers.map(({ pricing }) => pricing),
  )
  const until = group.state === 'scheduled' ? group.opensAt : group.cutoffAt
  if (group.state !== 'open' && group.state !== 'scheduled') return <Ended group={group} />
  const next =
    progress.missing === undefined
      ? undefined
      : progress.next === 'minimum'
        ? t('toGoAhead', { count: progress.missing })
        : t('toLower', { count: progress.missing })
  return (
    <section className="panel mt-3" aria-label={t(group.state === 'open' ? 'closesIn' : 'opensIn')}>
      <Clock
        now={group.now.getTime()}
        until={until.getTime()}
        labels={{
          title: t(group.state === 'open' ? 'closesIn' : 'opensIn'),
          over: t('closed'),
          d: t('d'),
          h: t('h'),
          m: t('m'),
          s: t('s'),
        }}
        when={f.when(until, group.timeZone)}
        zone={f.zone(until, group.timeZone)}
      />
      {group.state === 'open' ? (
        <Ladder
          ladder={progress}
          head={t('ordersIn', { count: group.orders })}
          next={next}
          labels={{ minimum: t('goesAhead'), tier: t('cheaper'), lowest: t('cheapest') }}
        />
      ) : (
        <p className="ladder">{t('stateScheduled', { when: f.when(group.opensAt, group.timeZone) })}</p>
      )}
    </section>
  )
}

async function Ended({ group }: { group: GroupView }) {
  const t = await getTranslations('shop.group')
  const text = {
    failed: t('stateFailed'),
    cancelled: t('stateCancelled'),
    closed: t('stateClosed'),
    completed: t('stateDone'),
    settled: t('stateDone'),
  } as Partial<Record<string, string>>
  const bad = group.state === 'failed' || group.state === 'cancelled'
  return (
    <div className="mt-3">
      <Notice tone={bad ? 'tomato' : 'leaf'} icon={bad ? 'alert' : 'check'}>
        <p className="strong">{text[group.state] ?? t('stateConfirmed')}</p>
        {group.state === 'cancelled' && group.cancelReason && <p>{t('reason', { reason: group.cancelReason })}</p>}
        <p className="mt-1">
          <a href="/">{t('others')}</a>
        </p>
      </Notice>
    </div>
  )
}
