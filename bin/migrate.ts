import type { DiagnoseMigrationHistoryOutput, SchemaEngine } from '@prisma/schema-engine-wasm'
import { appliedTo, isUpToDate, listFor, migrationsOnDisk, schemaFiles, writeMigration } from './lib/migrations.ts'
import { exclusively, openEngine } from './lib/schema-engine.ts'

/*
 *  node bin/migrate.ts deploy [--quiet]       applies what the database lacks
 *  node bin/migrate.ts dev NAME [--draft]     writes the next migration from prisma/schema and applies it;
 *                                             a draft is only written, for SQL to be added by hand: deploy applies it
 *  node bin/migrate.ts status                 exit 1 when schema, migrations and database differ
 */
const filters = { externalTables: [], externalEnums: [] }
const url = process.env.DATABASE_URL
const [command, ...rest] = process.argv.slice(2)
const isQuiet = rest.includes('--quiet')

try {
  if (!url) throw new Error('DATABASE_URL is not set: use npm run db:migrate')
  if (command === 'deploy') await deploy(url)
  else if (command === 'dev')
    await dev(
      url,
      rest.find((word) => !word.startsWith('--')),
      rest.includes('--draft'),
    )
  else if (command === 'status') await status(url)
  else throw new Error('usage: migrate.ts deploy | dev NAME [--draft] | status')
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = 1
}
process.exit() // the engine's pool would keep the process alive

async function deploy(database: string) {
  const migrations = migrationsOnDisk()
  if (isUpToDate(migrations, await appliedTo(database))) {
    if (!isQuiet) console.log('every migration is applied')
    return
  }
  await exclusively(database, () => withEngine(database, apply))
}

/** A migration runs as one transaction, so one that failed left only its mark, which is taken away to try again. */
async function apply(engine: SchemaEngine) {
  const migrationsList = listFor(migrationsOnDisk())
  const { failedMigrationNames } = await engine.diagnoseMigrationHistory({
    migrationsList,
    filters,
    optInToShadowDatabase: false,
  })
  for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName })
  const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
  for (const name of appliedMigrationNames) console.log(`applied ${name}`)
}

async function dev(database: string, name: string | undefined, draft: boolean) {
  if (!name) throw new Error('usage: npm run db:make -- NAME [--draft]')
  const work = async (engine: SchemaEngine) => {
    const { action } = await engine.devDiagnostic({ migrationsList: listFor(migrationsOnDisk()), filters })
    if (action.tag === 'reset') throw new Error(`the database has drifted from the migrations: ${action.reason}`)
    const next = await engine.createMigration({
      migrationsList: listFor(migrationsOnDisk()),
      schema: { files: schemaContents() },
      draft,
      migrationName: name,
      filters,
    })
    if (next.migrationScript === null) console.log('the migrations already say what the schema says')
    else console.log(`wrote ${writeMigration(next.generatedMigrationName, next.migrationScript)}`)
    if (!draft) await apply(engine)
  }
  await exclusively(database, () => withEngine(database, work))
}

async function status(database: string) {
  await withEngine(database, async (engine) => {
    const migrationsList = listFor(migrationsOnDisk())
    const found = await engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: false })
    const unsaid = await engine.diff({
      from: { tag: 'migrations', ...migrationsList },
      to: { tag: 'schemaDatamodel', files: schemaContents() },
      script: true,
      exitCode: true,
      filters,
    })
    const complaints = complaintsOf(found)
    if (unsaid.exitCode === 2) complaints.push(`the schema says more than the migrations:\n${unsaid.stdout ?? ''}`)
    for (const complaint of complaints) console.log(complaint)
    if (complaints.length > 0) process.exitCode = 1
    else console.log('schema, migrations and database agree')
  })
}

function complaintsOf({
  editedMigrationNames,
  failedMigrationNames,
  history,
}: DiagnoseMigrationHistoryOutput): string[] {
  const unapplied = history && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : []
  const unknown = history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : []
  return [
    ...unapplied.map((name) => `not applied yet: ${name}`),
    ...unknown.map((name) => `applied, but not in the repository: ${name}`),
    ...editedMigrationNames.map((name) => `edited after it was applied: ${name}`),
    ...failedMigrationNames.map((name) => `failed: ${name}`),
  ]
}

function schemaContents() {
  return schemaFiles().map(([path, content]) => ({ path, content }))
}

async function withEngine(database: string, work: (engine: SchemaEngine) => Promise<void>) {
  const { engine, close } = await openEngine(database, schemaFiles())
  try {
    await work(engine)
  } finally {
    await close()
  }
}

/** The engine's messages end in the places of its own code, which help nobody here. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message
    .split('\n')
    .filter((line) => !/^\s+(\d+: |at |with )/.test(line))
    .join('\n')
    .trim()
}
