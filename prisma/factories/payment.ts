import type { Tx } from '#lib/db/transaction.ts'
import { env } from '#lib/infra/env.ts'
import { newId, newToken } from '#lib/infra/ids.ts'

export type NewPayment = {
  shopperId: string
  /** The order that it pays; a top-up where none is told. */
  orderId?: string
  /** Minor units. */
  amountMinor?: number
  /** One that took no money: money that was taken is in the books, which a factory does not write. */
  state?: 'started' | 'open' | 'expired' | 'failed'
}

/** Makes a payment that was started and not paid. */
export const makePayment = (
  db: Tx,
  { shopperId, orderId, amountMinor = 5000, state = 'open' }: NewPayment,
): Promise<{ id: string }> =>
  db.payment.create({
    data: {
      id: newId(),
      purpose: orderId ? 'order' : 'top_up',
      orderId: orderId ?? null,
      shopperId,
      provider: 'stripe',
      amountMinor,
      currency: env.CURRENCY,
      state,
      startedAt: new Date(),
      expiresAt: new Date(Date.now() + 30 * 60_000),
    },
    select: { id: true },
  })

/** Makes a dispute that waits for an answer, of a payment that nobody knows. */
export const makeDispute = (db: Tx): Promise<{ id: string; reference: string }> =>
  db.dispute.create({
    data: {
      id: newId(),
      provider: 'stripe',
      reference: `dp_${newToken(16)}`,
      amountMinor: 5000,
      currency: env.CURRENCY,
      reason: 'product_not_received',
      openedAt: new Date(),
      dueBy: new Date(Date.now() + 7 * 86_400_000),
    },
    select: { id: true, reference: true },
  })
