import { randomBytes } from 'node:crypto'
import { type Tree, textAt } from './form.ts'

/** As much of Stripe's objects as its library and we read. Amounts in the currency's smallest unit. */
export type Session = {
  id: string
  object: 'checkout.session'
  client_reference_id: string
  metadata: Record<string, string>
  amount_total: number
  currency: string
  status: 'open' | 'complete' | 'expired'
  payment_status: 'paid' | 'unpaid'
  payment_intent: string | null
  expires_at: number
  success_url: string
  cancel_url: string
  url: string | null
  locale: string
  /** Ours: what is bought. */
  description: string
}

export type Refund = {
  id: string
  object: 'refund'
  amount: number
  currency: string
  payment_intent: string
  status: 'pending' | 'succeeded' | 'failed'
  metadata: Record<string, string>
}

export const newStripeId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`

export const seconds = (at = Date.now()): number => Math.floor(at / 1000)

const recordAt = (tree: Tree, name: string): Record<string, string> => {
  const found = tree[name]
  if (typeof found !== 'object') return {}
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** A payment page that was asked for. */
export function sessionOf(asked: Tree, base: string): Session {
  const id = newStripeId('cs_test')
  const price = ['line_items', '0', 'price_data']
  return {
    id,
    object: 'checkout.session',
    client_reference_id: textAt(asked, 'client_reference_id'),
    metadata: recordAt(asked, 'metadata'),
    amount_total: Number(textAt(asked, ...price, 'unit_amount')),
    currency: textAt(asked, ...price, 'currency'),
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    expires_at: Number(textAt(asked, 'expires_at')),
    success_url: textAt(asked, 'success_url'),
    cancel_url: textAt(asked, 'cancel_url'),
    url: `${base}/pay/${id}`,
    locale: textAt(asked, 'locale'),
    description: textAt(asked, ...price, 'product_data', 'name'),
  }
}

/** A refund that was asked for. */
export const refundOf = (asked: Tree, currency: string): Refund => ({
  id: newStripeId('re'),
  object: 'refund',
  amount: Number(textAt(asked, 'amount')),
  currency,
  payment_intent: textAt(asked, 'payment_intent'),
  status: 'succeeded',
  metadata: recordAt(asked, 'metadata'),
})

/** An event about an object, as Stripe would write it. */
export const eventOf = (type: string, object: object) => ({
  id: newStripeId('evt'),
  object: 'event',
  api_version: '2026-10-28.endive',
  created: seconds(),
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type,
  data: { object },
})

export type StripeEvent = ReturnType<typeof eventOf>
