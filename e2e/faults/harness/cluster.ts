import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { isPortFree } from '#bin/lib/embedded-postgres.mjs'
import { inRoot, NODE } from '#bin/lib/paths.mjs'
import { postgresHome } from '#bin/lib/postgres-home.mjs'
import { bare, childrenOf, isRunning, Program } from './program.ts'
import { until } from './until.ts'

/** Below those that the system gives to outgoing connections. */
const FIRST_PORT = 21_600
const TEMPLATE = 'template_shop'
let nextPort = FIRST_PORT

/** @returns a port that nobody listens on and that this run has not given out before */
export async function freePort(): Promise<number> {
  while (nextPort < FIRST_PORT + 1_000) {
    const port = nextPort
    nextPort += 1 // before anybody else asks
    if (await isPortFree(port)) return port
  }
  throw new Error('no free port')
}

export type ClusterOptions = {
  /** A folder for its data, made when missing. */
  dir: string
  /** Variables for the server, such as LD_PRELOAD. */
  env?: Record<string, string>
  /** Settings, as `name=value`. */
  flags?: string[]
  /** Where `postgres` and `initdb` lie; the embedded ones unless told. */
  programs?: string
}

/**
 * A Postgres of its own that may be killed: default fsync, a folder that is thrown away, a port of its own on loopback.
 */
export class Cluster {
  readonly name = 'postgres'
  readonly dir: string
  readonly port: number
  #server: Program | undefined
  readonly #options: ClusterOptions

  private constructor(options: ClusterOptions, port: number) {
    this.dir = join(options.dir, 'data')
    this.port = port
    this.#options = options
  }

  /** Makes and starts one. */
  static async make(options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options, await freePort())
    cluster.#initialise()
    await cluster.start()
    return cluster
  }

  get isUp(): boolean {
    return this.#server !== undefined && !this.#server.ending
  }

  get pid(): number {
    return this.#server?.pid ?? 0
  }

  /** What the server itself writes: never statements or values. */
  get output(): string {
    return this.#server?.output ?? ''
  }

  url(database: string): string {
    return `postgresql://postgres@127.0.0.1:${this.port}/${database}`
  }

  #programs() {
    const { postgres, initdb, as } = postgresHome() as {
      postgres: string
      initdb: string
      as: { uid?: number; gid?: number }
    }
    const folder = this.#options.programs ?? dirname(postgres)
    return { postgres: join(folder, 'postgres'), initdb: this.#options.programs ? join(folder, 'initdb') : initdb, as }
  }

  #initialise(): void {
    const { initdb, as } = this.#programs()
    mkdirSync(this.#options.dir, { recursive: true, mode: 0o755 })
    mkdirSync(this.dir, { mode: 0o700 })
    if (as.uid !== undefined) chownSync(this.dir, as.uid, as.gid ?? as.uid)
    const settings = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
    execFileSync(initdb, [`--pgdata=${this.dir}`, ...settings], { ...as, cwd: this.dir, stdio: 'pipe' })
  }

  /** Starts it, waiting until it lets clients in. @returns how long that took, ms */
  async start(withinMs = 60_000): Promise<number> {
    const { postgres, as } = this.#programs()
    const { flags = [], env = {} } = this.#options
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', ...flags]
    const args = ['-D', this.dir, '-p', String(this.port), ...settings.flatMap((flag) => ['-c', flag])]
    const began = performance.now()
    const server = new Program(postgres, args, { ...as, cwd: this.dir, env: { ...bare(), ...env } })
    this.#server = server
    await until(
      'Postgres lets clients in',
      () => {
        if (server.ending) throw new Error(`Postgres did not start:\n${server.output.slice(-2000)}`)
        return this.answers()
      },
      withinMs,
    )
    return performance.now() - began
  }

  async answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url('postgres'), connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch {
      return false
    } finally {
      await client.end().catch(() => {})
    }
  }

  /** kill -9 of the postmaster and of every process it has started, and waits until the last is gone. */
  async kill(): Promise<void> {
    const { pid } = this
    const pids = [pid, ...childrenOf(pid)]
    for (const each of pids) {
      try {
        process.kill(each, 'SIGKILL')
      } catch {
        // went with the postmaster
      }
    }
    await until('every process of Postgres is gone', () => !pids.some(isRunning))
  }

  /** Cuts clients off, keeps what is committed. */
  async stop(): Promise<void> {
    if (!this.#server || this.#server.ending) return
    this.#server.signal('SIGINT')
    await this.#server.ended
  }

  /** A new migrated database. @returns its URL */
  async database(name: string): Promise<string> {
    if (!(await this.#has(TEMPLATE))) {
      await this.query(`create database ${TEMPLATE}`)
      migrate(this.url(TEMPLATE))
    }
    await this.query(`create database "${name}" template ${TEMPLATE}`)
    return this.url(name)
  }

  async #has(name: string): Promise<boolean> {
    return (await this.query(`select 1 from pg_database where datname = '${name}'`)).length > 0
  }

  /** One statement on the server's own database. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(this.url('postgres'))
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
}

export function migrate(url: string): void {
  const env = { ...process.env, DATABASE_URL: url, DIRECT_DATABASE_URL: '' }
  execFileSync(NODE, ['bin/migrate.ts', 'deploy', '--quiet'], {
    cwd: inRoot(),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** The major version of a Postgres program, 0 when it is not there. */
export function majorOf(program: string): number {
  if (!existsSync(program)) return 0
  return Number(/ (\d+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1] ?? 0)
}
