import { isClosed, passCutoff } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import { takesConnections } from './harness/http.ts'
import { must, until } from './harness/until.ts'
import { openStream } from './harness/visitor.ts'

const STREAMS = 5

/** The operator stops the shop: what is under way is answered, streams end, the worker finishes its close. */
export const sigtermDrain: Fault = {
  name: 'sigterm-drain',
  what: 'SIGTERM to the server with requests inside their transaction and open streams, and to a worker inside its close',
  isQuick: true,
  run: async (site) => {
    const [group, due, { base, program }, worker] = await Promise.all([
      site.group(),
      site.group(),
      site.server({ processes: 2 }),
      site.worker(),
    ])
    const streams = Array.from({ length: STREAMS }, () => openStream(base, group.groupOrderId))
    await Promise.all(streams.map(({ opened }) => opened))
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    await crowd.more(60)
    const desk = await site.holdDesk(group)
    await site.waiting(2, '%group_counters%')
    const answered = crowd.stop()
    // a request has arrived when its person is made: what still lies in a socket is not under way
    await until('the server works on every request', async () => {
      const asking = crowd.wishes.filter(({ answeredAt }) => answeredAt === 0).map(({ body }) => body.shopper.email)
      return (await site.sql('select 1 from users where email = any($1)', [asking])).length === 24
    })
    program.signal('SIGTERM')
    const told = performance.now()
    await until('the server takes nobody more', async () => !(await takesConnections(Number(new URL(base).port))))
    const deafMs = performance.now() - told
    must(deafMs < 8_000, `new connections were taken for ${(deafMs / 1000).toFixed(1)} s after SIGTERM`)
    await desk.release()
    await answered
    const drainMs = performance.now() - told
    const lost = crowd.wishes.filter(({ wasLost }) => wasLost).length
    must(lost === 0, `${lost} requests under way got no answer`)
    await Promise.all(streams.map(({ ended }) => ended))
    must((await program.ended).code === 0, 'the server did not end in order')

    const orders = await site.hold('lock table audit_entries in exclusive mode') // the last that a close writes
    await passCutoff(site, [due])
    await site.waiting(1, '%audit_entries%')
    worker.signal('SIGTERM')
    await orders.release()
    must((await worker.ended).code === 0, 'the worker did not end in order')
    must(await isClosed(site, due), 'the worker left its close behind')
    return { note: `24 requests answered, ${STREAMS} streams ended, all within ${(drainMs / 1000).toFixed(2)} s` }
  },
}
