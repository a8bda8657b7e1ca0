import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { reconcile } from './harness/check.ts'
import { closedTimes, isClosed, passCutoff } from './harness/closing.ts'
import { majorOf } from './harness/cluster.ts'
import type { Fault } from './harness/fault.ts'
import { must, until } from './harness/until.ts'

/** Debian's Postgres with its own pg_dump: a dump is made by the tools of its server's version or newer. */
const programs = (): string | undefined =>
  globSync('/usr/lib/postgresql/*/bin')
    .filter((folder) =>
      ['postgres', 'initdb', 'pg_dump', 'pg_restore'].every((name) => majorOf(join(folder, name)) >= 15),
    )
    .sort()
    .at(-1)

/** The disk is gone; yesterday's dump is all there is. */
export const restore: Fault = {
  name: 'restore',
  what: 'pg_dump while orders come, pg_restore into a new database, reconcile there, orders and the close go on in it',
  missing: () =>
    programs() ? undefined : 'pg_dump and its server (Debian’s postgresql, 15 or newer) are not installed',
  ownDatabase: true,
  run: async (site) => {
    const folder = programs() as string
    const cluster = await site.ownCluster({ programs: folder })
    await site.open(cluster)
    const [group, server] = await Promise.all([site.group(), site.server()])
    const crowd = site.crowd({ at: () => server.base, groups: [group] }).start()
    await crowd.more(60)
    const known = crowd.wishes.filter(({ state }) => state === 'acknowledged')
    const file = join(site.dir, 'shop.dump')
    tool(join(folder, 'pg_dump'), '--format=custom', `--file=${file}`, site.url)
    await crowd.more(20) // these come after the dump and go with the old disk
    await crowd.stop()
    server.program.signal('SIGTERM')
    await server.program.ended

    const began = performance.now()
    await cluster.query('create database restored')
    tool(join(folder, 'pg_restore'), '--no-owner', '--exit-on-error', `--dbname=${cluster.url('restored')}`, file)
    reconcile(cluster.url('restored'))
    await site.use(cluster.url('restored'))
    const [{ base }] = await Promise.all([site.server(), site.worker()])
    const kept = await site.sql<{ id: string }>('select id from orders')
    const ids = new Set(kept.map(({ id }) => id))
    must(
      known.every(({ answer }) => ids.has(answer?.id ?? '')),
      'an order acknowledged before the dump is not in it',
    )
    crowd.wishes.splice(0, crowd.wishes.length, ...crowd.wishes.filter(({ answer }) => ids.has(answer?.id ?? '')))
    const after = site.crowd({ at: () => base, groups: [group] }).start()
    const recoverMs = await after.recovered(began)
    await after.more(20)
    await after.stop()
    await passCutoff(site, [group])
    await until('it is closed', () => isClosed(site, group))
    must((await closedTimes(site, [group])) === 1, 'not closed once')
    return { recoverMs, note: `${ids.size} orders restored, those before the dump all among them`, at: base }
  },
}

function tool(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`)
}
