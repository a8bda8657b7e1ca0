import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'

/**
 * What a process counts of itself, for /api/metrics. No label ever holds a person, an order or an address. Next's bundle
 * and bin/server.ts each evaluate this file, and share the library's registry: whoever comes second finds the metrics
 * there.
 */
function kept<M>(name: string, make: () => M): M {
  return (register.getSingleMetric(name) as M | undefined) ?? make()
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** By method, kind of address ("/g/{slug}") and status. */
export const httpSeconds = kept(
  'kaituan_http_request_seconds',
  () =>
    new Histogram({
      name: 'kaituan_http_request_seconds',
      help: 'Time from a request to the end of its answer',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: SECONDS,
    }),
)

/** Pages answered from the cache, which are too many to be timed one by one. */
export const keptPagesServed = kept(
  'kaituan_kept_pages_served_total',
  () => new Counter({ name: 'kaituan_kept_pages_served_total', help: 'Pages answered from the page cache' }),
)

export const liveStreams = kept(
  'kaituan_live_streams',
  () =>
    new Gauge({
      name: 'kaituan_live_streams',
      help: 'Open streams of live progress',
      collect() {
        // bin/server.ts counts them
        this.set((globalThis as { openStreams?: () => number }).openStreams?.() ?? 0)
      },
    }),
)

export const deskBatchSize = kept(
  'kaituan_desk_batch_size',
  () =>
    new Histogram({
      name: 'kaituan_desk_batch_size',
      help: 'Requests decided in one transaction of the order desk',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    }),
)

export const deskWaitSeconds = kept(
  'kaituan_desk_wait_seconds',
  () =>
    new Histogram({
      name: 'kaituan_desk_wait_seconds',
      help: 'Time from a request at the order desk to its answer',
      buckets: SECONDS,
    }),
)

/** By what was asked (place, amend, cancel) and the answer: accepted, repeated, a refusal's code, or error. */
export const deskAnswers = kept(
  'kaituan_desk_answers_total',
  () =>
    new Counter({
      name: 'kaituan_desk_answers_total',
      help: 'Answers of the order desk',
      labelNames: ['request', 'answer'] as const,
    }),
)

type Counted = { totalCount: number; idleCount: number; waitingCount: number }

export const poolConnections = kept(
  'kaituan_pool_connections',
  () =>
    new Gauge({
      name: 'kaituan_pool_connections',
      help: 'Connections to the database: in use, idle; and who waits for one',
      labelNames: ['state'] as const,
      collect() {
        // lib/db/client.ts leaves the process's one pool here
        const { pool } = globalThis as { pool?: Counted }
        if (!pool) return
        this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
        this.set({ state: 'idle' }, pool.idleCount)
        this.set({ state: 'waiting' }, pool.waitingCount)
      },
    }),
)

/** Memory, processor and event loop of this process. Once, by whoever starts it. */
export function countProcess(): void {
  if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics()
}
