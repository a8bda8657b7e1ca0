import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SHARING_WAYS, SHORTAGE_CHOICES, shareShort, type Wanted } from './shortage.ts'

const lines = fc
  .array(fc.record({ quantity: fc.integer({ min: 1, max: 40 }), choice: fc.constantFrom(...SHORTAGE_CHOICES) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((drawn): Wanted[] => drawn.map((line, index) => ({ ...line, orderId: String(index) })))
const sharing = fc.record({
  available: fc.nat(300),
  way: fc.constantFrom(...SHARING_WAYS),
  seed: fc.string(),
  substitutes: fc.nat(40),
})
const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)

test('parts sum, nobody is above what they ordered, all-or-nothing is all or nothing', () => {
  fc.assert(
    fc.property(lines, sharing, (wanted, how) => {
      const shared = shareShort(wanted, how)
      expect(shared.map(({ orderId }) => orderId)).toEqual(wanted.map(({ orderId }) => orderId))
      for (const [index, { granted, missing, isSubstituted }] of shared.entries()) {
        const { quantity, choice } = wanted[index] as Wanted
        expect(granted + missing).toBe(quantity)
        expect(granted).toBeGreaterThanOrEqual(0)
        expect(granted).toBeLessThanOrEqual(quantity)
        if (choice === 'refund') expect([0, quantity]).toContain(granted)
        if (isSubstituted) expect([choice, missing > 0]).toEqual(['substitute', true])
      }
      const given = sum(shared.map(({ granted }) => granted))
      expect(given).toBeLessThanOrEqual(how.available)
      const standIns = sum(shared.map(({ missing, isSubstituted }) => (isSubstituted ? missing : 0)))
      expect(standIns).toBeLessThanOrEqual(how.substitutes)
      // nothing lies about while somebody who takes a part lacks it, or while it fills a whole line
      const left = how.available - given
      for (const [index, { missing }] of shared.entries())
        if (missing > 0) expect(left).toBeLessThan(wanted[index]?.choice === 'refund' ? missing : 1)
    }),
    { numRuns: 2_000 },
  )
})

test('enough for everybody is everybody’s all', () => {
  fc.assert(
    fc.property(lines, sharing, (wanted, how) => {
      const available = sum(wanted.map(({ quantity }) => quantity))
      for (const { missing } of shareShort(wanted, { ...how, available })) expect(missing).toBe(0)
    }),
  )
})

test('by joining: whoever takes a part gets all before anybody later who does', () => {
  fc.assert(
    fc.property(lines, fc.nat(300), (wanted, available) => {
      const shared = shareShort(wanted, { available, way: 'joining', seed: '' })
      const firstShort = shared.findIndex(({ missing }, index) => missing > 0 && wanted[index]?.choice !== 'refund')
      if (firstShort >= 0) for (const { granted } of shared.slice(firstShort + 1)) expect(granted).toBe(0)
    }),
  )
})

test('pro rata: where all take a part, each is less than one from the exact share', () => {
  fc.assert(
    fc.property(lines, fc.nat(300), (drawn, available) => {
      const wanted = drawn.map((line) => ({ ...line, choice: 'less' as const }))
      const whole = sum(wanted.map(({ quantity }) => quantity))
      fc.pre(available <= whole)
      const shared = shareShort(wanted, { available, way: 'pro_rata', seed: '' })
      for (const [index, { granted }] of shared.entries())
        expect(Math.abs(granted - ((wanted[index]?.quantity ?? 0) * available) / whole)).toBeLessThan(1)
    }),
  )
})

test('whole first: no other choice of lines has more of them whole', () => {
  fc.assert(
    fc.property(lines, fc.nat(200), (wanted, available) => {
      const shared = shareShort(wanted, { available, way: 'whole_first', seed: '' })
      let left = available
      let most = 0
      for (const quantity of wanted.map((line) => line.quantity).toSorted((a, b) => a - b)) {
        left -= quantity
        if (left >= 0) most += 1
      }
      expect(shared.filter(({ missing }) => missing === 0).length).toBe(most)
    }),
  )
})

test('the lottery depends on its seed and on nothing else, and everybody can win', () => {
  const wanted: Wanted[] = Array.from({ length: 8 }, (_, index) => ({
    orderId: String(index),
    quantity: 1,
    choice: 'less',
  }))
  const winners = new Set<number>()
  for (let draw = 0; draw < 100; draw += 1) {
    const how = { available: 1, way: 'lottery' as const, seed: `draw ${draw}` }
    const shared = shareShort(wanted, how)
    expect(shareShort(wanted, how)).toEqual(shared)
    winners.add(shared.findIndex(({ granted }) => granted === 1))
  }
  expect(winners.size).toBe(8)
})

test('an example: 7 of 12 jars, and one wants all or nothing', () => {
  const wanted: Wanted[] = [
    { orderId: 'a', quantity: 4, choice: 'less' },
    { orderId: 'b', quantity: 4, choice: 'refund' },
    { orderId: 'c', quantity: 4, choice: 'substitute' },
  ]
  const granted = (way: (typeof SHARING_WAYS)[number]) =>
    shareShort(wanted, { available: 7, way, seed: '', substitutes: 1 }).map((line) => line.granted)
  expect(granted('joining')).toEqual([4, 0, 3])
  expect(granted('pro_rata')).toEqual([4, 0, 3])
  expect(granted('whole_first')).toEqual([4, 0, 3])
  expect(shareShort(wanted, { available: 7, way: 'joining', seed: '', substitutes: 1 })[2]).toEqual({
    ...{ orderId: 'c', granted: 3, missing: 1, isSubstituted: true },
  })
  expect(() => shareShort(wanted, { available: -1, way: 'joining', seed: '' })).toThrow(RangeError)
  expect(() =>
    shareShort([{ orderId: 'a', quantity: 0, choice: 'less' }], { available: 1, way: 'joining', seed: '' }),
  ).toThrow(RangeError)
})
