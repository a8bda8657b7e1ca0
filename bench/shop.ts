import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The secrets of a shop that lives for one run. */
export const SECRET = 'only-for-the-benchmark-of-this-machine'
const ACTIONS_KEY = Buffer.alloc(32, 7).toString('base64')

/** The environment of a process of the shop on this database: what bin/lib/environment.mjs decides for npm start. */
export function shopEnv(databaseUrl: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    DATA_DIR: process.env.BENCH_DATA_DIR ?? join(tmpdir(), 'kaituan-bench'),
    DEMO: '0',
    NEXTAUTH_SECRET: SECRET,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTIONS_KEY,
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: 'error',
    ...more,
  }
}
