import { closedAmong, closedTimes, passCutoff } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import { plainProxy } from './harness/proxies.ts'
import { must, until } from './harness/until.ts'

/** The smallest of large shops: orders, cutoff and news over two servers and two workers, as if they were one. */
export const twoAndTwo: Fault = {
  name: 'two-and-two',
  what: 'two servers and two workers on one database behind a plain proxy, orders until after the cutoff',
  run: async (site) => {
    const [group, other, ...programs] = await Promise.all([
      site.group(),
      site.group(),
      site.server(),
      site.server(),
      site.worker(),
      site.worker(),
    ])
    const groups = [group, other]
    const [one, two] = [programs[0], programs[1]]
    const proxy = await plainProxy([one.port, two.port])
    site.onClose(proxy.close)
    const crowd = site.crowd({ at: () => proxy.base, groups }).start()
    await crowd.more(100)
    await passCutoff(site, groups, 1_000)
    await until('both are closed', async () => (await closedAmong(site, groups)) === 2)
    await until('shoppers hear of the cutoff', () => crowd.wishes.some(({ code }) => code === 'CUTOFF_PASSED'))
    await crowd.stop()
    const times = await closedTimes(site, groups)
    must(times === 2, `two group orders were closed ${times} times`)
    const lost = crowd.wishes.filter(({ wasLost }) => wasLost).length
    must(lost === 0, `${lost} answers were lost with nothing wrong`)
    await until(
      'all news is sent',
      async () => {
        const [news] = await site.sql<{ told: number; left: number }>(
          `select count(*) filter (where template = 'groupClosed')::int as told, count(*) filter (where state <> 'sent')::int as left
           from messages`,
        )
        return news?.told === crowd.acknowledged && news.left === 0
      },
      60_000,
    )
    const [{ twice } = { twice: 0 }] = await site.sql<{ twice: number }>(
      `select count(*)::int as twice from messages where attempts <> 1`,
    )
    must(twice === 0, `${twice} messages were sent more than once`)
    return { note: `closed once each, ${crowd.acknowledged} shoppers told once each`, at: one.base }
  },
}
