import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { inRoot, ROOT } from './paths.mjs'

/** Where state lives. A relative DATA_DIR is inside the project, wherever the command was called from. */
export function dataDir() {
  loadEnvFile()
  const path = resolve(ROOT, process.env.DATA_DIR || '.data')
  mkdirSync(path, { recursive: true })
  return path
}

/** .env is read once; what the shell says wins over it. */
let isEnvFileLoaded = false
function loadEnvFile() {
  if (isEnvFileLoaded) return
  isEnvFileLoaded = true
  if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'))
}

/** A secret made once and kept for its owner alone. Its maker may lose a race: what is in the file counts. */
export function keptSecret(name, make = () => randomBytes(32).toString('base64')) {
  const path = resolve(dataDir(), name)
  try {
    writeFileSync(path, make(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    chmodSync(path, 0o600)
  }
  return readFileSync(path, 'utf8').trim()
}

/** Demo mode is the default only where no real database was named. */
export function isDemo() {
  loadEnvFile()
  const { DEMO, DATABASE_URL } = process.env
  return DEMO === '1' || (DEMO !== '0' && !DATABASE_URL)
}

/**
 * The environment for our child processes: what was set, and a decided value for everything they rely on.
 * @param {{ databaseUrl: string, mode?: 'production' | 'development' }} options
 */
export function environment({ databaseUrl, mode = 'production' }) {
  const DATA_DIR = dataDir()
  const PORT = process.env.PORT || '3000'
  const PUBLIC_URL = process.env.PUBLIC_URL || process.env.NEXTAUTH_URL || `http://localhost:${PORT}`
  const demo = isDemo()
  return {
    ...process.env,
    NODE_ENV: mode,
    DEMO: demo ? '1' : '0',
    DATA_DIR,
    DATABASE_URL: databaseUrl,
    HOST: process.env.HOST || (demo ? '127.0.0.1' : '0.0.0.0'),
    PORT,
    PUBLIC_URL,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || PUBLIC_URL,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || keptSecret('secret'),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY || keptSecret('actions-key'),
    NEXT_TELEMETRY_DISABLED: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
}
