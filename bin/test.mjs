// npm test: everything, from a fresh clone. npm test -- FILES, npm test -- --unit [FILES], npm test -- --e2e [FILES].
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './lib/build.mjs'
import { onStopSignal } from './lib/children.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { openEmbedded } from './lib/embedded-postgres.mjs'
import { generateIfStale } from './lib/generate.mjs'
import { ensureInstalled, ensureNode24 } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'
import { startShop } from './lib/shop-under-test.mjs'
import { faults, layering, lint, playwright, types, vitest } from './lib/test-stages.mjs'

/** The tests' database may be lost with the machine: it need not wait for the disk. */
const UNSAFE_BUT_FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']

const words = process.argv.slice(2)
const filters = words.filter((word) => word !== '--unit' && word !== '--e2e')
const only = words.find((word) => word === '--unit' || word === '--e2e') ?? kindOf(filters[0])
const total = { passed: 0, failed: 0, skipped: 0 }
const closers = []
let cleaning

ensureInstalled()
await ensureNode24()
await main()

/** A file named without its kind: specs of the browser live in e2e. */
function kindOf(file) {
  if (file === undefined) return undefined
  return file.includes('e2e/') || file.endsWith('.spec.ts') ? '--e2e' : '--unit'
}

async function main() {
  onStopSignal(() => cleanUp().then(() => process.exit(130)))
  try {
    await stages()
  } catch (error) {
    console.error(error.message)
    total.failed += 1
  } finally {
    await cleanUp()
  }
  const { passed, failed, skipped } = total
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exit(failed > 0 ? 1 : 0)
}

/** Cheap before dear; the first stage that fails is the last. */
async function stages() {
  // A folder of its own for all state: the tests never touch the shop of whoever runs them.
  const dir = mkdtempSync(join(tmpdir(), 'kaituan-test-'))
  chmodSync(dir, 0o755) // Postgres, which root runs as another user, must be able to enter
  closers.push(async () => rmSync(dir, { recursive: true, force: true }))
  process.env.DATA_DIR = dir
  process.env.DATABASE_URL = ''
  generateIfStale()
  if (!only) {
    if (!(await stage('lint', lint))) return
    if (!(await stage('layering', layering))) return
    if (!(await stage('types', () => types(process.env)))) return
  }
  const server = await openServer()
  const env = { ...process.env, TEST_SERVER_URL: server, NODE_ENV: 'test' }
  if (only !== '--e2e' && !(await stage('unit and integration', () => vitest(env, filters)))) return
  if (only === '--unit' || (!only && !existsSync(inRoot('e2e')))) return
  const CHROMIUM = ensureChromium()
  await buildIfStale()
  const shop = await startShop({ server, dir })
  closers.push(shop.stop)
  const e2eEnv = {
    ...env,
    CHROMIUM,
    E2E_BASE_URL: shop.url,
    DATABASE_URL: shop.databaseUrl,
    NEXTAUTH_SECRET: shop.secret,
  }
  const isSound = await stage('end to end', () => playwright(e2eEnv, only ? filters : []))
  if (isSound && !only) await stage('faults', () => faults(env))
}

function cleanUp() {
  cleaning ??= (async () => {
    for (const close of closers.reverse()) await close().catch((error) => console.error(error.message))
  })()
  return cleaning
}

async function stage(name, work) {
  console.log(`\n── ${name} ──`)
  const count = await work()
  for (const key of Object.keys(total)) total[key] += count[key]
  return count.failed === 0
}

async function openServer() {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL
  const { url, stop } = await openEmbedded({ flags: UNSAFE_BUT_FAST, longLived: true })
  closers.push(stop)
  return url
}
