import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { INSTALL_ENV } from './install.mjs'
import { inRoot, NODE, ROOT } from './paths.mjs'
import { freshness } from './stale.mjs'

/** Makes the Prisma client again when the schema, or Prisma itself, has changed. No database is asked. */
export function generateIfStale() {
  if (!existsSync(inRoot('prisma/schema'))) return
  const state = freshness('generated/.hash', ['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (!state.isStale && existsSync(inRoot('generated/prisma'))) return
  const env = { ...process.env, ...INSTALL_ENV, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }
  const { status, stderr } = spawnSync(NODE, ['node_modules/prisma/build/index.js', 'generate'], { cwd: ROOT, env })
  if (status !== 0) throw new Error(`prisma generate failed\n${stderr}`)
  state.remember()
}
