import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import type { Settings } from '../databases.ts'

export type Machine = {
  at: string
  cores: number
  cpu: string
  memoryGb: number
  /** How many processes wanted to run when the run began: above 0 others used the machine too. */
  loadBefore: number
  node: string
  next: string
  postgres: Settings
  tools: Record<string, string>
}

/** What the numbers were measured on and with. */
export function machine(postgres: Settings, tools: Record<string, string>): Machine {
  const next = JSON.parse(
    readFileSync(new URL('../../node_modules/next/package.json', import.meta.url), 'utf8'),
  ).version
  return {
    at: new Date().toISOString(),
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    node: process.version,
    next,
    postgres,
    tools,
  }
}

/** The same for people. */
export function machineLines({ at, cores, cpu, memoryGb, loadBefore, node, next, postgres, tools }: Machine): string[] {
  const { server_version: version, ...settings } = postgres
  return [
    `${at}: ${cores} cores (${cpu}), ${memoryGb} GB, load before ${loadBefore}; Node ${node}, Next ${next}`,
    `PostgreSQL ${version}: ${Object.entries(settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    ...Object.entries(tools).map(([what, tool]) => `${what}: ${tool}`),
  ]
}
