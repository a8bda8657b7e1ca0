import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { run } from './children.mjs'
import { inRoot, NODE, ROOT } from './paths.mjs'

/** Engine and browser binaries are not fetched: migrations run on WebAssembly, tests on a system Chromium. */
export const INSTALL_ENV = { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' }

/** Installs exactly what package-lock.json says, if that is not what node_modules holds. */
export function ensureInstalled() {
  const lock = readFileSync(inRoot('package-lock.json'), 'utf8')
  const mark = inRoot('node_modules', '.kaituan-lock')
  const hash = createHash('sha256').update(lock).digest('hex')
  if (existsSync(NODE) && existsSync(mark) && readFileSync(mark, 'utf8') === hash) return
  if (!existsSync(NODE) || !isInstalled(JSON.parse(lock))) {
    process.stderr.write('installing packages …\n')
    // A lock made where the registry lacks other platforms' optional packages makes `npm ci` refuse everywhere;
    // `npm install --no-save` holds the same versions and integrity hashes.
    if (!npm('ci', 'ignore') && !npm('install', 2)) throw new Error('npm could not install the packages: see above')
  }
  writeFileSync(mark, hash)
}

/** @param {'ignore' | 2} stderr where npm's complaints go */
function npm(command, stderr) {
  const { status } = spawnSync('npm', [command, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    env: { ...process.env, ...INSTALL_ENV, PATH: pathWithoutProject(), NODE_ENV: 'development' },
    stdio: ['ignore', 'ignore', stderr],
  })
  return status === 0
}

/** npm's own record of what it installed, compared with the lock: a finished `npm install` needs no second one. */
function isInstalled(lock) {
  const record = inRoot('node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  return Object.entries(lock.packages).every(
    ([path, wanted]) => path === '' || (installed[path] ? installed[path].version === wanted.version : wanted.optional),
  )
}

/** `npm ci` removes node_modules/.bin/node while it runs: npm must not be running on it. */
function pathWithoutProject() {
  const isOurs = (part) => part.startsWith(inRoot('node_modules'))
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((part) => !isOurs(part))
    .join(delimiter)
}

/**
 * Goes on under Node 24: runs the calling script again there and ends with its exit code.
 * Returns only when this process already is Node 24 or newer.
 */
export async function ensureNode24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return
  process.exit(await run(NODE, process.argv.slice(1)))
}
