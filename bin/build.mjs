// npm run build: next build, if it is stale
import { buildIfStale } from './lib/build.mjs'
import { generateIfStale } from './lib/generate.mjs'
import { ensureInstalled } from './lib/install.mjs'

try {
  ensureInstalled()
  generateIfStale()
  await buildIfStale()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
