import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { ShelfMark } from '#components/order/shelf-mark.tsx'
import { Steps } from '#components/order/steps.tsx'
import { Door } from '#components/station/door.tsx'
import { Fold, Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Qr } from '#components/ui/qr.tsx'
import type { Shopper } from '#lib/domain/who.ts'
import { makePass } from '#lib/infra/signing.ts'
import { type OrderView, ownOrder } from '#lib/queries/orders.ts'
import { walletOfOrder } from '#lib/queries/wallet.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { shelfName } from '#lib/web/shelf-name.ts'
import { setStatus } from '#lib/web/status.ts'
import { ShopTabs } from '../../shop-tabs.tsx'
import { WalletEntries } from '../../wallet-entries.tsx'
import { cancelOrder } from './actions.ts'
import { Bags } from './bags.tsx'
import { Claims } from './claims.tsx'
import { Invoices } from './invoice.tsx'
import { TakesMore } from './more.tsx'
import { OnlineReceipt, ToPayOnline } from './online.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ placed?: string; saved?: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const order = await ownOrder(await pageShopper(`/orders/${(await params).id}`), (await params).id)
  return order ? { title: (await getTranslations('shop.orders'))('number', { number: order.number }) } : {}
}

export default async function Order({ params, searchParams }: Props) {
  const { id } = await params
  const { placed, saved } = await searchParams
  const who = await pageShopper(`/orders/${id}`)
  const order = await ownOrder(who, id)
  if (!order) {
    setStatus(404)
    return <NotHere />
  }
  const t = await getTranslations('shop.order')
  const f = await getFormats()
  return (
    <div className="screen screen--tabs">
      <Topbar
        back="/orders"
        backLabel={t('back')}
        title={(await getTranslations('shop.orders'))('number', { number: order.number })}
      />
      <main>
        <div className="wrap pt-1">
          {(placed || saved) && (
            <div className="mb-3">
              <Notice tone="leaf" icon="check" role="status">
                {placed ? t('placedNow', { number: order.number }) : t('saved')}
              </Notice>
            </div>
          )}
          <h1>
            {order.payBy ? t('online.title') : t(`title.${order.state}`, { station: f.text(order.station.name) })}
          </h1>
          <p className="muted mt-1">{subtitle(order, f, t)}</p>
          {order.state !== 'cancelled' && <Progress order={order} />}
          <ToPayOnline order={order} />
          <Pass order={order} />
        </div>
        <Bags order={order} f={f} />
        <Receipt who={who} order={order} />
        <OnlineReceipt who={who} order={order} />
        <Claims who={who} order={order} />
        <Invoices who={who} order={order} />
        <Where order={order} f={f} />
        <Actions order={order} f={f} />
      </main>
      <ShopTabs current="orders" />
    </div>
  )
}

type T = Awaited<ReturnType<typeof getTranslations<'shop.order'>>>

function subtitle(order: OrderView, f: Formats, t: T): string {
  const { group, state } = order
  if (order.payBy) return t('online.sub')
  if (state === 'cancelled')
    return order.cancelReason
      ? t(`cancelled.${order.cancelReason}` as 'cancelled.shopper', {
          // what was not paid does not come back
          payment: order.paymentMethod === 'online' && order.paymentState === 'not_due' ? '' : order.paymentMethod,
        })
      : ''
  return t(`sub.${state}`, {
    cutoff: f.when(group.cutoffAt, group.timeZone),
    pickup: f.window(group.pickupFrom, group.pickupUntil, group.timeZone),
    time: order.collectedAt ? f.when(order.collectedAt, group.timeZone) : '',
  })
}

async function Progress({ order }: { order: OrderView }) {
  const t = await getTranslations('shop.order.steps')
  return (
    <Steps
      label={t('label')}
      steps={order.steps.map(({ step, status }) => ({ label: t(step), status, spoken: t(status) }))}
    />
  )
}

