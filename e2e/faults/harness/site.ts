import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { inRoot, NODE } from '#bin/lib/paths.mjs'
import { PrismaClient } from '#generated/prisma/client.ts'
import { makeApiKeyText } from '#lib/infra/api-key.ts'
import { newId } from '#lib/infra/ids.ts'
import { type MadeGroup, makeOpenGroup, type NewGroup } from '#prisma/factories/group-order.ts'
import { Cluster, type ClusterOptions, freePort } from './cluster.ts'
import { Crowd, type CrowdOptions } from './crowd.ts'
import { statusOf } from './http.ts'
import { bare, Program } from './program.ts'
import { until } from './until.ts'

/** The secrets of shops that live for a minute. */
const SECRET = 'only-for-faults-on-this-machine-never-for-a-shop'
const ACTIONS_KEY = Buffer.alloc(32, 7).toString('base64')

export type ServerOptions = {
  port?: number
  processes?: number
  /** Another way to the database than straight. */
  databaseUrl?: string
  env?: Record<string, string>
  /** The folder of another build. */
  cwd?: string
  /** What other people's browsers see, where a proxy stands before it. */
  publicUrl?: string
}

export type Server = { program: Program; port: number; base: string }

/** Locks that the harness holds from outside, until released. */
export type Held = { release: () => Promise<void> }

/**
 * All that one fault stands on: a database of its own, and the processes, groups and crowds it asks for. Everything is
 * ended and closed with it.
 */
export class Site {
  readonly name: string
  readonly dir: string
  cluster: Cluster
  url = ''
  apiKey = ''
  readonly crowds: Crowd[] = []
  #pool: pg.Pool | undefined
  #prisma: PrismaClient | undefined
  readonly #programs: Program[] = []
  readonly #closers: (() => unknown)[] = []

  constructor(name: string, dir: string, cluster: Cluster) {
    this.name = name
    this.dir = join(dir, name)
    this.cluster = cluster
    mkdirSync(this.dir, { recursive: true, mode: 0o755 })
  }

  /** Makes the database, and a key to its API. */
  async open(cluster = this.cluster): Promise<void> {
    this.cluster = cluster
    const database = `fault_${this.name.replaceAll('-', '_')}_${randomBytes(2).toString('hex')}`
    await this.use(await cluster.database(database))
  }

  /** Works on this database from now on. */
  async use(url: string): Promise<void> {
    await this.#closePools()
    this.url = url
    const pool = new pg.Pool({ connectionString: url, max: 4 })
    pool.on('error', () => {})
    this.#pool = pool
    this.#prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
    this.apiKey = await this.#makeKey()
  }

