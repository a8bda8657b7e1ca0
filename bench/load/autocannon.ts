import { randomUUID } from 'node:crypto'
import { KEY, type Load, type LoadRequest, type LoadResult } from './request.ts'

/** What we use of autocannon, which brings no types. */
type Request = { method: string; path: string; headers: Record<string, string>; body?: string }
type Result = {
  requests: { total: number }
  duration: number
  latency: { p50: number; p99: number }
  errors: number
  '4xx': number
  '5xx': number
}
type Autocannon = (options: {
  url: string
  connections: number
  duration: number
  requests: { setupRequest: (request: Request) => Request }[]
}) => Promise<Result>

/** The same load by a Node program, where wrk is not there: heavier on the machine it shares with the server. */
export async function byAutocannon({ base, connections, seconds, requests }: Load): Promise<LoadResult> {
  const { default: autocannon } = (await import('autocannon' as string)) as { default: Autocannon }
  let at = 0
  const next = (request: Request): Request => {
    const asked = requests[at++ % requests.length] as LoadRequest
    const key = randomUUID()
    const keyed = (text: string) => text.replace(KEY, key)
    const headers = Object.entries(asked.headers ?? {}).map(([name, value]) => [name, keyed(value)])
    const { method, path, body } = asked
    return {
      ...request,
      method,
      path,
      headers: Object.fromEntries(headers),
      ...(body !== undefined && { body: keyed(body) }),
    }
  }
  const result = await autocannon({ url: base, connections, duration: seconds, requests: [{ setupRequest: next }] })
  return {
    requests: result.requests.total,
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result['4xx'] + result['5xx'],
  }
}
