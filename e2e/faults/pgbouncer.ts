import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgresHome } from '#bin/lib/postgres-home.mjs'
import { closedTimes, isClosed, passCutoff } from './harness/closing.ts'
import { freePort } from './harness/cluster.ts'
import type { Fault } from './harness/fault.ts'
import type { Site } from './harness/site.ts'
import { must, until } from './harness/until.ts'
import { openStream, Visitor } from './harness/visitor.ts'

const PROGRAM = '/usr/sbin/pgbouncer'
const CONNECTIONS = 8

/** Sessions are shared between transactions: nothing of ours may live longer than one. See docs/OPERATIONS.md. */
export const pgbouncer: Fault = {
  name: 'pgbouncer',
  what: `everything through PgBouncer in transaction mode, ${CONNECTIONS} connections for two servers and a worker; it restarts under load`,
  missing: () => (existsSync(PROGRAM) ? undefined : 'Debian’s package pgbouncer is not installed'),
  run: async (site) => {
    const port = await freePort()
    // PgBouncer drops the limits that our processes ask for as they connect: the database itself must have them
    const database = new URL(site.url).pathname.slice(1)
    await site.sql(`alter database ${database} set statement_timeout = '15s'`)
    await site.sql(`alter database ${database} set idle_in_transaction_session_timeout = '10s'`)
    let bouncer = await start(site, port)
    const databaseUrl = Object.assign(new URL(site.url), { port: String(port) }).href
    const env = { DIRECT_DATABASE_URL: site.url }
    const [group, typed, one, two] = await Promise.all([
      site.group(),
      site.group(),
      site.server({ databaseUrl, env }),
      site.server({ databaseUrl, env }),
      site.worker(env, databaseUrl),
    ])
    const stream = openStream(two.base, group.groupOrderId)
    site.onClose(stream.close)
    await stream.opened
    const heard = stream.events()
    const crowd = site.crowd({ at: () => one.base, groups: [group], newConnections: true }).start()
    await crowd.more(100)
    await until('the other server’s open page hears of the orders', () => stream.events() > heard)
    const visitor = new Visitor(two.base)
    await visitor.redeem(await visitor.askForCode(site, 'lin@example.org'))
    must(await visitor.isSignedIn(), 'nobody can sign in')
    await visitor.fillBasket(typed)
    const { path, fields } = await visitor.checkout(typed)
    const { location } = await visitor.post(path, fields)
    must(location.includes('/orders/'), 'the form’s order was not placed')

    bouncer.signal('SIGKILL')
    await bouncer.ended
    const killed = performance.now()
    bouncer = await start(site, port)
    const recoverMs = await crowd.recovered(killed)
    await crowd.more(40)
    await crowd.stop()
    await passCutoff(site, [group])
    await until('it is closed', () => isClosed(site, group))
    must((await closedTimes(site, [group])) === 1, 'not closed once')
    return { recoverMs, note: 'orders, sign-in, form, live notices and the close work', at: one.base }
  },
}

async function start(site: Site, port: number) {
  const { as } = postgresHome() as { as: { uid?: number; gid?: number } }
  const users = join(site.dir, 'users.txt')
  const config = join(site.dir, 'pgbouncer.ini')
  const database = new URL(site.url).pathname.slice(1)
  writeFileSync(users, '"postgres" ""\n', { mode: 0o644 })
  writeFileSync(
    config,
    `[databases]
${database} = host=127.0.0.1 port=${site.cluster.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${CONNECTIONS}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,options
`,
    { mode: 0o644 },
  )
  const program = site.run(PROGRAM, [config], as)
  await program.says('process up')
  return program
}
