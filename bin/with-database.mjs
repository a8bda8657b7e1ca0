// Runs a script with a migrated database: node bin/with-database.mjs SCRIPT ARGS
import { run } from './lib/children.mjs'
import { generateIfStale } from './lib/generate.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { NODE } from './lib/paths.mjs'
import { migrate, openDatabase } from './lib/prepare.mjs'

/** These look after the migrations themselves. */
const MIGRATORS = ['bin/migrate.ts', 'bin/reset.ts']

const [script, ...args] = process.argv.slice(2)
if (!script) throw new Error('usage: node bin/with-database.mjs SCRIPT ARGS')

try {
  ensureInstalled()
  generateIfStale()
  const database = await openDatabase()
  try {
    const env = { ...database.env, KAITUAN_EMBEDDED: database.isEmbedded ? '1' : '0' }
    if (!MIGRATORS.includes(script)) await migrate(env)
    process.exitCode = await run(NODE, [script, ...args], { env })
  } finally {
    await database.close()
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
