import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  balanceOf,
  type Entry,
  isBalanced,
  OPERATOR,
  paidAtPickup,
  returnedAtPickup,
  tillHandedOver,
} from './ledger.ts'

const keeperId = '01900000-0000-7000-8000-00000000000a'
const pickup = (totalMinor: number) => ({ collectionId: 'c', orderId: 'o', keeperId, totalMinor, currency: 'CAD' })
const entry = (amountMinor: number): Entry => ({ kind: 'till', ownerId: keeperId, amountMinor })

test.each([
  [[], false],
  [[5], false],
  [[5, -5], true],
  [[5, -4], false],
  [[5, -5, 0], false],
  [[0.5, -0.5], false],
  [[7, -3, -4], true],
  [[Number.MAX_SAFE_INTEGER + 1, -Number.MAX_SAFE_INTEGER - 1], false],
])('entries of %j: balanced is %s', (amounts, expected) => {
  expect(isBalanced((amounts as number[]).map(entry))).toBe(expected)
})

test('what is paid at the pickup is in the till and sold; given back, nothing is left of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (totalMinor) => {
      const paid = paidAtPickup(pickup(totalMinor))
      const returned = returnedAtPickup(pickup(totalMinor))
      if (!paid || !returned) throw new Error('money that does not move')
      expect([isBalanced(paid.entries), isBalanced(returned.entries)]).toEqual([true, true])
      const sum = (movements: readonly Entry[], kind: Entry['kind'], ownerId: string) =>
        balanceOf(
          kind,
          movements
            .filter((each) => each.kind === kind && each.ownerId === ownerId)
            .reduce((total, each) => total + each.amountMinor, 0),
        )
      expect(sum(paid.entries, 'till', keeperId)).toBe(totalMinor)
      expect(sum(paid.entries, 'sales', OPERATOR)).toBe(totalMinor)
      const both = [...paid.entries, ...returned.entries]
      expect([sum(both, 'till', keeperId), sum(both, 'sales', OPERATOR)]).toEqual([0, 0])
      expect(paid.key).not.toBe(returned.key)
    }),
  )
})

test('the tax within what is paid is the state’s, the rest is sold', () => {
  const total = fc.integer({ min: 1, max: 2 ** 31 - 1 })
  fc.assert(
    fc.property(total, fc.double({ min: 0, max: 1, noNaN: true }), (totalMinor, part) => {
      const taxMinor = Math.floor(totalMinor * part)
      const entries = paidAtPickup({ ...pickup(totalMinor), parts: { taxMinor } })?.entries ?? []
      expect(isBalanced(entries)).toBe(true)
      const of = (kind: Entry['kind']) => entries.find((each) => each.kind === kind)?.amountMinor ?? 0
      expect([of('till'), of('sales') + 0, of('tax') + 0]).toEqual([totalMinor, taxMinor - totalMinor, -taxMinor + 0])
      const back = returnedAtPickup({ ...pickup(totalMinor), parts: { taxMinor } })?.entries ?? []
      expect(back.map(({ kind, amountMinor }) => [kind, -amountMinor])).toEqual(
        entries.map(({ kind, amountMinor }) => [kind, amountMinor]),
      )
    }),
  )
})

test('an order that costs nothing moves nothing', () => {
  expect([paidAtPickup(pickup(0)), returnedAtPickup(pickup(0))]).toEqual([undefined, undefined])
})

test('a till that is handed over owes nothing more, whatever was in it', () => {
  const amount = fc.integer({ min: 1, max: 2 ** 31 - 1 })
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (expectedMinor, receivedMinor) => {
      const facts = { countId: 'n', keeperId, adminId: 'a', expectedMinor, receivedMinor, currency: 'CAD' }
      const { entries } = tillHandedOver(facts)
      expect(isBalanced(entries)).toBe(true)
      const of = (kind: Entry['kind']) => entries.find((each) => each.kind === kind)?.amountMinor ?? 0
      expect([of('till'), of('safe'), of('till_difference')]).toEqual([
        -expectedMinor,
        receivedMinor,
        expectedMinor - receivedMinor,
      ])
    }),
  )
})
