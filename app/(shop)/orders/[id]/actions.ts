'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { env } from '#lib/infra/env.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { requestInvoice } from '#lib/usecases/invoice/request.ts'
import { allowMore } from '#lib/usecases/order-desk/allow-more.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { chooseRefund, payAtPickup, startOrderPayment } from '#lib/usecases/payment/order-payment.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { explainDesk } from '#lib/web/explain-desk.ts'
import { optionalWhole, text, ticked, whole } from '#lib/web/schemas.ts'

const ids = { groupOrderId: z.uuid(), orderId: z.uuid() }
const gate = async (userId: string | undefined) => (userId ? shopperGate(userId) : undefined)

/** Cancels the shopper's own order; a second time answers the same. */
export const cancelOrder = defineAction({
  schema: z.object(ids),
  gate,
  run: (who, { groupOrderId, orderId }) => orderDesk.cancel({ groupOrderId, orderId, shopperId: who.userId }),
  done: (_, { orderId }) => redirect(`/orders/${orderId}`),
})

/** Starts paying for the order at the provider's page. */
export const payOrder = defineAction({
  schema: z.object({ orderId: z.uuid(), paymentId: z.uuid(), number: whole(1, 999_999_999) }),
  gate,
  run: async (who, { orderId, paymentId, number }, { locale }) =>
    startOrderPayment(who, {
      orderId,
      paymentId,
      description: (await getTranslations('shop.payment'))('forOrder', { number }),
      locale,
    }),
  done: ({ paymentId }) => redirect(`/me/payments/${paymentId}`),
})

/** Pays at pickup instead of online. */
export const payLater = defineAction({
  schema: z.object({ orderId: z.uuid() }),
  gate,
  run: (who, { orderId }) => payAtPickup(who, orderId),
  done: (_, { orderId }) => redirect(`/orders/${orderId}?saved=1`),
})

/** Chooses where money goes that the order gives back. */
export const refundTo = defineAction({
  schema: z.object({ orderId: z.uuid(), refundTo: z.enum(['provider', 'wallet']) }),
  gate,
  run: (who, input) => chooseRefund(who, input),
  done: (_, { orderId }) => redirect(`/orders/${orderId}?saved=1`),
})

/** Allows a bit more, or takes that back. */
export const takeMore = defineAction({
  schema: z.object({ orderId: z.uuid(), takesMore: ticked }),
  gate,
  run: (who, input) => allowMore(who, input),
  done: (_, { orderId }) => redirect(`/orders/${orderId}?saved=1`),
})

const quantity = optionalWhole(0, 1_000_000)

/** Gives the order new lines; an empty field or 0 leaves the offer out. */
export const changeOrder = defineAction({
  schema: z.object({
    ...ids,
    stationId: z.uuid('chooseOne'),
    quantities: z.record(z.uuid(), quantity),
  }),
  gate,
  run: (who, { groupOrderId, orderId, stationId, quantities }) =>
    orderDesk.amend({
      groupOrderId,
      orderId,
      shopperId: who.userId,
      stationId,
      lines: Object.entries(quantities).flatMap(([offerId, each]) => (each ? [{ offerId, quantity: each }] : [])),
    }),
  explain: async (refusal, _, locale) => {
    const explained = await explainDesk(refusal, env.CURRENCY, locale)
    return 'offerId' in refusal ? { ...explained, field: `quantities.${refusal.offerId}` } : explained
  },
  done: (_, { orderId }) => redirect(`/orders/${orderId}?saved=1`),
})

/** Asks for the tax invoice of the shopper's own order. */
export const askInvoice = defineAction({
  schema: z.object({ orderId: z.uuid(), buyerName: text(120), buyerTaxNumber: text(40) }),
  gate,
  run: (who, input) => requestInvoice(who, input),
  done: ({ invoiceId }) => redirect(`/print/invoices/${invoiceId}`),
})
