// npm start, npm run dev: from a fresh clone to a running shop. See docs/OPERATIONS.md.
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildIfStale } from './lib/build.mjs'
import { keepRunning, mustRun, onStopSignal, run } from './lib/children.mjs'
import { isPortFree } from './lib/embedded-postgres.mjs'
import { generateIfStale } from './lib/generate.mjs'
import { ensureInstalled, ensureNode24 } from './lib/install.mjs'
import { inRoot, NODE } from './lib/paths.mjs'
import { migrate, openDatabase } from './lib/prepare.mjs'
import { openStandIn } from './lib/stand-in.mjs'

const isDev = process.argv.includes('--dev')
const closers = []
let stopping

try {
  ensureInstalled()
  await ensureNode24()
  onStopSignal(() => stop(0))
  stopWithParent()
  await start()
} catch (error) {
  if (!stopping) console.error(error.message)
  await stop(1)
}

async function start() {
  const database = await openDatabase({ longLived: true, mode: isDev ? 'development' : 'production' })
  closers.push(database.close)
  let { env } = database
  if (!(await isPortFree(Number(env.PORT), env.HOST)))
    throw new Error(`port ${env.PORT} is in use: set PORT to another one`)

  generateIfStale()
  // The build needs no database: both are made ready side by side.
  await Promise.all([isDev || buildIfStale(), migrate(env).then(() => seedIfDemo(env))])
  if (stopping) return

  const standIn = await openStandIn(env)
  if (standIn) {
    closers.push(standIn.stop)
    env = standIn.env
  }
  const died = Promise.withResolvers()
  const onDeath = (deaths) => deaths >= 3 && died.reject(new Error('the server does not start: see above'))
  if (existsSync(inRoot('bin/worker.ts'))) {
    const worker = keepRunning(NODE, ['bin/worker.ts'], { env })
    closers.push(() => worker.stop(15_000))
  }
  const server = keepRunning(NODE, ['bin/server.ts'], { env, onDeath })
  closers.push(() => server.stop(15_000))
  await Promise.race([healthy(env), died.promise])
  died.promise.catch(() => {})
  if (stopping) return
  console.log(`ready on ${env.PUBLIC_URL}`)
  if (env.DEMO === '1' && existsSync(inRoot('bin/demo-people.ts'))) await run(NODE, ['bin/demo-people.ts'], { env })
}

async function seedIfDemo(env) {
  if (env.DEMO === '1' && existsSync(inRoot('bin/seed.ts'))) await mustRun(NODE, ['bin/seed.ts', '--if-empty'], { env })
}

/** Waits until the server answers and its database does. */
async function healthy({ HOST, PORT }) {
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '[::1]' : HOST
  while (!stopping) {
    const answer = await fetch(`http://${host}:${PORT}/api/health`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await sleep(50)
  }
}

/** When npm, or the old Node that started us, is killed without a chance to say so, nothing may be left running. */
function stopWithParent() {
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || stop(1), 1000).unref()
}

/** The last to be started ends first: server, worker, database. */
function stop(code) {
  stopping ??= (async () => {
    for (const close of closers.reverse()) await close().catch((error) => console.error(error.message))
    process.exit(code)
  })()
  return stopping
}
