import type { Fault } from './harness/fault.ts'
import { must } from './harness/until.ts'

const TIMES = 10

/** Every client has lost its patience at once. */
export const retryStorm: Fault = {
  name: 'retry-storm',
  what: `every request sent ${TIMES} times in parallel by 24 clients, over two servers`,
  run: async (site) => {
    const [group, ...servers] = await Promise.all([site.group(), site.server(), site.server()])
    let turn = 0
    const at = () => servers[turn++ % 2]?.base as string
    const crowd = site.crowd({ at, groups: [group], times: TIMES })
    const began = performance.now()
    crowd.start()
    await crowd.more(150, 60_000)
    await crowd.stop()
    const seconds = (performance.now() - began) / 1000
    const lost = crowd.wishes.filter(({ state }) => state !== 'acknowledged').length
    must(lost === 0, `${lost} orders were not accepted`)
    const rate = Math.round((crowd.wishes.length * TIMES) / seconds)
    return { note: `${crowd.wishes.length * TIMES} requests, ${rate}/s, one order for each key`, at: at() }
  },
}