/** The pickup code from the first day; the big pass with QR and shelf label once the goods are there. */
async function Pass({ order }: { order: OrderView }) {
  if (order.state === 'cancelled' || order.state === 'collected' || order.payBy) return null
  const t = await getTranslations('shop.order')
  const qr = <Qr text={makePass(order.id, order.pickupSecret)} label={t('qr')} />
  if (order.state === 'placed' || order.state === 'frozen')
    return (
      <div className="panel panel--pad mt-4">
        <p className="between">
          <span>
            <span className="small muted block">{t('codeLabel')}</span>
            <span className="micro faint">{t('codeKeep')}</span>
          </span>
          <span className="price price--xl num">{order.pickupCode}</span>
        </p>
        <details>
          <summary className="link cursor-pointer">{t('showQr')}</summary>
          <div className="qr mx-auto mt-3 w-[216px]">{qr}</div>
        </details>
      </div>
    )
  return (
    <div className="pass mt-4">
      <div className="grid justify-items-center gap-3 p-4 pb-5 text-center">
        <p className="small muted">{t('showThis')}</p>
        <p className="code">
          <span aria-hidden="true">{order.pickupCode}</span>
          <span className="sr">{[...order.pickupCode].join(' ')}</span>
        </p>
        {order.shelf !== null && <ShelfMark shelf={order.shelf} name={await shelfName()} />}
      </div>
      <div className="pass__cut" />
      <div className="grid justify-items-center gap-3 p-5">
        <div className="qr w-[216px]">{qr}</div>
        <p className="micro muted text-center">{t('codeKeep')}</p>
      </div>
    </div>
  )
}

/** Each movement between the wallet and this order, with its cause. */
async function Receipt({ who, order }: { who: Shopper; order: OrderView }) {
  const entries = await walletOfOrder(who, order.id)
  if (entries.length === 0) return null
  const t = await getTranslations('shop.order')
  return (
    <section className="section" aria-labelledby="receipt">
      <h2 id="receipt" className="mb-3">
        {t('receipt')}
      </h2>
      <WalletEntries entries={entries} currency={order.currency} />
    </section>
  )
}

async function Where({ order, f }: { order: OrderView; f: Formats }) {
  if (order.state === 'cancelled') return null
  return (
    <section className="section !pt-4">
      <div className="panel row panel--pad">
        <Door colour={order.station.door} />
        <span className="grow">
          <b className="strong block">{f.text(order.station.name)}</b>
          <span className="small muted block">{f.text(order.station.address)}</span>
          <span className="small muted num block">
            {f.window(order.group.pickupFrom, order.group.pickupUntil, order.group.timeZone)}
          </span>
        </span>
      </div>
    </section>
  )
}

async function Actions({ order, f }: { order: OrderView; f: Formats }) {
  const t = await getTranslations('shop.order')
  const c = await getTranslations('common')
  return (
    <section className="section" aria-labelledby="need">
      <h2 id="need" className="mb-3">
        {t('need')}
      </h2>
      <div className="stack">
        {order.canChange && !order.payBy && (
          <a className="btn btn--soft btn--block" href={`/orders/${order.id}/change`}>
            <Icon name="pencil" size={18} />
            {t('change')}
          </a>
        )}
        <TakesMore order={order} />
        <a className="btn btn--quiet btn--block" href={`/g/${order.group.slug}#ask`}>
          <Icon name="chat" size={18} />
          {t('ask', { leader: f.text(order.group.leader) })}
        </a>
        {order.canChange && (
          <Form action={cancelOrder} lost={c('lost')} stale={c('stale')}>
            <Fold summary={t('cancel')} summaryLook="btn btn--danger btn--block">
              <input type="hidden" name="groupOrderId" value={order.group.id} />
              <input type="hidden" name="orderId" value={order.id} />
              <p>{t('cancelSure', { number: order.number })}</p>
              <FormMessage />
              <Submit className="btn btn--danger btn--block">{t('cancelYes')}</Submit>
            </Fold>
          </Form>
        )}
      </div>
      {!order.canChange && order.state !== 'cancelled' && (
        <p className="small muted mt-3">
          {t('changesClosed', { when: f.when(order.group.cutoffAt, order.group.timeZone) })}
        </p>
      )}
    </section>
  )
}
