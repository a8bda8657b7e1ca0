import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Choice, FieldError, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { stepOf, UNITS } from '#lib/domain/quantity.ts'
import { groupPage, type OfferView, pictureUrl } from '#lib/queries/group-page.ts'
import { type OrderView, ownOrder } from '#lib/queries/orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { changeOrder } from '../actions.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.order'))('change') }
}

/** All of the group's offers with what this order holds of each; one form, no script needed. */
export default async function Change({ params }: Props) {
  const { id } = await params
  const order = await ownOrder(await pageShopper(`/orders/${id}/change`), id)
  const group = order && (await groupPage(order.group.slug))
  if (!order || !group) {
    setStatus(404)
    return <NotHere />
  }
  const t = await getTranslations('shop.changeOrder')
  const c = await getTranslations('common')
  const f = await getFormats()
  const back = `/orders/${order.id}`
  return (
    <div className="screen pb-[120px]">
      <Topbar back={back} backLabel={c('back')} title={f.text(group.title)} />
      <main className="wrap">
        <h1>{t('title', { number: order.number })}</h1>
        {order.canChange ? (
          <Form action={changeOrder} lost={c('lost')} stale={c('stale')} label={t('title', { number: order.number })}>
            <p className="muted mb-3 mt-1">{t('hint')}</p>
            <input type="hidden" name="groupOrderId" value={group.id} />
            <input type="hidden" name="orderId" value={order.id} />
            <FormMessage />
            <ul>
              {group.offers
                .filter(({ withdrawn, offerId }) => !withdrawn || order.lines.some((line) => line.offerId === offerId))
                .map((offer) => (
                  <Line key={offer.offerId} offer={offer} order={order} />
                ))}
            </ul>
            <fieldset className="mt-5">
              <legend className="field__label">{(await getTranslations('shop.checkout'))('station')}</legend>
              {group.stations.map((station) => (
                <Choice
                  key={station.id}
                  name="stationId"
                  value={station.id}
                  defaultChecked={station.id === order.station.id}
                  title={f.text(station.name)}
                  detail={f.text(station.address)}
                />
              ))}
            </fieldset>
            <FieldError name="stationId" />
            <div className="dock">
              <div className="dock__in">
                <Submit className="btn btn--primary btn--lg btn--block" busy={c('saving')}>
                  {t('save')}
                </Submit>
              </div>
            </div>
          </Form>
        ) : (
          <Notice tone="tomato" icon="clock" role="alert">
            {(await getTranslations('errors.refusals'))('CUTOFF_PASSED')}
          </Notice>
        )}
      </main>
    </div>
  )
}

async function Line({ offer, order }: { offer: OfferView; order: OrderView }) {
  const t = await getTranslations('shop.changeOrder')
  const f = await getFormats()
  const held = order.lines.find(({ offerId }) => offerId === offer.offerId)
  const name = f.text(offer.name)
  const { weighed } = UNITS[offer.unit]
  const step = stepOf(offer.unit)
  return (
    <li className="line">
      <Tile src={pictureUrl(offer.picture)} tile={offer.tile} size={48} />
      <TextField
        className="grow"
        name={`quantities.${offer.offerId}`}
        label={weighed ? t('grams', { name, step }) : t('quantity', { name })}
        hint={`${f.text(offer.pack)} · ${f.money(held?.priceMinor ?? offer.priceMinor, order.currency)}`}
        defaultValue={held?.quantity ?? 0}
        type="number"
        min={0}
        step={step}
        inputMode="numeric"
      />
    </li>
  )
}
