// npm run faults [-- NAME … | --quick | --list]: every fault made for real, one line each. See docs/FAULTS.md.
import { buildIfStale } from './lib/build.mjs'
import { run } from './lib/children.mjs'
import { isDemo } from './lib/environment.mjs'
import { generateIfStale } from './lib/generate.mjs'
import { ensureInstalled, ensureNode24 } from './lib/install.mjs'
import { NODE } from './lib/paths.mjs'

/** No script of a fault touches the shop of whoever runs it: each has databases of its own. */
const NO_DATABASE = 'postgresql://nobody@127.0.0.1:1/none'

ensureInstalled()
await ensureNode24()
try {
  const words = process.argv.slice(2)
  generateIfStale()
  isDemo() // reads .env, whose DATABASE_URL is then put aside
  if (!words.includes('--list')) await buildIfStale()
  const env = { ...process.env, DATABASE_URL: NO_DATABASE, DIRECT_DATABASE_URL: '' }
  process.exitCode = await run(NODE, ['e2e/faults/main.ts', ...words], { env })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
