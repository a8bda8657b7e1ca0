'use server'

import { revalidatePath } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import type { SupplierOf } from '#lib/domain/who.ts'
import { openSupplierLink, supplierOrder } from '#lib/queries/supplier-order.ts'
import { answerPurchaseOrder } from '#lib/usecases/purchase-order/answer.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { amountsOf, byProduct } from '#lib/web/purchase-fields.ts'
import { ticked, whole } from '#lib/web/schemas.ts'
import { clientAddress } from '#lib/web/session.ts'

/** A supplier answers by the link they were mailed: nobody has to be signed in. */
export const answer = defineAction({
  schema: z.object({
    token: z.string().max(64),
    /** The version that was on the screen. */
    version: whole(1, 999_999),
    /** Everything as asked. */
    all: ticked,
    confirmed: byProduct(14),
    remark: byProduct(200),
  }),
  gate: async (_userId, { token }): Promise<SupplierOf | undefined> => {
    const who = await openSupplierLink(token, await clientAddress())
    return who === 'tooMany' ? undefined : who
  },
  run: async (who, { version, all, confirmed, remark }) => {
    const asked = (await supplierOrder(who))?.lines ?? []
    const amounts = all
      ? asked.map(({ productId, cases, caseSize }) => ({ productId, amount: cases * caseSize }))
      : amountsOf(confirmed, asked)
    const lines = amounts.map(({ productId, amount }) => ({
      productId,
      confirmed: amount,
      remark: remark[productId] ?? '',
    }))
    return answerPurchaseOrder(who, { version, lines })
  },
  explain: (refusal, { token }, locale) => {
    // the page shows what is new, and the fields keep what was typed
    if (refusal.code === 'OUTDATED_VERSION') revalidatePath(`/s/${token}`)
    return refusal.code === 'BAD_ANSWER'
      ? { values: { amount: formatsOf(locale).quantity(refusal.buy, refusal.unit) } }
      : {}
  },
  done: async (_, { token }) => {
    revalidatePath(`/s/${token}`)
    return (await getTranslations('buying.supplier'))('thanks')
  },
})
