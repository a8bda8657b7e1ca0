import { expect, test } from 'vitest'
import { together } from './together.ts'

test('who asks while a statement is under way rides the next one, each key once', async () => {
  const asked: string[][] = []
  const gates: (() => void)[] = []
  const ask = together<string>(async (keys) => {
    asked.push(keys)
    await new Promise<void>((open) => gates.push(open))
    return new Map(keys.filter((key) => key !== 'none').map((key) => [key, `${key}!`]))
  })
  const first = ask('a')
  const later = [ask('b'), ask('a'), ask('b'), ask('none')]
  expect(asked).toEqual([['a']])
  gates[0]?.()
  expect(await first).toBe('a!')
  // not answered from the statement that had begun before they asked
  expect(asked).toEqual([['a'], ['b', 'a', 'none']])
  gates[1]?.()
  expect(await Promise.all(later)).toEqual(['b!', 'a!', 'b!', undefined])
})

test('a statement that fails fails those who rode it, and nobody after', async () => {
  let fails = true
  const ask = together<string>(async (keys) => {
    if (fails) throw new Error('gone')
    return new Map(keys.map((key) => [key, key]))
  })
  await expect(ask('a')).rejects.toThrow('gone')
  fails = false
  expect(await ask('a')).toBe('a')
})

test('more than fit into one statement take turns', async () => {
  const sizes: number[] = []
  const ask = together<string>(async (keys) => {
    sizes.push(keys.length)
    await null
    return new Map(keys.map((key) => [key, key]))
  })
  await Promise.all(Array.from({ length: 600 }, (_, index) => ask(String(index))))
  expect(sizes).toEqual([1, 256, 256, 87])
})
