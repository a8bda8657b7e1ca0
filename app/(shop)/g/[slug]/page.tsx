import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { setLanguage } from '#app/actions.ts'
import NotHere from '#app/not-here.tsx'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { BasketSum } from '#components/group-order/basket-sum.tsx'
import { Clock } from '#components/group-order/clock.tsx'
import { LiveGroup } from '#components/group-order/live-group.tsx'
import { OwnOrders } from '#components/group-order/own.tsx'
import { Progress } from '#components/group-order/progress.tsx'
import { Stall } from '#components/group-order/stall.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Share } from '#components/ui/share.tsx'
import { monogramOf } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { liveGroup } from '#lib/queries/group-live.ts'
import { type GroupView, groupFacts, groupPage, pictureUrl } from '#lib/queries/group-page.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { formsOf } from '#lib/web/forms-of.ts'
import { ownIn } from '#lib/web/own.ts'
import { isShared, keepPage } from '#lib/web/shared-page.ts'
import { setStatus } from '#lib/web/status.ts'
import { Joined } from './joined.tsx'
import { Offers } from './offers.tsx'
import { BeforeYouJoin, Pickup } from './pickup.tsx'
import { Questions } from './questions.tsx'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ all?: string }> }

/** Read once for title and page. The version comes first: one that is newer than the content would hide a change. */
const load = cache(async (slug: string) => {
  const live = await liveGroup({ slug })
  return { live, group: live && (await groupPage(slug)) }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { group } = await load((await params).slug)
  if (!group) return {}
  const f = await getFormats()
  return { title: f.text(group.title), description: f.text(group.story).slice(0, 160) }
}

/**
 * The page that a chat post leads to. bin/server.ts keeps what it is for everybody; the basket, one's own orders and
 * the form for questions are filled in by the script, or rendered here for a browser that says nothing of scripts.
 */
export default async function GroupPage({ params, searchParams }: Props) {
  const { live, group } = await load((await params).slug)
  if (!live || !group) {
    setStatus(404)
    return <NotHere />
  }
  await keepPage(live.topics, group.now, [group.opensAt, group.cutoffAt])
  const t = await getTranslations('shop.group')
  const f = await getFormats()
  const isOpen = group.state === 'open'
  const own = (await isShared()) ? undefined : await ownIn(group.id)
  return (
    <LiveGroup facts={groupFacts(group, f.locale, live.numbers.version)} own={own} isLive={isOpen}>
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
                {monogramOf(f.text(group.leader.name))}
              </span>
              <span className="grow">
                <span className="strong block leading-tight">{f.text(group.leader.name)}</span>
                <span className="small muted">{t('leader', { count: group.leader.groups })}</span>
              </span>
            </p>
            <Status group={group} f={f} />
            <OwnOrders text={t('ownOrders', { numbers: '{numbers}' })} />
            {f.text(group.story) && <p className="muted mt-3.5 whitespace-pre-line">{f.text(group.story)}</p>}
          </div>
          <Offers group={group} />
          <Joined group={group} all={(await searchParams).all === '1'} />
          <Pickup group={group} />
          <BeforeYouJoin
            minimumOrders={group.minimumOrders}
            isNoLoss={group.isNoLoss}
            hasTiers={group.offers.some(({ pricing }) => pricing.tiers.length > 0)}
          />
          <Questions group={group} />
          {isOpen && (
            <BasketSum
              texts={{
                basket: formsOf((count) => t('basket', { count })),
                atMost: t('atMost', { most: '{most}' }),
                atTier: t('atTier', { price: '{price}', from: '{from}' }),
                join: t('join'),
              }}
            />
          )}
        </main>
      </div>
    </LiveGroup>
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
  if (group.state !== 'open' && group.state !== 'scheduled') return <Ended group={group} />
  const until = group.state === 'scheduled' ? group.opensAt : group.cutoffAt
  const title = t(group.state === 'open' ? 'closesIn' : 'opensIn')
  return (
    <section className="panel mt-3" aria-label={title}>
      <Clock
        until={until.getTime()}
        labels={{ title, over: t('closed'), d: t('d'), h: t('h'), m: t('m'), s: t('s') }}
        when={f.when(until, group.timeZone)}
        zone={f.zone(until, group.timeZone)}
      />
      {group.state === 'open' ? (
        <Progress
          texts={{
            ordersIn: formsOf((count) => t('ordersIn', { count })),
            toGoAhead: formsOf((count) => t('toGoAhead', { count })),
            toLower: formsOf((count) => t('toLower', { count })),
          }}
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
    failed: group.failedReason === 'no_loss_not_met' ? t('stateNotPaying') : t('stateFailed'),
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
