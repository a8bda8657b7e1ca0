import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from './fixtures.ts'

export type OwnServer = {
  url: string
  /** SIGTERM, and waits until it has ended. @returns its exit code */
  stop(): Promise<number | null>
}

/**
 * One more server process beside the shop under test, on the same database and with the same secrets.
 * @param port where it listens
 * @param settings what it is started with beside that
 */
export async function startServer(port: number, settings: Record<string, string> = {}): Promise<OwnServer> {
  const dir = join(process.env.DATA_DIR ?? '', 'shop')
  const kept = (name: string) => readFileSync(join(dir, name), 'utf8').trim()
  const url = `http://localhost:${port}`
  const server = spawn(process.execPath, ['bin/server.ts'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATA_DIR: dir,
      DEMO: '1',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: url,
      NEXTAUTH_URL: url,
      PROCESSES: '1',
      NEXTAUTH_SECRET: kept('secret'),
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: kept('actions-key'),
      ...settings,
    },
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>((done) => server.once('exit', done))
  const status = () =>
    fetch(`${url}/api/health`).then(
      (answer) => answer.status,
      () => 0,
    )
  await expect.poll(status, { timeout: 30_000 }).toBe(200)
  return {
    url,
    stop: () => {
      server.kill('SIGTERM')
      return ended
    },
  }
}
