import type { Fault } from './harness/fault.ts'
import { until } from './harness/until.ts'

const VICTIMS = 12

/** An administrator, or a failover, ends sessions at the worst moment: as they commit. */
export const backendsCommit: Fault = {
  name: 'backends-commit',
  what: `pg_terminate_backend on ${VICTIMS} sessions inside their COMMIT, under load`,
  run: async (site) => {
    // each commit waits a moment before it is written, as on a slow disk: the window is hit for certain
    const name = new URL(site.url).pathname.slice(1)
    await site.sql(`alter database ${name} set commit_delay = 30000`)
    await site.sql(`alter database ${name} set commit_siblings = 0`)
    const [group, { base }] = await Promise.all([site.group(), site.server({ processes: 2 })])
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    await crowd.more(40)
    let ended = 0
    await until(
      `${VICTIMS} sessions were ended inside their COMMIT`,
      async () => {
        const rows = await site.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
             and state = 'active' and query ilike 'commit%' and pid <> pg_backend_pid()`,
        )
        ended += rows.length
        return ended >= VICTIMS
      },
      60_000,
    )
    const last = performance.now()
    const recoverMs = await crowd.recovered(last)
    await crowd.more(40)
    await crowd.stop()
    return { recoverMs, note: `${ended} sessions ended, ${crowd.unavailable[503]} answers were 503`, at: base }
  },
}
