import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AccountKind, isBalanced, type Movement } from './ledger.ts'
import {
  disputeLost,
  disputeReinstated,
  disputeWithdrawn,
  type PaidOnline,
  paidOnline,
  paymentFee,
  payoutPaid,
  payoutReturned,
  refundedOnline,
  refundReturned,
} from './payment-books.ts'

const topUp: PaidOnline = {
  paymentId: 'p',
  shopperId: 'lin',
  orderId: undefined,
  amountMinor: 5000,
  currency: 'CAD',
}
const order: PaidOnline = { ...topUp, orderId: 'o' }
const dispute = { reference: 'd', orderId: undefined, currency: 'CAD', amountMinor: 5000 }

/** What accounts hold after these movements, debits above 0. */
function sums(...movements: (Movement | undefined)[]): Partial<Record<AccountKind, number>> {
  const held: Partial<Record<AccountKind, number>> = {}
  for (const { kind, amountMinor } of movements.flatMap((movement) => movement?.entries ?? []))
    held[kind] = (held[kind] ?? 0) + amountMinor
  return Object.fromEntries(Object.entries(held).filter(([, sum]) => sum !== 0))
}

test('a top-up is the shopper’s, an order’s payment is kept for the order', () => {
  expect(sums(paidOnline(topUp, 'wallet'))).toEqual({ provider: 5000, wallet: -5000 })
  expect(paidOnline(topUp, 'wallet').entries).toContainEqual({ kind: 'wallet', ownerId: 'lin', amountMinor: -5000 })
  expect(sums(paidOnline(order, 'prepaid'))).toEqual({ provider: 5000, prepaid: -5000 })
  expect(paidOnline(order, 'prepaid').orderId).toBe('o')
})

test('the provider’s fee is ours, and nothing where there is none', () => {
  expect(sums(paidOnline(topUp, 'wallet'), paymentFee(topUp, 175))).toEqual({
    provider: 4825,
    wallet: -5000,
    payment_fees: 175,
  })
  expect(paymentFee(topUp, 0)).toBeUndefined()
})

test('a refund takes the money out of the wallet, and one that did not arrive ends there', () => {
  const back = { refundId: 'r', amountMinor: 2000, isByHand: false }
  expect(sums(paidOnline(topUp, 'wallet'), refundedOnline(topUp, back))).toEqual({ provider: 3000, wallet: -3000 })
  expect(sums(refundedOnline(order, back), refundReturned(order, back))).toEqual({})
})

test('what somebody gave back by hand the operator bears', () => {
  const back = { refundId: 'r', amountMinor: 5000, isByHand: true }
  expect(sums(paidOnline(topUp, 'wallet'), refundedOnline(topUp, back))).toEqual({
    payment_losses: 5000,
    wallet: -5000,
  })
  expect(sums(refundedOnline(order, back), refundReturned(order, back))).toEqual({})
})

test('a dispute: taken, and given back or lost', () => {
  const taken = disputeWithdrawn(dispute, 1500)
  expect(sums(taken)).toEqual({ disputed: 5000, payment_fees: 1500, provider: -6500 })
  expect(sums(taken, disputeReinstated(dispute, 0))).toEqual({ payment_fees: 1500, provider: -1500 })
  expect(sums(taken, disputeReinstated(dispute, -1500))).toEqual({})
  expect(sums(taken, disputeLost(dispute))).toEqual({ payment_losses: 5000, payment_fees: 1500, provider: -6500 })
})

test('a payout lands at the bank, and comes back when the bank sends it', () => {
  const payout = { reference: 'po', amountMinor: 4825, currency: 'CAD' }
  expect(sums(payoutPaid(payout))).toEqual({ bank: 4825, provider: -4825 })
  expect(sums(payoutPaid(payout), payoutReturned(payout))).toEqual({})
})

test('every movement balances, and no two things share a key', () => {
  const amount = fc.integer({ min: 1, max: 1_000_000_000 })
  fc.assert(
    fc.property(amount, amount, fc.boolean(), fc.boolean(), (amountMinor, feeMinor, isTopUp, isByHand) => {
      const paid = { ...(isTopUp ? topUp : order), amountMinor }
      const back = { refundId: 'r', amountMinor, isByHand }
      const movements = [
        paidOnline(paid, isTopUp ? 'wallet' : 'prepaid'),
        paymentFee(paid, feeMinor),
        refundedOnline(paid, back),
        refundReturned(paid, back),
        disputeWithdrawn({ ...dispute, amountMinor }, feeMinor),
        disputeReinstated({ ...dispute, amountMinor }, -feeMinor),
        disputeLost({ ...dispute, amountMinor }),
        payoutPaid({ reference: 'po', amountMinor, currency: 'CAD' }),
        payoutReturned({ reference: 'po', amountMinor, currency: 'CAD' }),
      ]
      for (const movement of movements) expect(isBalanced(movement?.entries ?? [])).toBe(true)
      expect(new Set(movements.map((movement) => movement?.key)).size).toBe(movements.length)
    }),
  )
})
