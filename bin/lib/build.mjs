import { mustRun } from './children.mjs'
import { environment } from './environment.mjs'
import { NODE } from './paths.mjs'
import { freshness } from './stale.mjs'

/** Everything that decides what a build contains. Tests and seeds do not. */
const INPUTS = ['app', 'components', 'lib', 'messages', 'i18n', 'public', 'prisma/schema']
const SETTINGS = ['next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json', 'instrumentation.ts']
const isSource = (name) => !/\.test\.tsx?$/.test(name)

/** Modules read DATABASE_URL when they are loaded; a page that really asked would fail the build, and should. */
const NO_DATABASE = 'postgresql://nobody@127.0.0.1:1/none'

/** `next build`, when its inputs have changed since the last one. It needs no database. */
export async function buildIfStale() {
  const state = freshness('.next/.kaituan-build', [...INPUTS, ...SETTINGS], isSource)
  if (!state.isStale) return
  process.stderr.write('building …\n')
  const env = environment({ databaseUrl: process.env.DATABASE_URL || NO_DATABASE })
  await mustRun(NODE, ['node_modules/next/dist/bin/next', 'build'], { env, stdio: ['ignore', 2, 2] })
  state.remember()
}
