import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Door } from '#components/station/door.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { CheckField, Choice, FieldError, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { newId } from '#lib/infra/ids.ts'
import { addressOf } from '#lib/queries/account.ts'
import { shopperAccount } from '#lib/queries/gates.ts'
import { type GroupView, groupPage, pictureUrl } from '#lib/queries/group-page.ts'
import { readBasket } from '#lib/web/basket.ts'
import { type BasketView, basketView } from '#lib/web/basket-lines.ts'
import { readDraft } from '#lib/web/checkout-draft.ts'
import { durationText, URGENT_MS } from '#lib/web/duration.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { currentUserId } from '#lib/web/session.ts'
import { chosenStation } from '#lib/web/station-choice.ts'
import { setStatus } from '#lib/web/status.ts'
import { placeOrder, startCheckout } from './actions.ts'
import { CarriedBy, carrierOf } from './carried-by.tsx'
import { CouponField, triedCoupon } from './coupon-field.tsx'
import { FromWallet } from './pay-from-wallet.tsx'
import { PayOnline } from './pay-online.tsx'
import { Total } from './total.tsx'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ coupon?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.checkout'))('title'), robots: { index: false } }
}

export default async function Checkout({ params, searchParams }: Props) {
  const group = await groupPage((await params).slug)
  if (!group) {
    setStatus(404)
    return <NotHere />
  }
  const t = await getTranslations('shop.checkout')
  const f = await getFormats()
  const chosen = await readBasket(group.id)
  const { coupon } = await searchParams
  const typed = typeof coupon === 'string' ? coupon.slice(0, 40).trim() : ''
  const tried = typed ? await triedCoupon(group, chosen, typed) : undefined
  const basket = basketView(group, chosen, tried?.terms)
  const carrier = await carrierOf(group)
  const left = group.cutoffAt.getTime() - group.now.getTime()
  return (
    <div className="screen pb-[148px]">
      <Topbar back={`/g/${group.slug}`} backLabel={t('back')} title={f.text(group.title)}>
        {group.state === 'open' && (
          <span className={`mark num mr-2.5 ${left < URGENT_MS ? 'mark--tomato' : ''}`}>
            <Icon name="clock" size={16} />
            {t('left', { time: await durationText(left) })}
          </span>
        )}
      </Topbar>
      <main>
        <div className="wrap pt-2">
          <h1>{t('title')}</h1>
        </div>
        {basket.lines.length === 0 ? (
          <Empty
            action={
              <a className="btn btn--primary" href={`/g/${group.slug}`}>
                {t('toGroup')}
              </a>
            }
          >
            {t('empty')}
          </Empty>
        ) : group.state === 'open' ? (
          <>
            <CouponField group={group} typed={typed} tried={tried} f={f} />
            {carrier && <CarriedBy name={f.text(carrier.name)} slug={group.slug} />}
            <Order group={group} basket={basket} f={f} couponCode={tried?.code} carrierCode={carrier?.code} />
          </>
        ) : (
          <>
            <div className="wrap mt-3">
              <Notice tone="tomato" icon="clock" role="alert">
                <p className="strong">{t('closed')}</p>
                <p className="mt-1">{t('closedWhat')}</p>
                <p className="mt-2 flex gap-4">
                  <a href={`/g/${group.slug}#ask`}>{t('back')}</a>
                  <a href="/">{(await getTranslations('shop.group'))('others')}</a>
                </p>
              </Notice>
            </div>
            <Lines group={group} basket={basket} f={f} />
          </>
        )}
      </main>
    </div>
  )
}

type Parts = { group: GroupView; basket: BasketView; f: Formats }

async function Lines({ group, basket, f }: Parts) {
  const t = await getTranslations('shop.checkout')
  return (
    <div className="wrap">
      <div className="panel mt-3.5 px-3.5 py-1">
        <ul>
          {basket.lines.map(({ offer, quantity, amountMinor }) => (
            <li className="line" key={offer.offerId}>
              <Tile src={pictureUrl(offer.picture)} tile={offer.tile} size={48} />
              <span className="grow">
                <span className="strong block">{f.text(offer.name)}</span>
                <span className="small muted">{f.text(offer.pack)}</span>
                {offer.pricing.toleranceBps !== undefined && (
                  <span className="small muted block">
                    {t('weighed', { percent: f.rate(offer.pricing.toleranceBps) })}
                  </span>
                )}
              </span>
              <span className="small muted num">× {f.quantity(quantity, offer.unit)}</span>
              <span className="price price--sm min-w-[58px] text-right">{f.money(amountMinor, group.currency)}</span>
            </li>
          ))}
        </ul>
        <p className="between border-t border-line">
          <a className="link !m-0" href={`/g/${group.slug}`}>
            {t('change')}
          </a>
          {basket.atNext && (
            <span className="pricetag mr-0.5">
              {(await getTranslations('shop.group'))('atTier', {
                price: f.money(basket.atNext.totalMinor, group.currency),
                from: basket.atNext.from,
              })}
            </span>
          )}
        </p>
      </div>
    </div>
  )
}

