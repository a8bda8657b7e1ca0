'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { couponCode } from '#lib/domain/coupon.ts'
import { PAYMENT_METHODS } from '#lib/domain/lifecycle.ts'
import { accept } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { addressOf } from '#lib/queries/account.ts'
import { shopperAccount } from '#lib/queries/gates.ts'
import { orderByKey } from '#lib/queries/orders.ts'
import { canPayOnline } from '#lib/queries/payments.ts'
import { allowMore } from '#lib/usecases/order-desk/allow-more.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { startOrderPayment } from '#lib/usecases/payment/order-payment.ts'
import { rememberCheckout } from '#lib/usecases/person/save-profile.ts'
import { requestSignInCode } from '#lib/usecases/sign-in/request-code.ts'
import { toCodePage } from '#lib/web/ask-code.ts'
import { readBasket, writeBasket } from '#lib/web/basket.ts'
import { dropCarrier } from '#lib/web/carrier-link.ts'
import { dropDraft, writeDraft } from '#lib/web/checkout-draft.ts'
import { anyone, defineAction } from '#lib/web/define-action.ts'
import { explainDesk } from '#lib/web/explain-desk.ts'
import { ticked, whole } from '#lib/web/schemas.ts'
import { clientAddress } from '#lib/web/session.ts'

const station = z.uuid('chooseOne')
const name = z.string('required').trim().min(1, 'required').max(60)
const group = { groupOrderId: z.uuid(), slug: z.string().max(80) }

/** A visitor's half of the checkout: keeps what was typed and sends the code that signs them in. */
export const startCheckout = defineAction({
  schema: z.object({
    ...group,
    stationId: station,
    name,
    contact: z.string('required').trim().min(1, 'required').max(254),
    coupon: z.string().max(40).optional(),
  }),
  gate: anyone,
  run: async (_, { contact }, { locale }) => requestSignInCode(contact, await clientAddress(), locale),
  done: async ({ askId, contact }, { groupOrderId, slug, stationId, name: typed, coupon }) => {
    await writeDraft({ groupOrderId, stationId, name: typed })
    await toCodePage(
      askId,
      contact.value,
      `/g/${slug}/checkout${coupon ? `?coupon=${encodeURIComponent(coupon)}` : ''}`,
    )
  },
})

/** Orders without the carrier through whose link the browser came. */
export const forgetCarrier = defineAction({
  schema: z.object({ slug: z.string().regex(/^[a-z0-9-]{1,80}$/) }),
  gate: anyone,
  run: async () => accept(true),
  done: async (_, { slug }) => {
    await dropCarrier(slug)
    redirect(`/g/${slug}/checkout`)
  },
})

/** The order is placed, whether the provider answers or not: its page leads to paying, or to another way. */
async function paying(
  who: Shopper,
  { orderId, number }: { orderId: string; number: number },
  paymentId: string,
  locale: Locale,
): Promise<{ orderId: string; paymentId: string | undefined }> {
  const description = (await getTranslations('shop.payment'))('forOrder', { number })
  const started = await startOrderPayment(who, { orderId, paymentId, description, locale })
  return { orderId, paymentId: started.ok ? started.value.paymentId : undefined }
}

/** Places the basket as an order. The lines come from the signed cookie, the price from the desk: never from the form. */
export const placeOrder = defineAction({
  schema: z.object({
    ...group,
    stationId: station,
    name,
    key: z.uuid(),
    shownTotalMinor: whole(0, 999_999_999),
    shownMostMinor: whole(0, 1_999_999_999).optional(),
    coupon: z.string().max(40).optional(),
    carrier: z.string().max(20).optional(),
    payment: z
      .enum(PAYMENT_METHODS, 'chooseOne')
      .refine((payment) => payment !== 'online' || canPayOnline(), 'chooseOne')
      .default('on_pickup'),
    takesMore: ticked,
  }),
  gate: async (userId) => (userId ? shopperAccount(userId) : undefined),
  run: async ({ who, account }, input, { locale }) => {
    const basket = await readBasket(input.groupOrderId)
    // The answer to the first try may have been lost after its cookies had come: the basket is empty, the order stands.
    const before = Object.keys(basket).length === 0 ? await orderByKey(who, input.key) : undefined
    if (before) return accept(before)
    const answer = await orderDesk.place({
      groupOrderId: input.groupOrderId,
      key: `${who.userId}:${input.key}`,
      shopperId: who.userId,
      stationId: input.stationId,
      name: input.name,
      contact: addressOf(account),
      payment: input.payment,
      couponCode: input.coupon && (couponCode(input.coupon) ?? input.coupon),
      carrierCode: input.carrier,
      lines: Object.entries(basket).map(([offerId, quantity]) => ({ offerId, quantity })),
      shownTotalMinor: input.shownTotalMinor,
      shownMostMinor: input.shownMostMinor,
      locale,
    })
    // consent to something more, beside the order: the order stands without it
    if (answer.ok && input.takesMore) await allowMore(who, { orderId: answer.value.orderId, takesMore: true })
    const isNew = account.name !== input.name || account.locale !== locale
    if (answer.ok && !answer.value.repeated && isNew) await rememberCheckout(who, input.name, locale)
    return answer.ok && input.payment === 'online' ? accept(await paying(who, answer.value, input.key, locale)) : answer
  },
  explain: (refusal, _, locale) => explainDesk(refusal, env.CURRENCY, locale),
  done: async (placed, { groupOrderId }) => {
    await writeBasket(groupOrderId, {})
    await dropDraft()
    const payment = 'paymentId' in placed ? placed.paymentId : undefined
    redirect(payment ? `/me/payments/${payment}` : `/orders/${placed.orderId}?placed=1`)
  },
})
