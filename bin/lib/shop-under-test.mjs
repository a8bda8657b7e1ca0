import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isPortFree, query, urlOf } from './embedded-postgres.mjs'
import { inRoot, NODE, ROOT } from './paths.mjs'

const DATABASE = 'kaituan_e2e'
const FIRST_PORT = 3900

/**
 * A shop with demo data of its own, started by npm start's own script: what the tests see is what people get.
 * Its output goes to test-results/shop.log.
 * @param {{ server: string, dir: string }} where the tests' Postgres, and a folder for its state
 * @returns {Promise<{ url: string, databaseUrl: string, secret: string, stop: () => Promise<void> }>}
 */
export async function startShop({ server, dir }) {
  await query(urlOf(server, 'postgres'), `drop database if exists ${DATABASE} with (force)`)
  await query(urlOf(server, 'postgres'), `create database ${DATABASE}`)
  const databaseUrl = urlOf(server, DATABASE)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(dir, 'shop'),
    DEMO: '1',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    NEXTAUTH_URL: url,
    PROCESSES: '2',
    NODE_ENV: 'production',
  }
  mkdirSync(inRoot('test-results'), { recursive: true })
  const log = createWriteStream(inRoot('test-results/shop.log'))
  const child = spawn(NODE, ['bin/start.mjs'], { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const output = []
  await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      log.write(chunk)
      output.push(String(chunk))
      if (output.join('').includes('ready on ')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => reject(new Error(`the shop under test did not start:\n${output.join('').slice(-3000)}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    log.end()
  }
  // what only the shop knows: a test that makes a pass must sign it as the shop does
  const secret = readFileSync(join(dir, 'shop', 'secret'), 'utf8').trim()
  return { url, databaseUrl, secret, stop }
}

async function freePort() {
  for (let port = FIRST_PORT; port < FIRST_PORT + 100; port += 1) if (await isPortFree(port)) return port
  throw new Error('no free port for the shop under test')
}
