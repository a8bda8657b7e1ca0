import { spawnSync } from 'node:child_process'
import { statement } from './lib/schema-engine.ts'

/** npm run db:reset: empties the database, migrates it, and fills it again in demo mode. */
const { DATABASE_URL: url, DEMO, KAITUAN_EMBEDDED } = process.env
const isHarmless = DEMO === '1' || KAITUAN_EMBEDDED === '1'

if (!url) {
  fail('DATABASE_URL is not set: use npm run db:reset')
} else if (!isHarmless && !process.argv.includes('--yes')) {
  fail(`this deletes everything in ${new URL(url).pathname.slice(1)}: say npm run db:reset -- --yes`)
} else {
  await statement(url, 'drop schema if exists public cascade; drop schema if exists jobs cascade; create schema public')
  runScript('bin/migrate.ts', 'deploy')
  if (DEMO === '1') runScript('bin/seed.ts', '--if-empty')
}

function runScript(...args: string[]) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) fail(`${args[0]} failed`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
