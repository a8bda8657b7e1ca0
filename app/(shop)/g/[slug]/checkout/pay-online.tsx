import { getTranslations } from 'next-intl/server'
import { Choice } from '#components/ui/fields.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { topUpLimits } from '#lib/domain/payment.ts'
import { canPayOnline } from '#lib/queries/payments.ts'
import type { BasketView } from '#lib/web/basket-lines.ts'
import type { Formats } from '#lib/web/format.ts'

type Props = { basket: BasketView; currency: string; f: Formats }

/** Why more is taken in advance than the total: weighed goods may come to more, a tier that was reached may be lost again. */
export const advanceOf = ({ heldMinor, totalMinor, toleranceMinor }: BasketView): 'Weighed' | 'Held' | 'Text' =>
  toleranceMinor > 0 ? 'Weighed' : heldMinor > totalMinor ? 'Held' : 'Text'

/** Offered where the operator has a provider, for what it takes; the most that it can come to. */
export async function PayOnline({ basket, currency, f }: Props) {
  if (!canPayOnline() || basket.heldMinor < topUpLimits(currency).leastMinor) return null
  const t = await getTranslations('shop.checkout')
  return (
    <Choice
      name="payment"
      value="online"
      title={t('online')}
      detail={t(`online${advanceOf(basket)}`, {
        held: f.money(basket.heldMinor, currency),
      })}
      aside={<Icon name="lock" />}
    />
  )
}
