import { getTranslations } from 'next-intl/server'
import { Choice } from '#components/ui/fields.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { Shopper } from '#lib/domain/who.ts'
import type { GroupView } from '#lib/queries/group-page.ts'
import { walletBalance } from '#lib/queries/wallet.ts'
import type { BasketView } from '#lib/web/basket-lines.ts'
import type { Formats } from '#lib/web/format.ts'
import { advanceOf } from './pay-online.tsx'

type Props = { who: Shopper; group: GroupView; basket: BasketView; f: Formats }

/** Offered to who has something; the most that it may come to. */
export async function FromWallet({ who, group, basket, f }: Props) {
  const balanceMinor = await walletBalance(who)
  if (balanceMinor === 0) return null
  const t = await getTranslations('shop.checkout')
  const amounts = {
    balance: f.money(balanceMinor, group.currency),
    held: f.money(basket.heldMinor, group.currency),
  }
  const isEnough = balanceMinor >= basket.heldMinor
  const detail = isEnough ? (`wallet${advanceOf(basket)}` as const) : 'walletShort'
  return (
    <Choice
      name="payment"
      value="wallet"
      disabled={!isEnough}
      title={t('wallet')}
      detail={t(detail, amounts)}
      aside={<Icon name="wallet" />}
    />
  )
}
