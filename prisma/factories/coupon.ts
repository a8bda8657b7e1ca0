import type { Tx } from '#lib/db/transaction.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'

export type NewCoupon = {
  bps?: number
  amountMinor?: number
  minimumMinor?: number
  budgetMinor?: number
  limitPerShopper?: number
  groupOrderId?: string
}

/** Makes a coupon that takes 10 % off within a budget of 100.00, unless told otherwise. */
export async function makeCoupon(db: Tx, facts: NewCoupon = {}): Promise<{ id: string; code: string }> {
  const id = newId()
  const terms = facts.amountMinor ? { amountMinor: facts.amountMinor } : { bps: facts.bps ?? 1_000 }
  return db.coupon.create({
    data: {
      ...facts,
      ...terms,
      id,
      code: `T${id.replaceAll('-', '').slice(-15).toUpperCase()}`,
      currency: env.CURRENCY,
      budgetMinor: facts.budgetMinor ?? 10_000,
      validFrom: new Date(0),
      validUntil: new Date('2099-01-01'),
      reason: 'a test',
      createdBy: newId(),
    },
    select: { id: true, code: true },
  })
}
