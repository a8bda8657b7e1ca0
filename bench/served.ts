import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { isPortFree } from '#bin/lib/embedded-postgres.mjs'
import { inRoot, NODE } from '#bin/lib/paths.mjs'
import { shopEnv } from './shop.ts'
import { type Usage, usageOf } from './usage.ts'

const FIRST_PORT = 3700
const PATIENCE_MS = 60_000
/** As many as npm start runs on two cores, on both sides of every ratio. */
export const PROCESSES = 2

/** A server under test, and how long it took to answer. */
export type Served = { base: string; startMs: number; usage: () => Usage; stop: () => Promise<void> }

/** The shop's own server, as npm start runs it. Its worker does not run: nothing is sent while orders are measured. */
export const serveShop = (databaseUrl: string): Promise<Served> =>
  served('bin/server.ts', '/api/health', (port) =>
    shopEnv(databaseUrl, {
      PORT: String(port),
      HOST: '127.0.0.1',
      PROCESSES: String(PROCESSES),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      NEXTAUTH_URL: `http://127.0.0.1:${port}`,
      // one program and one machine stand for a city's people here
      API_RATE_PER_SECOND: '1000000',
      LIVE_MAX_CONNECTIONS: '5000',
    }),
  )

/** The bare Next app of the limits. */
export const serveLimits = (databaseUrl: string): Promise<Served> =>
  served('bench/limits-app/server.ts', '/done', (port) =>
    shopEnv(databaseUrl, { PORT: String(port), PROCESSES: String(PROCESSES) }),
  )

async function served(script: string, path: string, envOf: (port: number) => NodeJS.ProcessEnv): Promise<Served> {
  const port = await freePort()
  const start = performance.now()
  // a group of its own: its processes are counted and ended together
  const child = spawn(NODE, [script], {
    cwd: inRoot(),
    env: envOf(port),
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const base = `http://127.0.0.1:${port}`
  try {
    await answering(child, base + path, start)
  } catch (error) {
    await stop(child)
    throw error
  }
  return { base, startMs: performance.now() - start, usage: () => usageOf(child.pid ?? 0), stop: () => stop(child) }
}

async function answering(child: ChildProcess, url: string, start: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('a server under test did not start: see above')
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    if (performance.now() - start > PATIENCE_MS) throw new Error(`${url} did not answer within ${PATIENCE_MS / 1000} s`)
    await sleep(20)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

async function freePort(): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + 100; port += 1) if (await isPortFree(port)) return port
  throw new Error('no free port for a server under test')
}