  async #makeKey(): Promise<string> {
    const id = newId()
    const { text, hash } = makeApiKeyText(id)
    await this.db.apiKey.create({ data: { id, name: 'faults', scopes: ['*'], hash, region: 'ca-bc' } })
    return text
  }

  get db(): PrismaClient {
    if (!this.#prisma) throw new Error('this fault has no database yet')
    return this.#prisma
  }

  async sql<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    if (!this.#pool) throw new Error('this fault has no database yet')
    return (await this.#pool.query<T>(text, values)).rows
  }

  /** Another Postgres than the one that faults share, ended with this fault. */
  async ownCluster(options: Omit<ClusterOptions, 'dir'> & { dir?: string } = {}): Promise<Cluster> {
    const cluster = await Cluster.make({ dir: join(this.dir, 'postgres'), ...options })
    this.#closers.push(() => cluster.stop())
    return cluster
  }

  group(facts: NewGroup = {}): Promise<MadeGroup> {
    const offers = [{ priceMinor: 560 }, { priceMinor: 1_250 }, { priceMinor: 399 }]
    return makeOpenGroup(this.db, { offers, ...facts })
  }

  crowd(options: Omit<CrowdOptions, 'apiKey'>): Crowd {
    const crowd = new Crowd({ ...options, apiKey: this.apiKey })
    this.crowds.push(crowd)
    return crowd
  }

  env(databaseUrl = this.url): NodeJS.ProcessEnv {
    return {
      ...bare(),
      DATABASE_URL: databaseUrl,
      DATA_DIR: join(this.dir, 'shop'),
      DEMO: '1',
      HOST: '127.0.0.1',
      NEXTAUTH_SECRET: SECRET,
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTIONS_KEY,
      NEXT_TELEMETRY_DISABLED: '1',
      API_RATE_PER_SECOND: '1000000',
    }
  }

  /** Starts an app server and waits until it answers. */
  async server(options: ServerOptions = {}): Promise<Server> {
    const { processes = 1, databaseUrl, env, cwd } = options
    const port = options.port ?? (await freePort())
    const base = `http://localhost:${port}`
    const publicUrl = options.publicUrl ?? base
    const program = this.start('bin/server.ts', {
      cwd,
      env: {
        ...this.env(databaseUrl),
        PORT: String(port),
        PROCESSES: String(processes),
        PUBLIC_URL: publicUrl,
        NEXTAUTH_URL: publicUrl,
        ...env,
      },
    })
    await until(
      `the server on ${port} answers`,
      async () => {
        if (program.ending) throw new Error(`the server ended:\n${program.output.slice(-2000)}`)
        return (await statusOf(`${base}/api/health`)) === 200
      },
      90_000,
    )
    return { program, port, base }
  }

  /** Starts a worker and waits until it looks for work. */
  async worker(env: Record<string, string> = {}, databaseUrl?: string): Promise<Program> {
    const program = this.start('bin/worker.ts', { env: { ...this.env(databaseUrl), ...env } })
    await program.says('worker ready')
    return program
  }

  /** A script of ours under the pinned Node. */
  start(script: string, { env, cwd }: { env: NodeJS.ProcessEnv; cwd?: string | undefined }): Program {
    const program = new Program(NODE, [script], { env, ...(cwd && { cwd }) })
    this.#programs.push(program)
    return program
  }

  /** Any other program, ended with this fault. */
  run(
    command: string,
    args: string[],
    options: { env?: Record<string, string>; uid?: number; gid?: number } = {},
  ): Program {
    const { env, ...as } = options
    const program = new Program(command, args, { env: { ...bare(), ...env }, ...as })
    this.#programs.push(program)
    return program
  }

  /** Takes locks on a connection of its own: whoever needs them waits in the middle of what they do. */
  async hold(text: string, values: unknown[] = []): Promise<Held> {
    const client = new pg.Client(this.url)
    client.on('error', () => {})
    await client.connect()
    await client.query('begin')
    await client.query(text, values)
    let isHeld = true
    const release = async () => {
      if (!isHeld) return
      isHeld = false
      await client.end() // rolls back
    }
    this.#closers.push(() => release().catch(() => {}))
    return { release }
  }

  /** The desk's own counter of a group order: every order of it must pass here. */
  holdDesk = ({ groupOrderId }: MadeGroup): Promise<Held> =>
    this.hold('select 1 from group_counters where group_order_id = $1 for update', [groupOrderId])

  /** Waits until so many others wait for a lock, in a statement like this one. */
  waiting(count: number, like = '%'): Promise<true> {
    return until(`${count} wait for a lock`, async () => {
      const rows = await this.sql(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
        [like],
      )
      return rows.length >= count
    })
  }

  onClose(work: () => unknown): void {
    this.#closers.push(work)
  }

  async #closePools(): Promise<void> {
    await this.#prisma?.$disconnect().catch(() => {})
    await this.#pool?.end().catch(() => {})
  }

  /** Keeps what every process has said, for whoever looks into a failure. @returns where */
  keepLogs(): string {
    const folder = inRoot('test-results', 'faults', this.name)
    mkdirSync(folder, { recursive: true })
    for (const { name, pid, output } of [...this.#programs, this.cluster])
      writeFileSync(join(folder, `${basename(name)}-${pid}.log`), output)
    return folder
  }

  /** Ends all that was started, in the opposite order. */
  async close(): Promise<void> {
    for (const crowd of this.crowds) crowd.quit()
    for (const program of this.#programs) program.killAll()
    await Promise.all(this.#programs.map(({ ended }) => ended))
    await this.#closePools()
    const { pathname } = new URL(this.url || 'none:/')
    // a Postgres with fewer files is up again sooner after a kill
    if (pathname.length > 1 && (await this.cluster.answers()))
      await this.cluster.query(`drop database if exists "${pathname.slice(1)}" with (force)`)
    for (const closer of this.#closers.reverse()) await closer()
  }
}
