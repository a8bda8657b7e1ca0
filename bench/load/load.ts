import { spawnSync } from 'node:child_process'
import { byAutocannon } from './autocannon.ts'
import type { Load, LoadResult } from './request.ts'
import { byWrk } from './wrk.ts'

const wrk = spawnSync('wrk', ['--version']).stdout?.toString().split('\n')[0]

/** What asks over HTTP, for the table: the same for both sides of every ratio. */
export const httpTool: string = wrk ? wrk.replace(/ Copyright.*/, '') : 'autocannon (wrk is not here: install wrk)'

/**
 * Puts a server under load: so many connections, each of which asks again as soon as it has its answer.
 * @throws Error when anything was refused or broke, unless `mayFail`
 */
export async function load(asked: Load, mayFail = false): Promise<LoadResult> {
  const result = await (wrk ? byWrk(asked) : byAutocannon(asked))
  if (result.errors > 0 && !mayFail)
    throw new Error(`${result.errors} of ${result.requests} requests to ${asked.requests[0]?.path} failed`)
  return result
}
