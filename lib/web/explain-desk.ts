import type { DeskRefusal } from '#lib/domain/desk.ts'
import type { Locale } from '#lib/domain/text.ts'
import { offerName } from '#lib/queries/group-page.ts'
import type { Explained } from './define-action.ts'
import { type Formats, formatsOf } from './format.ts'

/** The names and amounts that a desk's refusal is told with, and the field it belongs to. */
export async function explainDesk(refusal: DeskRefusal, currency: string, locale: Locale): Promise<Explained> {
  const f = formatsOf(locale)
  if ('offerId' in refusal)
    return { field: `o-${refusal.offerId}`, values: { name: f.text(await offerName(refusal.offerId)) } }
  if (refusal.code === 'STATION_NOT_SERVED') return { field: 'stationId' }
  if (refusal.code === 'WALLET_TOO_LOW')
    return {
      field: 'payment',
      values: { balance: f.money(refusal.balanceMinor, currency), needed: f.money(refusal.neededMinor, currency) },
    }
  if (refusal.code.startsWith('COUPON_')) return { values: couponValues(refusal, currency, f) }
  if (refusal.code === 'PRICE_CHANGED') return { values: { total: f.money(refusal.totalMinor, currency) } }
  return {}
}

/** The numbers that a coupon's refusal is told with. */
export function couponValues(
  refusal: DeskRefusal,
  currency: string,
  f: Pick<Formats, 'money'>,
): Record<string, string | number> {
  if (refusal.code === 'COUPON_MINIMUM') return { minimum: f.money(refusal.minimumMinor, currency) }
  return refusal.code === 'COUPON_USED' ? { limit: refusal.limit } : {}
}
