import { createHash, timingSafeEqual } from 'node:crypto'
import { headers } from 'next/headers'
import { Gauge, Registry, register } from 'prom-client'
import { env } from '#lib/infra/env.ts'
import type { Workload } from '#lib/queries/workload.ts'

const hashOf = (text: string) => createHash('sha256').update(text).digest()
const LOOPBACK = new Set(['127.0.0.1', '::1'])

/** Whoever shows METRICS_TOKEN; where none is set, only clients on this machine. */
export async function mayReadMetrics(): Promise<boolean> {
  const sent = await headers()
  if (!env.METRICS_TOKEN) return LOOPBACK.has(sent.get('x-client-ip') ?? '')
  const shown = /^Bearer (.+)$/.exec(sent.get('authorization') ?? '')?.[1] ?? ''
  return timingSafeEqual(hashOf(shown), hashOf(env.METRICS_TOKEN))
}

/** What the serving processes counted: all of them where bin/server.ts can ask the others. */
export function processMetrics(): Promise<string> {
  const { metricsOfAll } = globalThis as { metricsOfAll?: () => Promise<string> }
  return metricsOfAll ? metricsOfAll() : register.metrics()
}

const HELP: Record<keyof Workload, [name: string, help: string]> = {
  overdueGroups: ['kaituan_close_overdue_groups', 'Group orders past their cutoff and not closed yet'],
  overdueSeconds: ['kaituan_close_overdue_seconds', 'How long the oldest of them is past its cutoff'],
  closeLagSeconds: ['kaituan_close_lag_seconds', 'Longest time from a cutoff of the last hour to its close'],
  openGroups: ['kaituan_open_groups', 'Group orders that take orders now'],
  messagesQueued: ['kaituan_messages_queued', 'Messages waiting to be sent'],
  messagesOldestSeconds: ['kaituan_messages_oldest_seconds', 'How long the oldest of them waits'],
  messagesFailed: ['kaituan_messages_failed', 'Messages that never got away'],
  announcements: ['kaituan_announcements_queued', 'Announcements waiting to become messages'],
}

/** What waits in the database, and whether it answers at all. @param load undefined when it does not */
export async function workloadMetrics(load: Workload | undefined): Promise<string> {
  const registry = new Registry()
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name, help, registers: [registry] }).set(value)
  gauge('kaituan_database_up', 'Whether the database answers', load ? 1 : 0)
  if (load) for (const key of Object.keys(HELP) as (keyof Workload)[]) gauge(...HELP[key], load[key])
  return registry.metrics()
}
