import { getTranslations } from 'next-intl/server'
import { Choice } from '#components/ui/fields.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { topUpLimits } from '#lib/domain/payment.ts'
import { canPayOnline } from '#lib/queries/payments.ts'
import type { BasketView } from '#lib/web/basket-lines.ts'
import type { Formats } from '#lib/web/format.ts'

type Props = { basket: BasketView; currency: string; f: Formats }

/** Offered where the operator has a provider, for what it takes; at base prices, as a tier that was reached may be lost again. */
export async function PayOnline({ basket, currency, f }: Props) {
  if (!canPayOnline() || basket.baseMinor < topUpLimits(currency).leastMinor) return null
  const t = await getTranslations('shop.checkout')
  return (
    <Choice
      name="payment"
      value="online"
      title={t('online')}
      detail={t(basket.baseMinor > basket.totalMinor ? 'onlineHeld' : 'onlineText', {
        held: f.money(basket.baseMinor, currency),
      })}
      aside={<Icon name="lock" />}
    />
  )
}
