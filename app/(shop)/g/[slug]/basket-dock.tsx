import { getTranslations } from 'next-intl/server'
import type { GroupView } from '#lib/queries/group-page.ts'
import { readBasket } from '#lib/web/basket.ts'
import { basketView } from '#lib/web/basket-lines.ts'
import { getFormats } from '#lib/web/format.ts'

/** What the basket costs, at the thumb, and the way on. */
export async function BasketDock({ group }: { group: GroupView }) {
  const t = await getTranslations('shop.group')
  const f = await getFormats()
  const basket = basketView(group, await readBasket(group.id))
  const { atNext } = basket
  return (
    <div className="dock">
      <div className="dock__in">
        <div className="dock__sum" aria-live="polite">
          <span className="price price--lg">{f.money(basket.totalMinor, group.currency)}</span>
          <p className="micro muted num">
            {t('basket', { count: basket.items })}
            {basket.items > 0 &&
              atNext &&
              ` · ${t('atTier', { price: f.money(atNext.totalMinor, group.currency), from: atNext.from })}`}
          </p>
        </div>
        <a className="btn btn--primary btn--lg" href={basket.items > 0 ? `/g/${group.slug}/checkout` : '#stall'}>
          {t('join')}
        </a>
      </div>
    </div>
  )
}
