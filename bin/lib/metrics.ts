import cluster from 'node:cluster'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AggregatorRegistry, register } from 'prom-client'
import { countProcess, httpSeconds } from '#lib/infra/metrics.ts'
import { pathOf } from './headers.ts'

const ASK = 'kaituan:metrics?'
const ANSWER = 'kaituan:metrics'
const PATIENCE_MS = 4_000

/** In the process that supervises the others: sums up what each of them counted, whichever of them is asked. */
export function sumMetrics(): void {
  const all = new AggregatorRegistry()
  cluster.on('message', (worker, message: { type?: string; id?: number }) => {
    if (message.type !== ASK) return
    all.clusterMetrics().then(
      (text) => worker.isConnected() && worker.send({ type: ANSWER, id: message.id, text }),
      () => {}, // a process that ended meanwhile: whoever asked runs out of patience and tells its own
    )
  })
}

/**
 * In a serving process: starts counting.
 * @returns every process's metrics in Prometheus's text format; this one's alone where the others do not answer
 */
export function openMetrics(): () => Promise<string> {
  countProcess()
  if (!cluster.isWorker) return () => register.metrics()
  new AggregatorRegistry() // hears when the others are summed up
  let asked = 0
  return () =>
    new Promise((resolve, reject) => {
      const id = ++asked
      const hear = (message: { type?: string; id?: number; text?: string }) => {
        if (message.type !== ANSWER || message.id !== id) return
        finish()
        resolve(message.text ?? '')
      }
      const impatience = setTimeout(() => {
        finish()
        register.metrics().then(resolve, reject)
      }, PATIENCE_MS)
      const finish = () => {
        clearTimeout(impatience)
        process.off('message', hear)
      }
      process.on('message', hear)
      process.send?.({ type: ASK, id })
    })
}

/** Times a request until its answer has ended, also one that breaks off. Streams are open for hours: they are counted. */
export function timeRequest(req: IncomingMessage, res: ServerResponse): void {
  const started = performance.now()
  res.once('close', () => {
    const status = res.writableFinished ? res.statusCode : 499
    if (String(res.getHeader('content-type')).startsWith('text/event-stream')) return
    const labels = { method: methodOf(req), route: status === 404 ? 'unknown' : routeOf(pathOf(req)), status }
    httpSeconds.observe(labels, (performance.now() - started) / 1_000)
  })
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const methodOf = ({ method = '' }: IncomingMessage): string => (METHODS.has(method) ? method : 'other')

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const FIRST = new Set([
  '',
  'about',
  'admin',
  'api',
  'dev',
  'g',
  'leader',
  'me',
  'orders',
  'print',
  'sign-in',
  'station',
])

/**
 * The kind of address: few enough for a label, and without anything that names a person or a thing.
 * @example routeOf('/g/saturday-farm-box/checkout') // '/g/{slug}/checkout'
 */
export function routeOf(path: string): string {
  if (path.startsWith('/_next/') || path.startsWith('/media/')) return 'files'
  const [, first = '', ...rest] = path.split('/')
  if (!FIRST.has(first)) return first.includes('.') ? 'files' : 'other'
  if (first === 'g') return `/g/{slug}${rest[1] ? `/${rest[1] === 'checkout' ? 'checkout' : 'other'}` : ''}`
  return path.replace(ID, '{id}').slice(0, 80)
}
