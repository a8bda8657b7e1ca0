import { closedTimes, isClosed, longestLag, passCutoff } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import { must, until } from './harness/until.ts'

/** Somebody restarts everything just as the cutoff passes. */
export const restartCutoff: Fault = {
  name: 'restart-cutoff',
  what: 'SIGTERM to server and worker and their start again while the cutoff passes under load',
  run: async (site) => {
    const [group, server, worker] = await Promise.all([site.group(), site.server({ processes: 2 }), site.worker()])
    const { base, port } = server
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    await crowd.more(60)
    await passCutoff(site, [group], 1_500)
    const passed = async () =>
      (
        await site.sql('select 1 from group_orders where id = $1 and cutoff_at <= clock_timestamp()', [
          group.groupOrderId,
        ])
      ).length > 0
    server.program.signal('SIGTERM')
    worker.signal('SIGTERM')
    await until('the cutoff has passed', passed)
    await Promise.all([server.program.ended, worker.ended])
    const stopped = performance.now()
    await Promise.all([site.server({ port, processes: 2 }), site.worker()])
    await until('the group order is closed', () => isClosed(site, group))
    const recoverMs = performance.now() - stopped
    await until('shoppers hear of the cutoff', () => crowd.wishes.some(({ code }) => code === 'CUTOFF_PASSED'))
    await crowd.stop()
    const times = await closedTimes(site, [group])
    must(times === 1, `closed ${times} times`)
    const codes = new Set(crowd.wishes.flatMap(({ code }) => code ?? []))
    must(codes.size === 1, `refused as ${[...codes].join(', ')}`)
    const lag = await longestLag(site, [group])
    return {
      recoverMs,
      note: `closed once, ${(lag / 1000).toFixed(1)} s after the cutoff; later orders: CUTOFF_PASSED`,
      at: base,
    }
  },
}
