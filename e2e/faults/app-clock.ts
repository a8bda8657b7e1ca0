import { falseClock, withoutFaketime } from './harness/clock.ts'
import { closedTimes, isClosed, passCutoff } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import { must, until } from './harness/until.ts'
import { Visitor } from './harness/visitor.ts'

const TWO_HOURS = 7_200

/** The app's and the worker's clocks are wrong, each in its way, and jump; the database's decides. */
export const appClock: Fault = {
  name: 'app-clock',
  what: 'clocks of server and worker 2 h ahead, 2 h behind and jumping while orders come and a cutoff passes',
  missing: withoutFaketime,
  run: async (site) => {
    const [app, work] = [falseClock(site.dir, 'app'), falseClock(site.dir, 'worker')]
    work.set(TWO_HOURS)
    const [group, soon, { base }] = await Promise.all([
      site.group({ cutoffInMs: 3_600_000 }),
      site.group(),
      site.server({ env: app.env }),
      site.worker(work.env),
    ])
    const [early, late] = [new Visitor(base), new Visitor(base)]
    await early.redeem(await early.askForCode(site, 'early@example.org'))
    must(await early.isSignedIn(), 'nobody can sign in')
    const code = await late.askForCode(site, 'late@example.org')

    const crowd = site.crowd({ at: () => base, groups: [group] }).start()
    await crowd.more(20)
    for (const seconds of [TWO_HOURS, -TWO_HOURS, 0, -TWO_HOURS, TWO_HOURS]) {
      app.set(seconds)
      await crowd.more(30)
    }
    // two hours ahead: sessions of a month live on, a code of ten minutes does not
    must(await early.isSignedIn(), 'a clock two hours ahead signs people out')
    await late.redeem(code)
    must(!(await late.isSignedIn()), 'a code is good for two hours')
    await crowd.stop()
    const refused = crowd.wishes.filter(({ state }) => state !== 'acknowledged').length
    must(refused === 0, `${refused} orders before the cutoff were not accepted`)
    must(!(await isClosed(site, group)), 'the worker closed by its own clock')

    app.set(-TWO_HOURS)
    work.set(-TWO_HOURS)
    must(await early.isSignedIn(), 'a clock two hours behind signs people out')
    const last = site.crowd({ at: () => base, groups: [soon] }).start()
    await last.more(20)
    await passCutoff(site, [soon], 1_000)
    const asked = performance.now()
    await until('it is closed', () => isClosed(site, soon))
    const recoverMs = performance.now() - asked - 1_000
    await until('shoppers hear of the cutoff', () => last.wishes.some(({ code: why }) => why === 'CUTOFF_PASSED'))
    await last.stop()
    must((await closedTimes(site, [soon])) === 1, 'not closed once')
    return {
      note: `closed ${(recoverMs / 1000).toFixed(1)} s after the database’s cutoff; sessions lived on`,
      at: base,
    }
  },
}
