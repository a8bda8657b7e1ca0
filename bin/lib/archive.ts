import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { migrationsOnDisk } from './migrations.ts'

/**
 * A backup that needs nothing but this project: a folder with every table as Postgres's own COPY writes it, read from one
 * snapshot, and the uploads. The embedded database comes without pg_dump, and Debian's refuses a newer server.
 */
export type Manifest = {
  format: 1
  createdAt: string
  /** Names of the migrations that the tables stand on. */
  migrations: string[]
  /** Rows of each table, in an order in which no row comes before what it refers to. */
  tables: { name: string; rows: number }[]
}

const MANIFEST = 'manifest.json'
const UPLOADS = 'uploads'
const fileOf = (dir: string, table: string) => join(dir, `${table}.copy.gz`)
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/**
 * Writes a backup while the shop goes on.
 * @param dir a folder that does not exist yet; only its owner may read it
 * @param uploads the folder of the uploads
 */
export async function writeBackup(url: string, dir: string, uploads: string): Promise<Manifest> {
  await mkdir(dir, { mode: 0o700 })
  return connected(url, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at')
    const tables: Manifest['tables'] = []
    for (const name of await tablesInOrder(client)) {
      const { rows: counted } = await client.query<{ rows: number }>(
        `select count(*)::int as rows from ${quoted(name)}`,
      )
      await pipeline(
        client.query(copyTo(`copy ${quoted(name)} to stdout`)),
        createGzip({ level: 6 }),
        createWriteStream(fileOf(dir, name), { mode: 0o600 }),
      )
      tables.push({ name, rows: counted[0]?.rows ?? 0 })
    }
    await client.query('commit')
    if (existsSync(uploads)) await cp(uploads, join(dir, UPLOADS), { recursive: true })
    const migrations = migrationsOnDisk().map(({ name }) => name)
    const createdAt = (rows[0]?.at ?? new Date()).toISOString()
    const manifest: Manifest = { format: 1, createdAt, migrations, tables }
    // last: a folder without it is a backup that was not finished
    await writeFile(join(dir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    return manifest
  })
}

/**
 * Fills an empty, migrated database from a backup, in one transaction: all of it or nothing.
 * @throws Error when the folder holds no finished backup, was made by another version, or the database is not empty
 */
export async function restoreBackup(url: string, dir: string, uploads: string): Promise<Manifest> {
  const manifest = await readManifest(dir)
  await connected(url, async (client) => {
    await client.query('begin')
    for (const { name } of manifest.tables) await mustBeEmpty(client, name)
    for (const { name, rows } of manifest.tables) {
      await pipeline(
        createReadStream(fileOf(dir, name)),
        createGunzip(),
        client.query(copyFrom(`copy ${quoted(name)} from stdin`)),
      )
      const { rows: counted } = await client.query<{ rows: number }>(
        `select count(*)::int as rows from ${quoted(name)}`,
      )
      if (counted[0]?.rows !== rows) throw new Error(`${name}: ${counted[0]?.rows} rows came back of ${rows}`)
    }
    await continueNumbers(client)
    await client.query('commit')
  })
  if (existsSync(join(dir, UPLOADS))) await cp(join(dir, UPLOADS), uploads, { recursive: true })
  return manifest
}

async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined) throw new Error(`${dir} holds no finished backup`)
  const manifest = JSON.parse(text) as Manifest
  const here = migrationsOnDisk().map(({ name }) => name)
  if (manifest.format !== 1 || manifest.migrations.join() !== here.join())
    throw new Error(`this backup was made by another version: restore it with that one, then upgrade`)
  return manifest
}

async function mustBeEmpty(client: pg.Client, table: string): Promise<void> {
  const { rowCount } = await client.query(`select 1 from ${quoted(table)} limit 1`)
  if (rowCount) throw new Error(`the database is not empty: ${table} has rows`)
}

/** Columns that number their rows go on after the last one that came back. */
async function continueNumbers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(
    `select s.oid::regclass::text as sequence, t.relname as table, a.attname as column
     from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i')
     join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
     where s.relkind = 'S' and t.relnamespace = 'public'::regnamespace`,
  )
  for (const { sequence, table, column } of rows)
    await client.query(
      `select setval($1, coalesce(max(${quoted(column)}), 1), max(${quoted(column)}) is not null) from ${quoted(table)}`,
      [sequence],
    )
}

/** Our tables, each after those it refers to. */
async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(
    `select c.relname as name, array(
       select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
       where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> '_prisma_migrations'
     order by 1`,
  )
  const ordered: string[] = []
  while (ordered.length < rows.length) {
    const next = rows.filter(
      ({ name, needs }) => !ordered.includes(name) && needs.every((need) => ordered.includes(need)),
    )
    if (next.length === 0) throw new Error('tables refer to each other in a circle')
    ordered.push(...next.map(({ name }) => name))
  }
  return ordered
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
