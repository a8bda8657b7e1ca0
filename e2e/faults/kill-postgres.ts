import type { Fault } from './harness/fault.ts'
import { must } from './harness/until.ts'

/** The whole database dies without a word and comes back; nobody touches the app. */
export const killPostgres: Fault = {
  name: 'kill-postgres',
  what: 'kill -9 of every process of Postgres under load, then a start; the app is left alone',
  isQuick: true,
  run: async (site) => {
    const [group, { base }] = await Promise.all([site.group(), site.server({ processes: 2 })])
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    await crowd.more(80)
    await site.cluster.kill()
    const startMs = await site.cluster.start()
    const up = performance.now()
    const recoverMs = await crowd.recovered(up)
    await crowd.more(80)
    await crowd.stop()
    must(crowd.unavailable[503] + crowd.unavailable.none > 0, 'nobody noticed that the database was gone')
    return {
      recoverMs,
      note: `Postgres itself took ${(startMs / 1000).toFixed(2)} s, ${crowd.unavailable[503]} answers were 503`,
      at: base,
    }
  },
}
