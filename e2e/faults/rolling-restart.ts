import type { Fault } from './harness/fault.ts'
import { childrenOf } from './harness/program.ts'
import { type PlainProxy, plainProxy } from './harness/proxies.ts'
import type { Server, Site } from './harness/site.ts'
import { must, until } from './harness/until.ts'

/** A new version goes out in the rush: first as it should be done, then without a word to the proxy. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  what: 'two servers behind a proxy restarted one after the other under load: told to the proxy, then not; then SIGTERM to one process of a server',
  run: async (site) => {
    const [group, ...servers] = await Promise.all([
      site.group(),
      site.server({ processes: 2 }),
      site.server({ processes: 2 }),
    ])
    const proxy = await plainProxy(servers.map(({ port }) => port))
    site.onClose(proxy.close)
    const crowd = site.crowd({ at: () => proxy.base, groups: [group], repeats: true }).start()
    const lost = () => crowd.wishes.filter(({ wasLost }) => wasLost).length
    await crowd.more(60)
    for (const index of [0, 1]) servers[index] = await restart(site, servers[index] as Server, proxy, index, true)
    await crowd.more(60)
    const orderly = lost()
    must(orderly === 0, `${orderly} answers were lost in an orderly restart`)
    for (const index of [0, 1]) servers[index] = await restart(site, servers[index] as Server, proxy, index, false)
    await crowd.more(60)
    const unsaid = lost()
    const { pid } = (servers[0] as Server).program
    const [victim] = childrenOf(pid)
    must(victim !== undefined, 'the server has no processes')
    process.kill(victim, 'SIGTERM')
    await until('two processes run again', () => childrenOf(pid).filter((each) => each !== victim).length === 2)
    await crowd.more(60)
    await crowd.stop()
    const failed = crowd.wishes.filter(({ state }) => state !== 'acknowledged').length
    must(failed === 0, `${failed} orders failed`)
    const note = `no failed order; answers to repeat by key: 0 in the orderly restart, ${unsaid} in the unsaid one, ${lost() - unsaid} as one process ended`
    return { note, at: servers[0]?.base as string }
  },
}

/** Ends a server in order and starts it again on its port. @param isSaid whether the proxy sends nothing more there before */
async function restart(site: Site, server: Server, proxy: PlainProxy, index: number, isSaid: boolean): Promise<Server> {
  const backend = proxy.backends[index]
  if (backend && isSaid) {
    backend.isOn = false
    await until('the proxy has its last answer from there', () => backend.active === 0)
  }
  server.program.signal('SIGTERM')
  const { code } = await server.program.ended
  must(code === 0, `a server ended with ${code}`)
  const next = await site.server({ port: server.port, processes: 2 })
  if (backend) backend.isOn = true
  return next
}
