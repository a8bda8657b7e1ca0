import { getTranslations } from 'next-intl/server'
import { TextField } from '#components/ui/fields.tsx'
import { Fold, Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { invoiceNumber } from '#lib/domain/invoice.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { invoicesOfOrder } from '#lib/queries/invoices.ts'
import type { OrderView } from '#lib/queries/orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { askInvoice } from './actions.ts'

/** The invoices of an order, and the way to ask for one once it is collected and paid. */
export async function Invoices({ who, order }: { who: Shopper; order: OrderView }) {
  const invoices = await invoicesOfOrder(who, order.id)
  const isPaid = order.paymentState === 'paid' || order.paymentState === 'part_refunded'
  // what was invoiced may have gone back as a whole: then there may be another
  const leftMinor = invoices.reduce((sum, { totalMinor }) => sum + totalMinor, 0)
  const mayAsk = order.state === 'collected' && isPaid && order.totalMinor > 0 && leftMinor === 0
  if (invoices.length === 0 && !mayAsk) return null
  const [t, f] = await Promise.all([getTranslations('invoices'), getFormats()])
  return (
    <section className="section" aria-labelledby="invoices">
      <h2 id="invoices" className="mb-3">
        {t('order.title')}
      </h2>
      {invoices.length > 0 && (
        <ul className="panel px-3.5 py-1">
          {invoices.map((each) => {
            const name = t('numbered', { kind: t(`kinds.${each.kind}`), number: invoiceNumber(each) })
            return (
              <li key={each.id} className="between min-h-11 py-1.5">
                <span>
                  <span className="strong block">{name}</span>
                  <span className="small muted num">{f.money(each.totalMinor, each.currency)}</span>
                </span>
                <a
                  className="btn btn--quiet btn--sm"
                  href={`/print/invoices/${each.id}`}
                  aria-label={`${t('order.show')}: ${name}`}
                >
                  {t('order.show')}
                </a>
              </li>
            )
          })}
        </ul>
      )}
      {mayAsk && <Ask orderId={order.id} />}
    </section>
  )
}

async function Ask({ orderId }: { orderId: string }) {
  const [t, common] = await Promise.all([getTranslations('invoices.order'), getTranslations('common')])
  return (
    <Form action={askInvoice} lost={common('lost')} stale={common('stale')} label={t('title')}>
      <Fold summary={t('ask')} summaryLook="btn btn--quiet btn--block">
        <p className="small muted">{t('about')}</p>
        <input type="hidden" name="orderId" value={orderId} />
        <TextField
          name="buyerName"
          label={t('name')}
          hint={t('optional')}
          autoComplete="organization"
          maxLength={120}
        />
        <TextField
          name="buyerTaxNumber"
          label={t('taxNumber')}
          hint={t('optional')}
          autoComplete="off"
          maxLength={40}
        />
        <FormMessage />
        <Submit className="btn btn--primary btn--block" busy={t('asking')}>
          {t('ask')}
        </Submit>
      </Fold>
    </Form>
  )
}
