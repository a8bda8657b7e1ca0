import { afterEach, beforeEach, expect, vi } from 'vitest'
import { takeExpectation } from './expect-console-error.ts'

/** What the code complains of is a failure, even where every assertion holds. */
beforeEach(() => {
  vi.spyOn(console, 'error')
})

afterEach(() => {
  const calls = vi.mocked(console.error).mock.calls.map((words) => words.map(String).join(' '))
  vi.mocked(console.error).mockRestore()
  const expected = takeExpectation()
  if (expected) expect(calls.join('\n'), 'the expected console.error').toMatch(expected)
  else expect(calls, 'nothing on console.error').toEqual([])
})
