import { closedTimes, haveOrders, isClosed, passCutoff } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import { must, until } from './harness/until.ts'

/** A worker dies when it has written half of a close; the rows say that it is due, so another one closes. */
export const killWorker: Fault = {
  name: 'kill-worker',
  what: 'kill -9 of a worker inside its close, the state written and the demand not yet; another closes',
  isQuick: true,
  run: async (site) => {
    const [group, first] = await Promise.all([site.group(), site.worker()])
    await haveOrders(site, group, 12)
    // nobody can write the demand, which comes after the new state
    const demand = await site.hold('lock table demand in exclusive mode')
    await passCutoff(site, [group])
    await site.waiting(1, 'insert into demand%')
    must(!(await isClosed(site, group)), 'the close was committed before its demand was written')
    const second = await site.worker()
    first.signal('SIGKILL')
    await first.ended
    const killed = performance.now()
    await demand.release()
    await until('another worker has closed', () => isClosed(site, group))
    const recoverMs = performance.now() - killed
    const times = await closedTimes(site, [group])
    must(times === 1, `closed ${times} times`)
    second.signal('SIGTERM')
    must((await second.ended).code === 0, 'the second worker did not end in order')
    return { recoverMs, note: '12 orders, closed once' }
  },
}
