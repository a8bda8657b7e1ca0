import type { Fault } from './harness/fault.ts'
import { ask, statusOf } from './harness/http.ts'
import { must, until } from './harness/until.ts'

const POOL = 4
/** The pool answers after 5 s; the rest is the way there and back on a busy machine. */
const FAST_MS = 6_500

/** Every connection of the app waits for something: who comes now hears so soon, and reads come back by themselves. */
export const poolFull: Fault = {
  name: 'pool-full',
  what: `all ${POOL} connections of the app wait for a lock; ten more orders and a read come`,
  run: async (site) => {
    const groups = await Promise.all(Array.from({ length: POOL }, () => site.group()))
    const other = await site.group()
    const { base } = await site.server({ env: { DATABASE_POOL: String(POOL) } })
    const desks = await Promise.all(groups.map((group) => site.holdDesk(group)))
    const holders = site.crowd({ at: () => base, groups, shoppers: POOL, newConnections: true })
    const waiting = Promise.all(groups.map((group) => holders.send(holders.wish(group))))
    await site.waiting(POOL)
    const late = site.crowd({ at: () => base, groups: [other], newConnections: true })
    const asked = performance.now()
    const [health] = await Promise.all([
      ask(`${base}/api/health`),
      ...Array.from({ length: 10 }, () => late.send(late.wish(other))),
    ])
    const waitedMs = performance.now() - asked
    must(health.status === 503, `a read was answered ${health.status} while the pool was full`)
    must(late.unavailable[503] === 10, `of ten orders ${late.unavailable[503]} were answered 503`)
    must(waitedMs <= FAST_MS, `503 took ${Math.round(waitedMs)} ms`)
    await Promise.all(desks.map((desk) => desk.release()))
    const released = performance.now()
    await until('reads work again', async () => (await statusOf(`${base}/api/health`)) === 200)
    const recoverMs = performance.now() - released
    await waiting
    return { recoverMs, note: `503 with Retry-After within ${(waitedMs / 1000).toFixed(1)} s`, at: base }
  },
}
