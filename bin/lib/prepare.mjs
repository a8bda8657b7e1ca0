import { mustRun } from './children.mjs'
import { openEmbedded } from './embedded-postgres.mjs'
import { environment, isDemo } from './environment.mjs'
import { NODE } from './paths.mjs'

/**
 * The database every command works on: the one DATABASE_URL names, or else the embedded one.
 * Demo mode is decided before, as it depends on DATABASE_URL being unset.
 * @param {{ longLived?: boolean, mode?: 'production' | 'development' }} options
 * @returns {Promise<{ env: NodeJS.ProcessEnv, isEmbedded: boolean, close: () => Promise<void> }>}
 */
export async function openDatabase({ longLived = false, mode } = {}) {
  isDemo() // reads .env, where DATABASE_URL may stand
  const named = process.env.DATABASE_URL
  if (named) return { env: environment({ databaseUrl: named, mode }), isEmbedded: false, close: async () => {} }
  const { url, stop } = await openEmbedded({ longLived })
  return { env: environment({ databaseUrl: url, mode }), isEmbedded: true, close: stop }
}

/** Applies the migrations a database lacks; one line each, on stderr, as stdout belongs to the command. */
export const migrate = (env) => mustRun(NODE, ['bin/migrate.ts', 'deploy', '--quiet'], { env, stdio: ['ignore', 2, 2] })
