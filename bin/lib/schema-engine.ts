import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'

/**
 * Prisma's own schema engine as WebAssembly: no engine binary has to be fetched. It keeps the usual
 * _prisma_migrations table, so `prisma migrate deploy` stays interchangeable. See docs/adr.
 */

// Adapter-pg's own shadow database is unsafe: given a connection string it replays the migrations into the REAL
// database, and it drops the shadow before closing its pool. So shadows are made here, from single fields, and
// dropped at the end, as the engine does not wait for them.
const CHAR_OID = 18
const TEXT_OID = 25

type Field = { dataTypeID: number }
type WithRawIo = SqlDriverAdapter & {
  client: pg.Pool
  performIO(query: unknown): Promise<{ fields?: Field[] }>
}

/** Adapter-pg refuses Postgres's one-byte "char", which the engine's catalogue queries return and expect back. */
function readsChar(adapter: WithRawIo): WithRawIo {
  let charColumns: number[] = []
  const performIO = adapter.performIO.bind(adapter)
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    charColumns = []
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue
      charColumns.push(index)
      field.dataTypeID = TEXT_OID
    }
    return result
  }
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const set = await queryRaw(query)
    for (const index of charColumns) set.columnTypes[index] = ColumnTypeEnum.Character
    return set
  }
  return adapter
}

/**
 * Adapter-pg splits a script at every semicolon, those inside a function's body included. Sent whole, Postgres
 * splits it, and runs it as one transaction: a migration that fails leaves nothing behind.
 */
function sendsScriptsWhole(adapter: WithRawIo): WithRawIo {
  adapter.executeScript = async (script) => {
    await adapter.client.query(script).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`) // the engine would only say "External error"
      throw error
    })
  }
  return adapter
}

/**
 * Opens the engine on a database.
 * @param url of the database to migrate
 * @param schema every *.prisma file as [path, text]
 * @returns the engine, and `close`, which drops the shadow databases it left
 */
export async function openEngine(url: string, schema: [string, string][]) {
  const config = { connectionString: url }
  const { host, port, user, password, database, ssl } = new pg.Client(config)
  const fields = { host, port, user, password: password ?? undefined, ssl, database }
  const shadows: string[] = []

  class EngineDriver extends PrismaPg {
    override async connect() {
      const adapter = await super.connect()
      sendsScriptsWhole(readsChar(adapter as unknown as WithRawIo))
      return adapter
    }
    override async connectToShadowDb() {
      const shadow = `shadow_${randomUUID().replaceAll('-', '')}`
      shadows.push(shadow)
      await statement(url, `create database "${shadow}"`)
      return new EngineDriver({ ...fields, database: shadow }).connect()
    }
  }

  const glue = await loadGlue()
  const factory = bindMigrationAwareSqlAdapterFactory(new EngineDriver(fields))
  const engine = await glue.SchemaEngine.new({ datamodels: schema }, () => {}, factory)
  const close = async () => {
    for (const shadow of shadows) await statement(url, `drop database if exists "${shadow}" with (force)`)
  }
  return { engine, close }
}

type Glue = { __wbg_set_wasm(exports: WebAssembly.Exports): void; SchemaEngine: typeof SchemaEngine }

async function loadGlue(): Promise<Glue> {
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`${message}\n`) },
  })
  const js = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue: Glue = await import(js)
  const wasm = new WebAssembly.Module(readFileSync(js.replace(/\.js$/, '.wasm')))
  const { exports } = new WebAssembly.Instance(wasm, {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  })
  glue.__wbg_set_wasm(exports)
  const begin = exports.__wbindgen_start as () => void
  begin()
  return glue
}

/** Does the work while holding a lock that only one process can hold on this database. */
export async function exclusively<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('kaituan-migrate'))`)
    return await work()
  } finally {
    await client.end()
  }
}

/** One statement on a connection of its own. @returns its rows */
export async function statement<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
