import { getTranslations } from 'next-intl/server'
import type { GroupView } from '#lib/queries/group-page.ts'
import type { BasketView } from '#lib/web/basket-lines.ts'
import type { Formats } from '#lib/web/format.ts'

type Props = { group: GroupView; basket: BasketView; f: Formats }

/** Everything that is paid, and the most that it may come to where something is weighed when packed. */
export async function Total({ group, basket, f }: Props) {
  const t = await getTranslations('shop.checkout')
  const total = f.money(basket.totalMinor, group.currency)
  const most = f.money(basket.totalMinor + basket.toleranceMinor, group.currency)
  return (
    <div className="panel panel--pad">
      <div className="sum">
        <div>
          <span className="muted">{t('items', { count: basket.items })}</span>
          <span>{f.money(basket.goodsMinor, group.currency)}</span>
        </div>
        {basket.discountMinor > 0 && (
          <div>
            <span className="muted">{t('discount')}</span>
            <span>−{f.money(basket.discountMinor, group.currency)}</span>
          </div>
        )}
        {basket.depositMinor > 0 && (
          <div>
            <span className="muted">{t('deposits')}</span>
            <span>{f.money(basket.depositMinor, group.currency)}</span>
          </div>
        )}
        <div>
          <span className="muted">{t('fees')}</span>
          <span>{f.money(0, group.currency)}</span>
        </div>
        <div className="sum__total">
          <span className="strong">{t('total')}</span>
          <span className="text-right">
            <span className="price price--xl block">{total}</span>
            {basket.toleranceMinor > 0 && <span className="small muted num">{t('atMost', { most })}</span>}
          </span>
        </div>
      </div>
      <p className="small muted mt-2">
        {basket.toleranceMinor > 0 ? t('everythingWeighed', { most }) : t('everything')}{' '}
        {basket.atNext &&
          t('drops', { from: basket.atNext.from, price: f.money(basket.atNext.totalMinor, group.currency) })}
      </p>
    </div>
  )
}
