'use server'

import { redirect } from 'next/navigation'
import { placeOrder } from '../../lib/order.ts'

/** The least that a form can do about an order: read its fields, make one SQL call, redirect. */
export async function order(form: FormData): Promise<void> {
  const text = (name: string) => String(form.get(name) ?? '')
  const { order_id: id } = await placeOrder({
    isWhole: text('flavour') === 'whole',
    groupOrderId: text('groupOrderId'),
    stationId: text('stationId'),
    key: text('key'),
    email: text('email'),
    name: text('name'),
    offerIds: form.getAll('offerId').map(String),
    quantities: form.getAll('quantity').map(Number),
  })
  redirect(`/done?order=${id}`)
}
