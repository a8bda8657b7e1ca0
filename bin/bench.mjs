// npm run bench [-- --only desk,city …]: the limits and ours side by side. See docs/BENCH.md.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './lib/build.mjs'
import { run } from './lib/children.mjs'
import { openEmbedded } from './lib/embedded-postgres.mjs'
import { isDemo } from './lib/environment.mjs'
import { generateIfStale } from './lib/generate.mjs'
import { ensureInstalled, ensureNode24 } from './lib/install.mjs'
import { NODE } from './lib/paths.mjs'

/** Phases that ask a server, and so need a build. */
const SERVED = ['api', 'page', 'streams']

ensureInstalled()
await ensureNode24()
const words = process.argv.slice(2)
const dir = mkdtempSync(join(tmpdir(), 'kaituan-bench-'))
chmodSync(dir, 0o755) // Postgres, which root runs as another user, must be able to enter
let close = async () => {}
try {
  generateIfStale()
  const only = words[words.indexOf('--only') + 1] ?? ''
  if (!words.includes('--only') || SERVED.some((phase) => only.includes(phase))) await buildIfStale()
  isDemo() // reads .env, where DATABASE_URL may stand
  let server = process.env.DATABASE_URL
  if (!server) {
    // a folder of its own: the shop's own database is not even started
    process.env.DATA_DIR = dir
    const database = await openEmbedded({ longLived: true })
    close = database.stop
    server = database.url
  }
  const env = { ...process.env, BENCH_SERVER_URL: server, BENCH_DATA_DIR: dir, DATABASE_URL: '' }
  process.exitCode = await run(NODE, ['bench/main.ts', ...words], { env })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  await close()
  rmSync(dir, { recursive: true, force: true })
}
