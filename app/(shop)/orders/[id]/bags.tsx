import { getTranslations } from 'next-intl/server'
import { Tile } from '#components/product/tile.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { chargedQuantity } from '#lib/domain/weighing.ts'
import type { OrderLineView, OrderView } from '#lib/queries/orders.ts'
import type { Formats } from '#lib/web/format.ts'

/** What is in it and what it comes to; of what is sold by weight, what the scale said. */
export async function Bags({ order, f }: { order: OrderView; f: Formats }) {
  const t = await getTranslations('shop.order')
  const isOpen = order.state === 'placed'
  return (
    <section className="section" aria-labelledby="bags">
      <h2 id="bags" className="mb-3">
        {t(isOpen || order.state === 'cancelled' ? 'lines' : 'bags')}
      </h2>
      {order.savedMinor > 0 && (
        <div className="mb-3">
          <Notice tone="leaf" icon="tag">
            {t('lower', { orders: order.group.orders, amount: f.money(order.savedMinor, order.currency) })}
          </Notice>
        </div>
      )}
      <div className="panel px-3.5 py-1">
        <ul>
          {order.lines.map((line) => (
            <li className="line" key={line.offerId}>
              <Tile src={line.picture} tile={line.tile} size={48} />
              <span className="grow">
                <span className="strong block">{f.text(line.name)}</span>
                <span className="small muted">{f.text(line.pack)}</span>
                <Weighing line={line} order={order} f={f} />
                {line.collected > 0 && line.collected < line.quantity && (
                  <span className="small muted block">
                    {t('collectedPart', {
                      collected: f.quantity(line.collected, line.unit),
                      quantity: f.quantity(line.quantity, line.unit),
                    })}
                  </span>
                )}
              </span>
              <span className="small muted num">{t('times', { quantity: f.quantity(line.quantity, line.unit) })}</span>
              <span className="price price--sm min-w-[58px] text-right">
                {f.money(line.amountMinor, order.currency)}
              </span>
            </li>
          ))}
        </ul>
        {order.discountMinor > 0 && (
          <p className="between border-t border-line py-3">
            <span className="muted">{t('discount', { code: order.couponCode ?? '' })}</span>
            <span className="num">−{f.money(order.discountMinor, order.currency)}</span>
          </p>
        )}
        {order.depositMinor > 0 && (
          <p className="between border-t border-line py-3">
            <span className="muted">{t('deposits')}</span>
            <span className="num">{f.money(order.depositMinor, order.currency)}</span>
          </p>
        )}
        <p className="between border-t border-line py-3">
          <span className="strong">{t(owed(order))}</span>
          <span className="text-right">
            <span className="price block">
              {f.money(order.state === 'cancelled' ? 0 : order.totalMinor, order.currency)}
            </span>
            {order.toleranceMinor > 0 && (
              <span className="small muted num block">
                {t('atMost', { most: f.money(order.totalMinor + order.toleranceMinor, order.currency) })}
              </span>
            )}
            {order.payBy && order.heldMinor > order.totalMinor && (
              <span className="small muted num block">
                {t('payNow', { held: f.money(order.heldMinor, order.currency) })}
              </span>
            )}
          </span>
        </p>
      </div>
    </section>
  )
}

/** How goods that are sold by weight are charged: by what they weigh, once that is known. */
async function Weighing({ line, order, f }: { line: OrderLineView; order: OrderView; f: Formats }) {
  const { unit, actual, toleranceBps } = line
  if (toleranceBps === 0 || order.state === 'cancelled') return null
  const t = await getTranslations('shop.order')
  const charged = chargedQuantity(line)
  const values = { actual: f.quantity(actual ?? 0, unit), charged: f.quantity(charged, unit) }
  return (
    <span className="small muted block">
      {actual !== null
        ? t(charged < actual ? 'weighsCharged' : 'weighs', values)
        : order.toleranceMinor > 0
          ? t('weighedLater', { percent: f.rate(toleranceBps) })
          : t('asOrdered')}
    </span>
  )
}

/** What the sum under the lines is. */
function owed({
  state,
  paymentMethod,
  paymentState,
}: OrderView): 'nothing' | 'paidFromWallet' | 'paid' | 'toPay' | 'toPayOnline' {
  if (state === 'cancelled') return 'nothing'
  if (paymentMethod === 'online') return paymentState === 'due' ? 'toPayOnline' : 'paid'
  if (paymentMethod === 'wallet') return 'paidFromWallet'
  return paymentState === 'paid' ? 'paid' : 'toPay'
}
