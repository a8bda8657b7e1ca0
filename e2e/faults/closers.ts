import { closedAmong, closedTimes, haveOrders, passCutoff } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import type { Site } from './harness/site.ts'
import { must, until } from './harness/until.ts'

const WORKERS = 6
const GROUPS = 24
const ORDERS = 3

/** Everybody who may close wants to at the same instant. */
export const closers: Fault = {
  name: 'closers',
  what: `${WORKERS} workers at the cutoff of ${GROUPS} group orders, all of them inside at once`,
  isQuick: true,
  run: async (site) => {
    const ready = Promise.all(Array.from({ length: WORKERS }, () => site.worker()))
    const groups = await Promise.all(
      Array.from({ length: GROUPS }, () => site.group({ offers: [{ priceMinor: 560 }] })),
    )
    for (const group of groups) await haveOrders(site, group, ORDERS)
    const workers = await ready
    // the first waits where it writes the demand, the others behind it: then all of them are inside at once
    const demand = await site.hold('lock table demand in exclusive mode')
    await passCutoff(site, groups)
    await site.waiting(WORKERS)
    await demand.release()
    const released = performance.now()
    await until('all are closed', async () => (await closedAmong(site, groups)) === GROUPS)
    const recoverMs = performance.now() - released
    await until('everybody is told', async () => (await told(site)) >= GROUPS * ORDERS)
    for (const worker of workers) worker.signal('SIGTERM')
    const ends = await Promise.all(workers.map(({ ended }) => ended))
    must(
      ends.every(({ code }) => code === 0),
      'a worker did not end in order',
    )
    const times = await closedTimes(site, groups)
    must(times === GROUPS, `${GROUPS} group orders were closed ${times} times`)
    const news = await told(site)
    must(news === GROUPS * ORDERS, `${GROUPS * ORDERS} people were told ${news} times`)
    return { recoverMs, note: `each closed once; each of ${news} shoppers told once` }
  },
}

const told = async (site: Site): Promise<number> =>
  (await site.sql(`select 1 from messages where template = 'groupClosed'`)).length
