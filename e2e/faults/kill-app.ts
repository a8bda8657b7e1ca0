import type { Fault } from './harness/fault.ts'
import { childrenOf } from './harness/program.ts'
import { must, until } from './harness/until.ts'

/** Nobody may be left on a dead line until their own patience ends. */
const HANG_MS = 12_000
const NEWCOMERS = 8

/** One of the app's processes dies with requests inside their transaction; the other goes on, a new one comes. */
export const killApp: Fault = {
  name: 'kill-app',
  what: 'kill -9 of one of two app processes with requests inside their transaction',
  isQuick: true,
  run: async (site) => {
    const [group, other, { base, program }] = await Promise.all([
      site.group(),
      site.group(),
      site.server({ processes: 2 }),
    ])
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    await crowd.more(60)
    const desk = await site.holdDesk(group)
    await site.waiting(2) // both processes stand in the middle of a batch
    const [victim] = childrenOf(program.pid)
    must(victim !== undefined, 'the server has no processes')
    // stunned first: a connection dealt out to it now is on a dead line
    process.kill(victim, 'SIGSTOP')
    const newcomers = site.crowd({ at: () => base, groups: [other], newConnections: true })
    const coming = Array.from({ length: NEWCOMERS }, () => newcomers.send(newcomers.wish(other)))
    await until('the other process serves newcomers', () => newcomers.acknowledged >= NEWCOMERS - 1)
    process.kill(victim, 'SIGKILL')
    const killed = performance.now()
    await desk.release()
    const recoverMs = await crowd.recovered(killed)
    await until('two processes run again', () => childrenOf(program.pid).filter((pid) => pid !== victim).length === 2)
    const restartMs = performance.now() - killed
    await crowd.more(60)
    await crowd.stop()
    await Promise.all(coming)
    must(crowd.unavailable.none > 0, 'nobody was waiting for the process that was killed')
    const slowestMs = Math.max(crowd.slowestMs, newcomers.slowestMs)
    must(slowestMs < HANG_MS, `a request hung for ${(slowestMs / 1000).toFixed(1)} s`)
    return { recoverMs, note: `a new process after ${(restartMs / 1000).toFixed(1)} s`, at: base }
  },
}
