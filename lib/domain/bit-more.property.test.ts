import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BIT_MORE, shareSurplus } from './bit-more.ts'

const takers = fc
  .array(fc.integer({ min: -2, max: 4 }), { maxLength: 30 })
  .map((rooms) => rooms.map((room, index) => ({ key: String(index), room })))

test('nobody gets more than they allowed or may have, together not more than there is, and nobody is passed over', () => {
  fc.assert(
    fc.property(fc.nat({ max: 20 }), takers, (surplus, all) => {
      const given = shareSurplus(surplus, all)
      const allowed = ({ room }: { room: number }) => Math.max(0, Math.min(BIT_MORE, room))
      for (const taker of all) expect(given.get(taker.key) ?? 0).toBeLessThanOrEqual(allowed(taker))
      const sum = [...given.values()].reduce((total, more) => total + more, 0)
      expect(sum).toBe(
        Math.min(
          surplus,
          all.reduce((total, taker) => total + allowed(taker), 0),
        ),
      )
      for (const more of given.values()) expect(more).toBeGreaterThan(0)
    }),
  )
})

test('who joined first gets it first', () => {
  const all = ['a', 'b', 'c'].map((key) => ({ key, room: 5 }))
  expect([...shareSurplus(2, all)]).toEqual([
    ['a', 1],
    ['b', 1],
  ])
})
