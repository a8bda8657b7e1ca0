import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EARNER_ROLES, earnedTakenBack, earnedWithOrder, keeperPayOf, paidOut, withheld } from './earnings.ts'
import { type AccountKind, balanceOf, isBalanced, type Movement } from './ledger.ts'
import { statementSums } from './statement.ts'

const amount = fc.integer({ min: 1, max: 2 ** 31 - 1 })
const role = fc.constantFrom(...EARNER_ROLES)
const facts = { ownerId: 'p', orderId: 'o', event: 'collection c', actorId: 'k', currency: 'CAD' }
const sum = (kind: AccountKind, ...movements: (Movement | undefined)[]) =>
  balanceOf(
    kind,
    movements
      .flatMap((movement) => movement?.entries ?? [])
      .filter((entry) => entry.kind === kind)
      .reduce((total, { amountMinor }) => total + amountMinor, 0),
  )

test('what is earned is owed and an expense; taken back, neither is left', () => {
  fc.assert(
    fc.property(role, amount, (who, amountMinor) => {
      const earned = earnedWithOrder({ ...facts, role: who, amountMinor })
      const returned = earnedTakenBack({ ...facts, role: who, amountMinor })
      expect([earned, returned].every((movement) => movement && isBalanced(movement.entries))).toBe(true)
      const expense = who === 'leader' ? 'commission' : 'keeper_pay'
      expect([sum(who, earned), sum(expense, earned)]).toEqual([amountMinor, amountMinor])
      expect([sum(who, earned, returned), sum(expense, earned, returned)]).toEqual([0, 0])
      expect(earned?.key).not.toBe(returned?.key)
    }),
  )
})

test('leader and keeper of one handing over are booked apart, and nothing moves nothing', () => {
  const keys = EARNER_ROLES.map((each) => earnedWithOrder({ ...facts, role: each, amountMinor: 5 })?.key)
  expect(new Set(keys).size).toBe(2)
  expect(earnedWithOrder({ ...facts, role: 'leader', amountMinor: 0 })).toBeUndefined()
})

test('keepers are paid by the order or by the parcel', () => {
  expect([keeperPayOf(60, 'order', 3), keeperPayOf(60, 'parcel', 3), keeperPayOf(0, 'parcel', 3)]).toEqual([60, 180, 0])
})

test('what is held back and what is paid out is owed less', () => {
  const owed = { role: 'leader' as const, ownerId: 'p', amountMinor: 700, adminId: 'a', currency: 'CAD' }
  const paid = paidOut({ ...owed, payoutId: 'x' })
  const held = withheld({ ...owed, statementId: 's' })
  expect([isBalanced(paid.entries), sum('leader', paid), sum('bank', paid)]).toEqual([true, -700, -700])
  expect([sum('leader', held), sum('withheld', held)]).toEqual([-700, 700])
  expect(withheld({ ...owed, amountMinor: 0, statementId: 's' })).toBeUndefined()
})

test('a statement adds up, and holds back of what was earned alone', () => {
  const sums = { openingMinor: fc.integer(), earnedMinor: amount, returnedMinor: amount, paidMinor: amount }
  fc.assert(
    fc.property(fc.record(sums), fc.integer({ min: 0, max: 10_000 }), (moved, bps) => {
      const told = statementSums(moved, bps)
      const { openingMinor, earnedMinor, returnedMinor, withheldMinor, paidMinor, closingMinor } = told
      expect(openingMinor + earnedMinor - returnedMinor - withheldMinor - paidMinor).toBe(closingMinor)
      expect(withheldMinor).toBeGreaterThanOrEqual(0)
      expect(withheldMinor).toBeLessThanOrEqual(Math.max(0, earnedMinor - returnedMinor))
    }),
  )
  expect(
    statementSums({ openingMinor: 0, earnedMinor: 10_000, returnedMinor: 2_500, paidMinor: 0 }, 2_000),
  ).toMatchObject({ withheldMinor: 1_500, closingMinor: 6_000 })
})
