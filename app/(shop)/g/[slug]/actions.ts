'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { maxQuantity, stepOf } from '#lib/domain/quantity.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { groupPage } from '#lib/queries/group-page.ts'
import { askQuestion } from '#lib/usecases/question/ask.ts'
import { readBasket, writeBasket } from '#lib/web/basket.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { whole } from '#lib/web/schemas.ts'
import { isSameOrigin } from '#lib/web/session.ts'

const change = z.object({
  groupOrderId: z.uuid(),
  offerId: z.uuid(),
  slug: z.string().max(80),
  quantity: whole(0, 999_999_999),
})

/**
 * Sets how much of an offer is in the basket. The basket is a wish, kept in the browser's own signed cookie: the desk
 * alone decides what can be had, so here a quantity is only brought into bounds.
 */
export async function changeBasket(form: FormData): Promise<void> {
  const parsed = change.safeParse(Object.fromEntries(form))
  if (!parsed.success || !(await isSameOrigin())) return
  const { groupOrderId, offerId, slug, quantity } = parsed.data
  const group = await groupPage(slug)
  const offer = group?.id === groupOrderId ? group.offers.find((each) => each.offerId === offerId) : undefined
  if (offer) {
    const most = Math.min(
      offer.left ?? Number.POSITIVE_INFINITY,
      offer.limitPerShopper ?? Number.POSITIVE_INFINITY,
      maxQuantity(offer.unit),
    )
    const step = stepOf(offer.unit)
    await writeBasket(groupOrderId, {
      ...(await readBasket(groupOrderId)),
      [offerId]: Math.floor(Math.min(quantity, most) / step) * step,
    })
  }
  // a plain form post comes back to the product it was about
  if (!(await headers()).get('next-action')) redirect(`/g/${encodeURIComponent(slug)}#o-${offerId}`)
  revalidatePath(`/g/${slug}`)
}

export const ask = defineAction({
  schema: z.object({ groupOrderId: z.uuid(), text: z.string('required').trim().min(1).max(500) }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: (who, { groupOrderId, text }) => askQuestion(who, { groupOrderId, text }),
  done: async () => (await getTranslations('shop.group'))('asked'),
})
