import { check } from './check.ts'
import type { Fault, Told } from './fault.ts'
import type { Shared } from './shared.ts'
import { Site } from './site.ts'
import { within } from './until.ts'

const PATIENCE_S = 120

/**
 * Makes one fault, checks what it left, and says so in a line.
 * @param dir a folder for what it writes
 * @param shared the Postgres of those that need none of their own
 */
export async function runFault(fault: Fault, dir: string, shared: Shared): Promise<'passed' | 'failed' | 'skipped'> {
  const { name, what, patience = PATIENCE_S } = fault
  const title = `${name.padEnd(18)} ${what}`
  const missing = fault.missing?.()
  if (missing) {
    console.log(`skip  ${title} · ${missing}`)
    return 'skipped'
  }
  const began = performance.now()
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
  let site: Site | undefined
  try {
    const opened = new Site(name, dir, await shared.up())
    site = opened
    const line = await within(`${name} is done`, patience * 1000, made(fault, opened))
    console.log(`ok    ${title} · ${line} · reconcile green (${seconds()} s)`)
    return 'passed'
  } catch (error) {
    console.log(`FAIL  ${title} (${seconds()} s)`)
    console.log(`      ${(error instanceof Error ? error.message : String(error)).replaceAll('\n', '\n      ')}`)
    if (site) console.log(`      what its processes said: ${site.keepLogs()}`)
    return 'failed'
  } finally {
    await site?.close().catch((error: Error) => console.error(`      closing ${name}: ${error.message}`))
  }
}

async function made(fault: Fault, site: Site): Promise<string> {
  if (!fault.ownDatabase) await site.open()
  const told = await fault.run(site)
  const { acknowledged, lost, lostDone, refused } = await check(site, told.at)
  const counts = `${acknowledged} acknowledged, ${lost} lost answers resolved (${lostDone} were done), ${refused} refused`
  const slowest = Math.max(...site.crowds.map(({ slowestMs }) => slowestMs)) / 1000
  const load = site.crowds.length > 0 ? [counts, `slowest answer ${slowest.toFixed(1)} s`] : []
  return [...load, ...recovery(told), ...(told.note ? [told.note] : [])].join(' · ')
}

const recovery = ({ recoverMs }: Told): string[] =>
  recoverMs === undefined ? [] : [`recovered in ${(recoverMs / 1000).toFixed(2)} s`]
