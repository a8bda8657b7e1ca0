import type { Fault } from './harness/fault.ts'
import { must, until } from './harness/until.ts'

/** The app's own limit on a transaction that is left idle: lib/db/client.ts. */
const IDLE_S = 10

/** A machine that freezes holding locks: Postgres takes them away, and when it wakes nothing of it slips in. */
export const sigstop: Fault = {
  name: 'sigstop',
  what: `SIGSTOP to a server inside its transaction, locks held, for longer than the ${IDLE_S} s it may idle; then SIGCONT`,
  run: async (site) => {
    const [group, frozen, other] = await Promise.all([site.group(), site.server(), site.server()])
    const crowd = site.crowd({ at: () => frozen.base, groups: [group], newConnections: true, timeoutMs: 60_000 })
    const desk = await site.holdDesk(group)
    const first = Promise.all(Array.from({ length: 6 }, () => crowd.send(crowd.wish(group))))
    await site.waiting(1, '%group_counters%')
    frozen.program.signal('SIGSTOP')
    const stopped = performance.now()
    await desk.release()
    await until('the frozen server holds its locks', async () => idlers(site).then((count) => count > 0))
    const others = site
      .crowd({ at: () => other.base, groups: [group], newConnections: true, timeoutMs: 60_000 })
      .start()
    const recoverMs = await others.recovered(stopped)
    await until('its session was ended', async () => idlers(site).then((count) => count === 0), 30_000)
    frozen.program.signal('SIGCONT')
    await first
    await others.more(20)
    await others.stop()
    must(recoverMs < (IDLE_S + 5) * 1000, `others waited ${(recoverMs / 1000).toFixed(1)} s`)
    const clean = crowd.unavailable[503] + crowd.acknowledged
    must(clean === 6, `of 6 requests of the frozen server ${clean} had a clear answer`)
    const note = `others went on when its session was ended; its 6 requests: ${crowd.unavailable[503]} answered 503, ${crowd.acknowledged} done`
    return { recoverMs, note, at: frozen.base }
  },
}

const idlers = async (site: Parameters<Fault['run']>[0]): Promise<number> =>
  (
    await site.sql(
      `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%' and pid <> pg_backend_pid()`,
    )
  ).length
