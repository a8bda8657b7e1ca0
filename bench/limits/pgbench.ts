import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RANGES, SHOPPERS, type Spread } from '../world.ts'
import { sqlLoop } from './sql-loop.ts'

/** How much of an order's work the one function call does: see bench/sql/place_order.sql. */
export type Flavour = 'lean' | 'whole'
export type SqlLoad = { url: string; group: number; how: Spread; flavour: Flavour; clients: number; seconds: number }

const DEBIAN = '/usr/lib/postgresql'

/** Where pgbench is: on the PATH, or where Debian keeps it, the newest first. */
function findPgbench(): string | undefined {
  if (spawnSync('pgbench', ['--version'], { stdio: 'ignore' }).status === 0) return 'pgbench'
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(DEBIAN, version, 'bin/pgbench')).find((path) => existsSync(path))
}

const pgbench = findPgbench()

/** What places the limit's orders, for the table. */
export const sqlTool: string = pgbench
  ? spawnSync(pgbench, ['--version']).stdout.toString().trim()
  : 'a Node loop with pg (pgbench is not here: install postgresql)'

/** @returns orders per second by one function call each */
export function sqlLimit(load: SqlLoad): Promise<number> {
  return pgbench ? byPgbench(pgbench, load) : sqlLoop(load)
}

async function byPgbench(program: string, { url, group, how, flavour, clients, seconds }: SqlLoad): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kaituan-pgbench-'))
  const script = join(folder, 'order.sql')
  const places = RANGES[how].map(([from, to], index) => `\\set p${index} random(${from}, ${to})`)
  const call = `select bench.place_numbered(${flavour === 'whole'}, ${group}, :shopper, :p0, :p1, :p2);`
  writeFileSync(script, [`\\set shopper random(1, ${SHOPPERS})`, ...places, call, ''].join('\n'))
  try {
    const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', '-T', String(seconds), '-f', script, url]
    const output = await outputOf(program, args)
    // a machine so busy that connecting took all the time has measured nothing
    if (/actually processed: 0$/m.test(output)) throw new Error(`pgbench placed no order within ${seconds} s`)
    const failed = /number of failed transactions: (\d+)/.exec(output)?.[1] ?? '0'
    const tps = /^tps = ([\d.]+)/m.exec(output)?.[1]
    if (!tps || failed !== '0') throw new Error(`pgbench failed:\n${output}`)
    return Number(tps)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function outputOf(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program} failed:\n${output}`))))
  })
}
