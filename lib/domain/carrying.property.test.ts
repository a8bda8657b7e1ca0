import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CarryFacts, isSplit, splitCommission, whyNotCarry } from './carrying.ts'
import { commissionOf } from './commission.ts'
import { GROUP_STATES } from './lifecycle.ts'

const split = fc.integer({ min: 1, max: 10_000 })
const commission = fc.integer({ min: 0, max: 2_000_000_000 })

test('the parts are the commission, the carrier’s within half a unit of its share', () => {
  fc.assert(
    fc.property(commission, split, (minor, bps) => {
      const { ownerMinor, carrierMinor } = splitCommission(minor, bps)
      expect(ownerMinor + carrierMinor).toBe(minor)
      expect(Math.min(ownerMinor, carrierMinor)).toBeGreaterThanOrEqual(0)
      // 2 × |carrier × 10 000 − share| ≤ 10 000, in whole numbers
      const off = BigInt(carrierMinor) * 10_000n - BigInt(minor) * BigInt(bps)
      expect(off <= 5_000n && off > -5_001n).toBe(true)
    }),
  )
  expect(splitCommission(100, 3_000)).toEqual({ ownerMinor: 70, carrierMinor: 30 })
  // half a unit is the owner's
  expect(splitCommission(1, 5_000)).toEqual({ ownerMinor: 1, carrierMinor: 0 })
  expect(splitCommission(7, 10_000)).toEqual({ ownerMinor: 0, carrierMinor: 7 })
})

test('what is refunded is taken back from both: no part ever grows, and both sum to the unsplit commission', () => {
  const lines = fc.array(
    fc.record({
      amountMinor: fc.integer({ min: 1, max: 100_000 }),
      commissionBps: fc.integer({ min: 0, max: 10_000 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  fc.assert(
    fc.property(lines, split, fc.double({ min: 0, max: 1, noNaN: true }), (ordered, bps, refunded) => {
      const paid = ordered.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      const earned = commissionOf(ordered)
      const keeps = Math.min(earned, commissionOf(ordered, Math.round(paid * refunded)))
      const [before, after] = [splitCommission(earned, bps), splitCommission(keeps, bps)]
      expect(after.ownerMinor).toBeLessThanOrEqual(before.ownerMinor)
      expect(after.carrierMinor).toBeLessThanOrEqual(before.carrierMinor)
      expect(after.ownerMinor + after.carrierMinor).toBe(keeps)
    }),
  )
})

test('a split is a part of the whole', () => {
  expect([0, 1, 10_000, 10_001, 0.5, -1].map(isSplit)).toEqual([false, true, true, false, false, false])
})

const may: CarryFacts = {
  ...{ state: 'open', isOwn: false, isApproved: true, splitBps: 3_000, shownBps: 3_000 },
  ...{ isCarrying: false, isEndedByOwner: false },
}

test('only an open or coming group of somebody else, offered at the part that was shown', () => {
  for (const state of GROUP_STATES) {
    const code = { draft: 'NOT_FOUND', scheduled: undefined, open: undefined }[state as string]
    const isKnown = ['draft', 'scheduled', 'open'].includes(state)
    expect([state, whyNotCarry({ ...may, state })?.code]).toEqual([state, isKnown ? code : 'CARRYING_OVER'])
  }
  expect(whyNotCarry({ ...may, isOwn: true })?.code).toBe('OWN_GROUP')
  expect(whyNotCarry({ ...may, isApproved: false })?.code).toBe('LEADER_NOT_APPROVED')
  expect(whyNotCarry({ ...may, splitBps: null })?.code).toBe('NOT_TO_BE_CARRIED')
  expect(whyNotCarry({ ...may, isCarrying: true })?.code).toBe('ALREADY_CARRYING')
  expect(whyNotCarry({ ...may, isEndedByOwner: true })?.code).toBe('CARRIER_ENDED')
  expect(whyNotCarry({ ...may, shownBps: 2_000 })).toEqual({ code: 'SPLIT_CHANGED', splitBps: 3_000 })
})
