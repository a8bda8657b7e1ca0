import { spawn } from 'node:child_process'
import { inRoot, NODE } from '#bin/lib/paths.mjs'
import { shopEnv } from './shop.ts'

/**
 * Runs every reconcile check over a database of the benchmark: speed that loses an order does not count.
 * @returns what it looked at, in a line
 * @throws Error with the breaches
 */
export async function reconciled(name: string, url: string): Promise<string> {
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(NODE, ['bin/reconcile.ts'], {
      cwd: inRoot(),
      env: shopEnv(url),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk
      })
    child.once('error', reject)
    child.once('exit', (exit) => resolve({ code: exit, output: text }))
  })
  if (code !== 0) throw new Error(`reconcile finds breaches after ${name}:\n${output}`)
  const checks = output.trim().split('\n')
  return `reconcile after ${name}: ${checks.length} invariants, no breach`
}
