import { readFileSync } from 'node:fs'
import pg from 'pg'
import { mustRun } from '#bin/lib/children.mjs'
import { urlOf } from '#bin/lib/embedded-postgres.mjs'
import { inRoot, NODE } from '#bin/lib/paths.mjs'

/** Nothing but databases of this name is ever made, emptied or dropped. */
const PREFIX = 'kaituan_bench'

export type Settings = Record<string, string>

/** The databases of one run, on a server that may hold others. */
export class Databases {
  readonly #server: string
  readonly #made: string[] = []
  readonly #run = `${PREFIX}_${process.pid}`

  /** @param server URL of any database of the server; its user may create databases */
  constructor(server: string) {
    this.#server = server
  }

  /** A migrated database with the benchmark's functions, to copy from: everybody starts at the same point. */
  async template(): Promise<string> {
    const url = await this.make('template')
    await mustRun(NODE, ['bin/migrate.ts', 'deploy', '--quiet'], {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    for (const file of ['world.sql', 'place_order.sql'])
      await onDatabase(url, (client) => client.query(readFileSync(inRoot('bench/sql', file), 'utf8')))
    return url
  }

  /** @returns the URL of a new database, a copy of `template` where one is named */
  async make(name: string, template?: string): Promise<string> {
    const full = `${this.#run}_${name}`
    await this.drop(name)
    // file_copy does not write a large copy to the WAL as well
    const copy = template ? ` template "${this.#run}_${template}" strategy file_copy` : ''
    await this.#onServer(`create database "${full}"${copy}`)
    this.#made.push(full)
    return urlOf(this.#server, full)
  }

  async drop(name: string): Promise<void> {
    const full = `${this.#run}_${name}`
    await this.#onServer(`drop database if exists "${full}" with (force)`)
  }

  /** Drops what this run has made: all of it, or all but the template. */
  async dropAll({ butTemplate = false } = {}): Promise<void> {
    const kept = butTemplate ? `${this.#run}_template` : ''
    for (const full of this.#made.splice(0)) {
      if (full === kept) this.#made.push(full)
      else await this.#onServer(`drop database if exists "${full}" with (force)`)
    }
  }

  /** What the server is and how it keeps its promises. */
  async settings(): Promise<Settings> {
    const names = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'work_mem']
    const rows = await onDatabase(this.#server, async (client) => {
      const sql = 'select name, current_setting(name) as value from unnest($1::text[]) as name'
      return (await client.query<{ name: string; value: string }>(sql, [[...names, 'max_wal_size', 'wal_sync_method']]))
        .rows
    })
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  }

  #onServer(sql: string) {
    return onDatabase(urlOf(this.#server, 'postgres'), (client) => client.query(sql))
  }
}

/** Does the work on a connection of its own. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Writes what is dirty to the disk, so that no measurement pays for the one before. */
export const checkpoint = (url: string) => onDatabase(url, (client) => client.query('checkpoint'))

/**
 * Fills a database by set-based SQL. Foreign keys are not checked row by row where the user may say so: the rows are right
 * by construction, and reconcile looks at them afterwards.
 */
export async function fill(url: string, statements: readonly string[]): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query('set session_replication_role = replica').catch(() => {})
    // for this connection alone: the measurements run with the server's own settings
    await client.query(`set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off`)
    for (const statement of statements) await client.query(statement)
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  })
}
