import { falseClock, withoutFaketime } from './harness/clock.ts'
import { closedTimes, isClosed } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import { must, until } from './harness/until.ts'

const TWO_HOURS = 7_200

/** The one clock that counts is set two hours ahead, and back. */
export const databaseClock: Fault = {
  name: 'database-clock',
  what: 'Postgres’s own clock two hours forward over a cutoff under load, then back: what is closed stays closed',
  missing: withoutFaketime,
  ownDatabase: true,
  run: async (site) => {
    const clock = falseClock(site.dir, 'database')
    await site.open(await site.ownCluster({ env: clock.env }))
    const [group, later, { base }] = await Promise.all([
      site.group({ cutoffInMs: 3_600_000 }),
      site.group(),
      site.server(),
      site.worker(),
    ])
    const crowd = site.crowd({ at: () => base, groups: [group] }).start()
    await crowd.more(40)
    clock.set(TWO_HOURS)
    const jumped = performance.now()
    await until('it is closed', () => isClosed(site, group))
    const recoverMs = performance.now() - jumped
    await until('shoppers hear of it', () => crowd.wishes.some(({ code }) => code === 'CUTOFF_PASSED'))
    const accepted = crowd.acknowledged
    const [before] = await site.sql<{ at: Date }>('select clock_timestamp() as at')
    clock.set(0)
    await until('the clock is back', async () => {
      const [row] = await site.sql<{ at: Date }>('select clock_timestamp() as at')
      return row !== undefined && before !== undefined && row.at.getTime() < before.at.getTime() - 3_600_000
    })
    const tried = crowd.wishes.length
    await until('a hundred more have tried', () => crowd.wishes.length > tried + 100)
    await crowd.stop()
    must(crowd.acknowledged === accepted, 'a closed group order took orders again')
    must((await closedTimes(site, [group])) === 1, 'not closed once')
    must(await isClosed(site, group), 'it is open again')
    const others = site.crowd({ at: () => base, groups: [later] }).start()
    await others.more(20)
    await others.stop()
    return { recoverMs, note: 'closed once, stayed closed; another group order goes on', at: base }
  },
}
