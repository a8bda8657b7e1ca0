import { readFileSync } from 'node:fs'
import { freePort } from './harness/cluster.ts'
import type { Fault } from './harness/fault.ts'
import { statusOf } from './harness/http.ts'
import { childrenOf, isRunning } from './harness/program.ts'
import { must, until } from './harness/until.ts'

const isOurs = (script: string) => (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script)

/** What npm start keeps running dies whole: it comes back without anybody. */
export const killServer: Fault = {
  name: 'kill-server',
  what: 'npm start’s own script: kill -9 of the whole server under load, then of the worker, which are started again; then of the script, which nothing outlives',
  run: async (site) => {
    const port = await freePort()
    const base = `http://localhost:${port}`
    const env = { ...site.env(), DEMO: '0', PORT: String(port), PROCESSES: '2', PUBLIC_URL: base, NEXTAUTH_URL: base }
    const [group, start] = await Promise.all([site.group(), site.start('bin/start.mjs', { env })])
    await start.says('ready on ', 90_000)
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    await crowd.more(60)
    const server = childrenOf(start.pid).find(isOurs('bin/server.ts'))
    must(server !== undefined, 'npm start has no server')
    for (const pid of [server, ...childrenOf(server)]) process.kill(pid, 'SIGKILL')
    const killed = performance.now()
    const recoverMs = await crowd.recovered(killed, 90_000)
    const worker = childrenOf(start.pid).find(isOurs('bin/worker.ts'))
    must(worker !== undefined, 'npm start has no worker')
    process.kill(worker, 'SIGKILL')
    await until('another worker runs', () =>
      childrenOf(start.pid)
        .filter(isOurs('bin/worker.ts'))
        .some((pid) => pid !== worker && isRunning(pid)),
    )
    await crowd.more(60)
    await crowd.stop()
    must((await statusOf(`${base}/api/health`, 10_000)) === 200, 'the shop is not well')
    const orphans = childrenOf(start.pid)
    site.onClose(() => {
      for (const pid of orphans) if (isRunning(pid)) process.kill(pid, 'SIGKILL')
    })
    start.signal('SIGKILL')
    await until('server and worker end with the script that started them', () => !orphans.some(isRunning))
    return { recoverMs, note: 'nothing outlives npm start', at: (await site.server()).base }
  },
}
