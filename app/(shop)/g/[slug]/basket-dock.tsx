import { getTranslations } from 'next-intl/server'
import { JoinLink } from '#components/product/join-link.tsx'
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
  const checkout = `/g/${group.slug}/checkout`
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
        <JoinLink href={basket.items > 0 ? checkout : '#stall'} checkout={checkout}>
          {t('join')}
        </JoinLink>
      </div>
    </div>
  )
}
