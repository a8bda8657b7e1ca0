import { workload } from '#lib/queries/workload.ts'
import { mayReadMetrics, processMetrics, workloadMetrics } from '#lib/web/metrics.ts'

export const dynamic = 'force-dynamic'

/** Prometheus's text format, for who holds METRICS_TOKEN, or without one for this machine alone. */
export async function GET(): Promise<Response> {
  if (!(await mayReadMetrics())) return new Response('Not for you.\n', { status: 403 })
  const text = `${await processMetrics()}\n${await workloadMetrics(await workload())}`
  return new Response(text, {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  })
}
