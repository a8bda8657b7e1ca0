import { getTranslations } from 'next-intl/server'
import { type CouponTried, tryCoupon } from '#lib/queries/coupon.ts'
import { shopperAccount } from '#lib/queries/gates.ts'
import type { GroupView } from '#lib/queries/group-page.ts'
import type { Basket } from '#lib/web/basket.ts'
import { linesToPrice } from '#lib/web/basket-lines.ts'
import { couponValues } from '#lib/web/explain-desk.ts'
import type { Formats } from '#lib/web/format.ts'
import { currentUserId } from '#lib/web/session.ts'

/** The code that was typed, held against this basket as the desk will hold it. */
export async function triedCoupon(group: GroupView, chosen: Basket, typed: string): Promise<CouponTried> {
  const userId = await currentUserId()
  const signedIn = userId ? await shopperAccount(userId) : undefined
  return tryCoupon(signedIn?.who, typed, {
    groupOrderId: group.id,
    lines: linesToPrice(group, chosen),
    orders: group.orders,
  })
}

type CouponProps = { group: GroupView; typed: string; tried: CouponTried | undefined; f: Formats }

/** A form of its own that only asks: works without JavaScript, and what it takes off is seen before ordering. */
export async function CouponField({ group, typed, tried, f }: CouponProps) {
  const [t, e] = await Promise.all([getTranslations('shop.checkout'), getTranslations('errors.refusals')])
  const refusal = tried?.refusal
  return (
    <details className="wrap mt-3" open={typed !== ''}>
      <summary className="link cursor-pointer">{t('haveCoupon')}</summary>
      <form className="mt-2 grid gap-2" aria-label={t('haveCoupon')}>
        <label className="field__label" htmlFor="coupon">
          {t('couponCode')}
        </label>
        <div className="row">
          <input
            className="input grow"
            id="coupon"
            name="coupon"
            defaultValue={typed}
            maxLength={40}
            autoComplete="off"
            aria-invalid={refusal ? true : undefined}
            aria-describedby={tried ? 'coupon-note' : undefined}
          />
          <button className="btn btn--soft" type="submit">
            {t('useCoupon')}
          </button>
        </div>
        {tried && (
          <p id="coupon-note" role="status" className={refusal ? 'field__err' : 'small'}>
            {refusal
              ? e(refusal.code, couponValues(refusal, group.currency, f))
              : t('couponUsed', { code: tried.code })}
          </p>
        )}
      </form>
    </details>
  )
}
