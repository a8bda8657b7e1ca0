'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { SURPLUS_USES } from '#lib/domain/purchase-order.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { Locale } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { purchaseOrder } from '#lib/queries/purchase-orders.ts'
import { answerForSupplier } from '#lib/usecases/purchase-order/answer.ts'
import { cancelPurchaseOrder } from '#lib/usecases/purchase-order/cancel.ts'
import { gatherPurchaseOrders } from '#lib/usecases/purchase-order/gather.ts'
import { changeSupplierLink } from '#lib/usecases/purchase-order/link.ts'
import { receivePurchaseOrder } from '#lib/usecases/purchase-order/receive.ts'
import { sendPurchaseOrder } from '#lib/usecases/purchase-order/send.ts'
import { setPurchaseLine } from '#lib/usecases/purchase-order/set-line.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { amountsOf, byProduct } from '#lib/web/purchase-fields.ts'
import { text, ticked, whole } from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

const PATH = '/admin/purchase-orders'
const pathOf = ({ purchaseOrderId }: { purchaseOrderId: string }) => `${PATH}/${purchaseOrderId}`
const gate = dutyGate('stock')
type Buyer = AdminFor<'stock'>
const revision = whole(1, 999_999_999)
const one = { purchaseOrderId: z.uuid(), revision }

export const gather = defineAction({
  schema: z.object({}),
  gate,
  run: (who: Buyer) => gatherPurchaseOrders(who),
  explain: () => {
    // somebody else was faster: what they gathered is on the list
    revalidatePath(PATH)
    return {}
  },
  done: () => redirect(PATH),
})

export const setLine = defineAction({
  schema: z.object({
    ...one,
    productId: z.uuid(),
    cases: whole(0, 100_000),
    reason: text(200),
    surplusUse: z.enum(SURPLUS_USES),
  }),
  gate,
  run: (who: Buyer, input) => setPurchaseLine(who, input),
  done: (_, input) => redirect(pathOf(input)),
})

export const send = defineAction({
  schema: z.object({ ...one, note: text(500) }),
  gate,
  run: (who: Buyer, input) => sendPurchaseOrder(who, input),
  done: (_, input) => redirect(pathOf(input)),
})

/** The lines as the office sees them, to know what is typed in kilograms. */
const linesOf = async (who: Buyer, id: string) => (await purchaseOrder(who, id))?.lines ?? []

export const answer = defineAction({
  schema: z.object({
    purchaseOrderId: z.uuid(),
    version: whole(1, 999_999),
    confirmed: byProduct(14),
    remark: byProduct(200),
  }),
  gate,
  run: async (who: Buyer, { confirmed, remark, ...input }) => {
    const asked = (await linesOf(who, input.purchaseOrderId)).filter(({ casesSent }) => casesSent > 0)
    const lines = amountsOf(confirmed, asked).map(({ productId, amount }) => ({
      productId,
      confirmed: amount,
      remark: remark[productId] ?? '',
    }))
    return answerForSupplier(who, { ...input, lines })
  },
  explain: async (refusal, _input, locale) =>
    refusal.code === 'BAD_ANSWER' ? { values: mostOf(refusal, locale) } : {},
  done: (_, input) => redirect(pathOf(input)),
})

const mostOf = ({ buy, unit }: { buy: number; unit: Unit }, locale: Locale) => ({
  amount: formatsOf(locale).quantity(buy, unit),
})

export const receive = defineAction({
  schema: z.object({ ...one, received: byProduct(14) }),
  gate,
  run: async (who: Buyer, { received, ...input }) => {
    const lines = amountsOf(received, await linesOf(who, input.purchaseOrderId))
    return receivePurchaseOrder(who, {
      ...input,
      lines: lines.map(({ productId, amount }) => ({ productId, received: amount })),
    })
  },
  done: (_, input) => redirect(pathOf(input)),
})

export const cancel = defineAction({
  schema: z.object({ ...one, reason: text(200) }),
  gate,
  run: (who: Buyer, input) => cancelPurchaseOrder(who, input),
  done: () => redirect(PATH),
})

export const changeLink = defineAction({
  schema: z.object({ ...one, isRenewed: ticked }),
  gate,
  run: (who: Buyer, input) => changeSupplierLink(who, input),
  done: async (_, input) => {
    revalidatePath(pathOf(input))
    const t = await getTranslations('buying.one')
    return t(input.isRenewed ? 'renewed' : 'stopped')
  },
})
