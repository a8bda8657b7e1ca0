import { getTranslations } from 'next-intl/server'
import { Choice } from '#components/ui/fields.tsx'
import { Fold, Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Live } from '#components/ui/live.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import type { OrderView } from '#lib/queries/orders.ts'
import { canPayOnline, orderPayments } from '#lib/queries/payments.ts'
import { getFormats } from '#lib/web/format.ts'
import { payLater, payOrder, refundTo } from './actions.ts'

const LOOK_SECONDS = 15

/** Until when the order is kept unpaid, the way to the provider's page, and the other way to pay. */
export async function ToPayOnline({ order }: { order: OrderView }) {
  if (order.state !== 'placed' || order.payBy === null) return null
  const [t, c, f] = await Promise.all([getTranslations('shop.order'), getTranslations('common'), getFormats()])
  const isOver = order.payBy <= order.now
  const texts = { lost: c('lost'), stale: c('stale') }
  return (
    <div className="stack mt-4">
      <Live seconds={LOOK_SECONDS} />
      <Notice tone="butter" icon="clock" role="status">
        {isOver ? t('online.over') : t('online.keptUntil', { time: f.time(order.payBy, order.group.timeZone) })}
      </Notice>
      {!isOver && canPayOnline() && (
        <Form action={payOrder} {...texts} className="stack" label={t('online.pay')}>
          <input type="hidden" name="orderId" value={order.id} />
          <input type="hidden" name="paymentId" value={newId()} />
          <input type="hidden" name="number" value={order.number} />
          <FormMessage />
          <Submit className="btn btn--primary btn--lg btn--block" busy={t('online.asking')}>
            {t('online.pay')}
          </Submit>
        </Form>
      )}
      {!isOver && (
        <Form action={payLater} {...texts} className="stack" label={t('online.atPickup')}>
          <input type="hidden" name="orderId" value={order.id} />
          <FormMessage />
          <Submit className="btn btn--quiet btn--block">{t('online.atPickup')}</Submit>
        </Form>
      )}
    </div>
  )
}

/** What was paid online and what went back, each with its reason, and where the next goes. */
export async function OnlineReceipt({ who, order }: { who: Shopper; order: OrderView }) {
  if (order.paymentMethod !== 'online') return null
  const [t, f, entries] = await Promise.all([getTranslations('shop.order'), getFormats(), orderPayments(who, order.id)])
  if (entries.length === 0) return null
  return (
    <section className="section" aria-labelledby="online">
      <h2 id="online" className="mb-3">
        {t('online.receipt')}
      </h2>
      <ul className="panel px-3.5 py-1">
        {entries.map(({ id, at, kind, amountMinor, state, reason }) => (
          <li className="line" key={id}>
            <span className="grow">
              <span className="strong block">{t(kind === 'paid' ? 'online.paid' : `online.back.${reason}`)}</span>
              <span className="small muted num block">{f.when(at, env.TIME_ZONE)}</span>
              {kind === 'refund' && <span className="small muted block">{t(`online.states.${state}`)}</span>}
            </span>
            <span className="price price--sm text-right">
              {kind === 'paid' ? '' : '−'}
              {f.money(amountMinor, order.currency)}
            </span>
          </li>
        ))}
      </ul>
      {['held', 'paid', 'part_refunded'].includes(order.paymentState) && <RefundChoice order={order} />}
    </section>
  )
}

async function RefundChoice({ order }: { order: OrderView }) {
  const [t, c] = await Promise.all([getTranslations('shop.order'), getTranslations('common')])
  return (
    <Form action={refundTo} lost={c('lost')} stale={c('stale')} className="mt-3" label={t('online.refundTo')}>
      <Fold summary={t('online.refundTo')}>
        <input type="hidden" name="orderId" value={order.id} />
        <fieldset>
          <legend className="sr">{t('online.refundTo')}</legend>
          {(['provider', 'wallet'] as const).map((to) => (
            <Choice
              key={to}
              name="refundTo"
              value={to}
              defaultChecked={order.refundTo === to}
              title={t(`online.to.${to}`)}
              detail={t(`online.toText.${to}`)}
            />
          ))}
        </fieldset>
        <FormMessage />
        <Submit className="btn btn--quiet btn--block" busy={c('saving')}>
          {c('save')}
        </Submit>
      </Fold>
    </Form>
  )
}
