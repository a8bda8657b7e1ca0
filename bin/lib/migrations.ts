import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import { inRoot } from './paths.mjs'
import { statement } from './schema-engine.ts'

const SCHEMA = 'prisma/schema'
const MIGRATIONS = 'prisma/migrations'
const LOCK = 'provider = "postgresql"\n'

/** Every schema file as [path, text]. */
export function schemaFiles(): [string, string][] {
  const names = readdirSync(inRoot(SCHEMA))
    .filter((name) => name.endsWith('.prisma'))
    .sort()
  return names.map((name) => [`${SCHEMA}/${name}`, readFileSync(inRoot(SCHEMA, name), 'utf8')])
}

export type Migration = { name: string; sql: string }

/** The migrations in the repository, oldest first. */
export function migrationsOnDisk(): Migration[] {
  if (!existsSync(inRoot(MIGRATIONS))) return []
  return readdirSync(inRoot(MIGRATIONS), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(inRoot(MIGRATIONS, entry.name, 'migration.sql')))
    .map(({ name }) => ({ name, sql: readFileSync(inRoot(MIGRATIONS, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The same in the engine's words. */
export const listFor = (migrations: Migration[]): MigrationList => ({
  baseDir: inRoot(MIGRATIONS),
  lockfile: { path: 'migration_lock.toml', content: LOCK },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
  })),
})

/** Writes a migration for a person to read, and to edit where Prisma cannot say it. @returns its path */
export function writeMigration(name: string, sql: string): string {
  mkdirSync(inRoot(MIGRATIONS, name), { recursive: true })
  writeFileSync(inRoot(MIGRATIONS, 'migration_lock.toml'), LOCK)
  writeFileSync(inRoot(MIGRATIONS, name, 'migration.sql'), sql)
  return join(MIGRATIONS, name, 'migration.sql')
}

type Applied = { name: string; checksum: string; isFinished: boolean }

/** What the database says was applied to it; nothing when it was never migrated. */
export async function appliedTo(url: string): Promise<Applied[]> {
  const [found] = await statement<{ is: string | null }>(url, `select to_regclass('_prisma_migrations') as is`)
  if (!found?.is) return []
  return statement<Applied>(
    url,
    `select migration_name as name, checksum, finished_at is not null as "isFinished"
     from _prisma_migrations where rolled_back_at is null`,
  )
}

export const checksumOf = (sql: string) => createHash('sha256').update(sql).digest('hex')

/** True when every migration here was applied there unchanged: then the engine need not be woken. */
export function isUpToDate(migrations: Migration[], applied: Applied[]): boolean {
  const finished = new Map(applied.filter((one) => one.isFinished).map((one) => [one.name, one.checksum]))
  return finished.size === applied.length && migrations.every(({ name, sql }) => finished.get(name) === checksumOf(sql))
}