type Codes = { couponCode?: string | undefined; carrierCode?: string | undefined }

async function Order({ group, basket, f, couponCode, carrierCode }: Parts & Codes) {
  const t = await getTranslations('shop.checkout')
  const c = await getTranslations('common')
  const userId = await currentUserId()
  const signedIn = userId ? await shopperAccount(userId) : undefined
  const person = signedIn?.account
  const draft = await readDraft(group.id)
  const total = f.money(basket.totalMinor, group.currency)
  const most = f.money(basket.totalMinor + basket.toleranceMinor, group.currency)
  const preferred = draft?.stationId ?? (await chosenStation())
  const station = group.stations.find(({ id }) => id === preferred) ?? group.stations[0]
  return (
    <Form action={person ? placeOrder : startCheckout} lost={c('lost')} stale={c('stale')} label={t('title')}>
      <input type="hidden" name="groupOrderId" value={group.id} />
      <input type="hidden" name="slug" value={group.slug} />
      <input type="hidden" name="shownTotalMinor" value={basket.totalMinor} />
      <input type="hidden" name="shownMostMinor" value={basket.totalMinor + basket.toleranceMinor} />
      <input type="hidden" name="key" value={newId()} />
      {carrierCode && <input type="hidden" name="carrier" value={carrierCode} />}
      {couponCode && <input type="hidden" name="coupon" value={couponCode} />}
      <div className="wrap mt-3">
        <FormMessage />
      </div>
      <Lines group={group} basket={basket} f={f} />
      <section className="section" aria-labelledby="where">
        <h2 id="where" className="mb-3">
          {t('where')}
        </h2>
        <fieldset>
          <legend className="sr">{t('station')}</legend>
          {group.stations.map((each) => (
            <Choice
              key={each.id}
              name="stationId"
              value={each.id}
              defaultChecked={each.id === station?.id}
              title={f.text(each.name)}
              detail={f.text(each.address)}
              aside={<Door colour={each.door} />}
            />
          ))}
        </fieldset>
        <FieldError name="stationId" />
        <p className="strong num mt-4">{f.window(group.pickupFrom, group.pickupUntil, group.timeZone)}</p>
        <p className="small muted">{f.zone(group.pickupFrom, group.timeZone)}</p>
      </section>
      <section className="section" aria-labelledby="who">
        <h2 id="who" className="mb-3">
          {t('who')}
        </h2>
        <div className="stack">
          <TextField
            name="name"
            label={t('name')}
            defaultValue={draft?.name ?? person?.name ?? ''}
            autoComplete="name"
            maxLength={60}
            required
          />
          {person ? (
            <p className="muted small">{t('contactOwn', { contact: addressOf(person) })}</p>
          ) : (
            <TextField
              name="contact"
              label={t('contact')}
              hint={t('contactHint')}
              autoComplete="email"
              maxLength={254}
              required
            />
          )}
          <Notice icon="lock">
            <b className="strong">{t('why')}</b> {t('whyText')}
          </Notice>
        </div>
      </section>
      <section className="section" aria-labelledby="pay">
        <h2 id="pay" className="mb-3">
          {t('pay')}
        </h2>
        <fieldset>
          <legend className="sr">{t('pay')}</legend>
          <Choice
            name="payment"
            value="on_pickup"
            defaultChecked
            title={t('payAtPickup')}
            detail={t('payAtPickupText')}
            aside={<Icon name="hand-coins" />}
          />
          {signedIn && <FromWallet who={signedIn.who} group={group} basket={basket} f={f} />}
          {signedIn && <PayOnline basket={basket} currency={group.currency} f={f} />}
        </fieldset>
        <FieldError name="payment" />
        {person && <CheckField name="takesMore" label={t('takesMore')} className="mt-3" />}
      </section>
      <section className="section">
        <Total group={group} basket={basket} f={f} />
      </section>
      <div className="dock">
        <div className="dock__in dock__in--col">
          <Submit className="btn btn--primary btn--lg btn--block" busy={t(person ? 'placing' : 'continuing')}>
            {person ? t('place', { total }) : t('continue')}
          </Submit>
          {basket.toleranceMinor > 0 && <p className="micro muted num text-center">{t('atMostWeighed', { most })}</p>}
          <p className="micro muted text-center">{t('until', { when: f.when(group.cutoffAt, group.timeZone) })}</p>
        </div>
      </div>
    </Form>
  )
}
