import { mustRun } from '#bin/lib/children.mjs'
import { NODE } from '#bin/lib/paths.mjs'
import { freshness } from '#bin/lib/stale.mjs'

const APP = 'bench/limits-app'
const SOURCES = ['app', 'lib', 'next.config.ts', 'tsconfig.json'].map((name) => `${APP}/${name}`)

/** Builds the bare Next app, where its sources or the packages have changed since the last time. */
export async function buildLimitsApp(): Promise<void> {
  const state = freshness(`${APP}/.next/.kaituan-build`, [...SOURCES, 'package-lock.json'], () => true)
  if (!state.isStale) return
  await mustRun(NODE, ['node_modules/next/dist/bin/next', 'build', APP], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  state.remember()
}
