'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { env } from '#lib/infra/env.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { requestInvoice } from '#lib/usecases/invoice/request.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { explainDesk } from '#lib/web/explain-desk.ts'
import { optionalWhole, text } from '#lib/web/schemas.ts'

const ids = { groupOrderId: z.uuid(), orderId: z.uuid() }
const gate = async (userId: string | undefined) => (userId ? shopperGate(userId) : undefined)

/** Cancels the shopper's own order; a second time answers the same. */
export const cancelOrder = defineAction({
  schema: z.object(ids),
  gate,
  run: (who, { groupOrderId, orderId }) => orderDesk.cancel({ groupOrderId, orderId, shopperId: who.userId }),
  done: (_, { orderId }) => redirect(`/orders/${orderId}`),
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
