import { z } from 'zod'
import { maxQuantity, stepOf } from '#lib/domain/quantity.ts'
import { type OfferBounds, offerBounds } from '#lib/queries/group-live.ts'
import { readBasket, writeBasket } from '#lib/web/basket.ts'
import { whole } from '#lib/web/schemas.ts'
import { isSameOrigin } from '#lib/web/session.ts'

const schema = z.object({
  groupOrderId: z.uuid(),
  offerId: z.uuid(),
  quantity: whole(0, 999_999_999).optional(),
  /** Of a page that may not know what the basket holds: this much, or what is in it. */
  atLeast: whole(0, 999_999_999).optional(),
})

/**
 * Sets how much of an offer is in the basket. The basket is a wish, kept in the browser's own signed cookie: the desk
 * alone decides what can be had, so here a quantity is only brought into bounds. A route and not an action: an action
 * that sets a cookie renders the whole page again.
 * @returns the basket for a script, else the way back to the product it was about
 */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params
  if (!(await isSameOrigin())) return new Response('This request does not come from this site.\n', { status: 403 })
  const form = await request.formData().catch(() => undefined)
  const parsed = schema.safeParse(Object.fromEntries(form ?? []))
  if (!parsed.success) return new Response('This cannot be put into a basket.\n', { status: 422 })
  const { groupOrderId, offerId, quantity = 0, atLeast = 0 } = parsed.data
  const basket = await readBasket(groupOrderId)
  const bounds = await offerBounds(groupOrderId, offerId)
  const wanted = Math.max(quantity, atLeast && Math.max(atLeast, basket[offerId] ?? 0))
  const next = { ...basket, [offerId]: bounds ? inBounds(wanted, bounds) : 0 }
  await writeBasket(groupOrderId, next)
  if (request.headers.get('accept') === 'application/json')
    return Response.json(Object.fromEntries(Object.entries(next).filter(([, each]) => each > 0)), {
      headers: { 'cache-control': 'no-store' },
    })
  return new Response(null, { status: 303, headers: { location: `/g/${encodeURIComponent(slug)}#o-${offerId}` } })
}

function inBounds(quantity: number, { unit, left, limitPerShopper }: OfferBounds): number {
  const step = stepOf(unit)
  const most = Math.min(
    left ?? Number.POSITIVE_INFINITY,
    limitPerShopper ?? Number.POSITIVE_INFINITY,
    maxQuantity(unit),
  )
  return Math.floor(Math.min(quantity, most) / step) * step
}
