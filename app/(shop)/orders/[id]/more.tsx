import { getTranslations } from 'next-intl/server'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import type { OrderView } from '#lib/queries/orders.ts'
import { takeMore } from './actions.ts'

/** Whether the order takes one more of each when a bit is left over; the shopper may change their mind until the goods are in. */
export async function TakesMore({ order }: { order: OrderView }) {
  if (!order.canTakeMore) return null
  const [t, c] = await Promise.all([getTranslations('shop.order.more'), getTranslations('common')])
  return (
    <Form action={takeMore} lost={c('lost')} stale={c('stale')} label={t('label')}>
      <input type="hidden" name="orderId" value={order.id} />
      {order.takesMore ? (
        <div className="panel panel--pad">
          <p>{t('allowed')}</p>
          <Submit className="btn btn--quiet btn--sm mt-2">{t('forbid')}</Submit>
        </div>
      ) : (
        <Submit className="btn btn--quiet btn--block" name="takesMore" value="1">
          {t('allow')}
        </Submit>
      )}
      <FormMessage />
    </Form>
  )
}
