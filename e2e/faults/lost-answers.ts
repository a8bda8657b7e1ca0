import type { Fault } from './harness/fault.ts'
import { type Fate, plainProxy } from './harness/proxies.ts'
import { must } from './harness/until.ts'

/** Of ten requests three lose their answer: one before, two after it was given. */
const FATES: Fate[] = [
  'whole',
  'cut when answered',
  'whole',
  'whole',
  'cut when sent',
  'whole',
  'whole',
  'cut when answered',
  'whole',
  'whole',
]

/** A bad network between shoppers and shop: the Idempotency-Key turns every lost answer into a known one. */
export const lostAnswers: Fault = {
  name: 'lost-answers',
  what: 'a network that cuts 30 % of the connections after the request was sent; every client asks again by its key',
  isQuick: true,
  run: async (site) => {
    const [group, ...servers] = await Promise.all([site.group(), site.server(), site.server()])
    let turn = 0
    const fate = () => FATES[turn++ % FATES.length] as Fate
    const proxy = await plainProxy(
      servers.map(({ port }) => port),
      fate,
    )
    site.onClose(proxy.close)
    const crowd = site.crowd({ at: () => proxy.base, groups: [group], repeats: true, newConnections: true }).start()
    await crowd.more(300)
    await crowd.stop()
    const unknown = crowd.wishes.filter(({ state }) => state === 'unknown').length
    must(unknown === 0, `${unknown} orders are neither known done nor known not done`)
    must(
      crowd.wishes.some(({ wasDone }) => wasDone),
      'no order was done whose answer was lost',
    )
    return { note: `${proxy.cut} connections cut`, at: servers[0]?.base as string }
  },
}
