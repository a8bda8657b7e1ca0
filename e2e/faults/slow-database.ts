import type { Fault } from './harness/fault.ts'
import { wireTo } from './harness/proxies.ts'
import { must } from './harness/until.ts'

/** Longest that anybody should wait for "try again": the app's own limits, and some for the way. */
const FAST_MS = 25_000

/** The network between app and database: first slow, then silent, then well again. */
export const slowDatabase: Fault = {
  name: 'slow-database',
  what: 'a network to the database that is 50 to 200 ms late, then passes nothing and tells nobody, then works',
  run: async (site) => {
    const wire = await wireTo(site.cluster.port)
    site.onClose(wire.close)
    const databaseUrl = Object.assign(new URL(site.url), { port: String(wire.port) }).href
    const [group, { base }] = await Promise.all([site.group(), site.server({ databaseUrl })])
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true, timeoutMs: 60_000 }).start()
    wire.delay = () => 50 + Math.random() * 150
    await crowd.more(40, 60_000)
    await crowd.stop()
    const slowMs = crowd.slowestMs
    const late = crowd.wishes.filter(({ wasLost }) => wasLost).length
    must(late === 0, `${late} orders failed while the network was only slow`)
    wire.isStalled = true
    const silent = site.crowd({ at: () => base, groups: [group], newConnections: true, timeoutMs: 60_000 })
    await Promise.all(Array.from({ length: 16 }, () => silent.send(silent.wish(group))))
    const waitedMs = silent.slowestMs
    must(silent.unavailable[503] === 16, `of 16 orders in the silence ${silent.unavailable[503]} were answered 503`)
    must(waitedMs <= FAST_MS, `503 took ${(waitedMs / 1000).toFixed(1)} s`)
    wire.isStalled = false
    wire.delay = () => 0
    const healed = performance.now()
    const after = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    const recoverMs = await after.recovered(healed)
    await after.stop()
    const seconds = (ms: number) => (ms / 1000).toFixed(1)
    return {
      recoverMs,
      note: `slowest order while late ${seconds(slowMs)} s; 503 in the silence within ${seconds(waitedMs)} s`,
      at: base,
    }
  },
}
