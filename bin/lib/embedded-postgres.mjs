import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataDir, keptSecret } from './environment.mjs'
import { postgresHome } from './postgres-home.mjs'

const DATABASE = 'kaituan'
const FIRST_PORT = 54321
/** What clients ask or send never reaches the log: it may hold personal data. */
const FLAGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'log_min_messages=log']

/**
 * The embedded database of DATA_DIR: attached to when it runs, else initialised and started.
 *
 * `stop` ends it only when it is ours to end: whoever started it, or found it left behind by a process that died.
 * A long-lived caller (`npm start`) takes it over from a short command, so that the command does not end it beneath.
 * @param {{ flags?: string[], longLived?: boolean }} options flags: extra `name=value` settings of Postgres
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function openEmbedded({ flags = [], longLived = false } = {}) {
  const home = postgresHome()
  const password = keptSecret('postgres-password', () => randomBytes(24).toString('hex'))
  if (!existsSync(join(home.data, 'PG_VERSION'))) initialise(home, password)
  let url = await answering(home, password)
  const owner = ownerOf()
  if (!url || !isAlive(owner.pid) || (longLived && !owner.longLived)) own(longLived)
  url ??= await start(home, password, flags)
  await ensureDatabase(url)
  return {
    url: urlOf(url, DATABASE),
    async stop() {
      const { pid } = ownerOf()
      if (pid !== process.pid && isAlive(pid)) return
      if (longLived || !(await hasOtherClients(url))) await stop(home)
    },
  }
}

/** A command that came while ours ran may still need the database: it then ends it. */
async function hasOtherClients(url) {
  const others = `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`
  return (await query(url, others).catch(() => [])).length > 0
}

/** @returns the same address with another database's name */
export const urlOf = (url, database) => Object.assign(new URL(url), { pathname: `/${database}` }).href

function initialise({ data, initdb, as }, password) {
  const folder = mkdtempSync(join(tmpdir(), 'kaituan-'))
  const file = join(folder, 'password')
  writeFileSync(file, password, { mode: 0o600 })
  if (as.uid !== undefined) for (const path of [folder, file]) chownSync(path, as.uid, as.gid)
  try {
    const settings = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
    execFileSync(initdb, [`--pgdata=${data}`, `--pwfile=${file}`, ...settings], { ...as, cwd: folder, stdio: 'pipe' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function start(home, password, flags) {
  const port = await keptPort()
  const logPath = join(dataDir(), 'postgres.log')
  const isLong = existsSync(logPath) && statSync(logPath).size > 10_000_000
  const log = openSync(logPath, isLong ? 'w' : 'a', 0o600)
  const settings = [...FLAGS, ...flags].flatMap((flag) => ['-c', flag])
  // A process group of its own: Ctrl-C must not reach it before the server has drained.
  const child = spawn(home.postgres, ['-D', home.data, '-p', String(port), ...settings], {
    ...home.as,
    cwd: home.data,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  let ended = false
  child.once('error', () => {
    ended = true
  })
  child.once('exit', () => {
    ended = true
  })
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    // Another command may have started it at the same instant: then ours ends and theirs answers.
    const url = await answering(home, password)
    if (url) return url
    if (ended && !postmaster(home)) break
    await sleep(40)
  }
  const lines = readFileSync(logPath, 'utf8').trim().split('\n').slice(-5).join('\n')
  throw new Error(`the embedded Postgres did not start:\n${lines}`)
}

/** Fast shutdown: clients are cut off, everything committed is kept. */
async function stop(home) {
  const running = postmaster(home)
  if (running) {
    process.kill(running.pid, 'SIGINT')
    const until = Date.now() + 30_000
    while (postmaster(home)) {
      if (Date.now() > until) throw new Error('the embedded Postgres did not stop within 30 s')
      await sleep(20)
    }
  }
  rmSync(ownerPath(), { force: true })
}

/** The live postmaster, from its pid file; a file left behind by a killed one does not count. */
function postmaster({ data }) {
  try {
    const [pid, , , port] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return isAlive(Number(pid)) ? { pid: Number(pid), port: Number(port) } : undefined
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return undefined
  }
}

/** @returns the server's address, when a server of this data directory lets us in */
async function answering(home, password) {
  const running = postmaster(home)
  if (!running?.port) return undefined
  const url = `postgresql://postgres:${password}@127.0.0.1:${running.port}/postgres`
  try {
    await query(url, 'select 1')
    return url
  } catch {
    return undefined
  }
}

async function ensureDatabase(url) {
  const [found] = await query(url, `select 1 from pg_database where datname = '${DATABASE}'`)
  if (found) return
  await query(url, `create database ${DATABASE}`).catch((error) => {
    if (error.code !== '42P04' && error.code !== '23505') throw error // another command was first
  })
}

/** One statement on a connection of its own. pg is loaded late: this file is imported before anything is installed. */
export async function query(url, sql) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows ?? []
  } finally {
    await client.end()
  }
}

async function keptPort() {
  const path = join(dataDir(), 'postgres-port')
  const kept = existsSync(path) ? Number(readFileSync(path, 'utf8')) : FIRST_PORT
  for (let port = kept; port < 65_536; port += 1) {
    if (!(await isPortFree(port))) continue
    writeFileSync(path, String(port))
    return port
  }
  throw new Error('no free port for the embedded Postgres')
}

/** @param {string} [host] */
export const isPortFree = (port, host = '127.0.0.1') =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen({ port, host }, () => probe.close(() => resolve(true)))
  })

const ownerPath = () => join(dataDir(), 'postgres-owner')
const own = (longLived) => writeFileSync(ownerPath(), JSON.stringify({ pid: process.pid, longLived }))
const ownerOf = () => {
  try {
    return JSON.parse(readFileSync(ownerPath(), 'utf8'))
  } catch {
    return { pid: 0, longLived: false }
  }
}

function isAlive(pid) {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
