import { expect, test } from 'vitest'
import { interleaved } from './rounds.ts'

test('measures take turns, and the warm-up does not count', async () => {
  const calls: string[] = []
  const said: string[] = []
  const measure = (name: string, values: number[]) => ({
    name,
    run: async (round: number) => {
      calls.push(`${name}${round}`)
      return values[round] ?? 0
    },
  })
  const found = await interleaved(2, [measure('limit', [1000, 1, 2]), measure('ours', [2000, 3, 4])], (line) =>
    said.push(line),
  )
  expect(calls).toEqual(['limit0', 'ours0', 'limit1', 'ours1', 'limit2', 'ours2'])
  expect(found('limit')).toEqual([1, 2])
  expect(found('ours')).toEqual([3, 4])
  expect(said[0]).toMatch(/^warm-up {2}limit/)
})

test('several numbers of one measurement are kept apart, and an unknown name is no zero', async () => {
  const found = await interleaved(1, [{ name: 'page', run: async () => ({ 'pages/s': 7, p99: 3 }) }], () => {})
  expect(found('page pages/s')).toEqual([7])
  expect(found('page p99')).toEqual([3])
  expect(() => found('page')).toThrow(/nothing was measured/)
})
