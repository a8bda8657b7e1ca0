/** Stands for a new UUID in a header or body of a request: each sending gets its own. */
export const KEY = '00000000-0000-4000-8000-00000000beef'

export type LoadRequest = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string }

export type Load = {
  /** http://127.0.0.1:port */
  base: string
  connections: number
  seconds: number
  /** Sent one after the other, and again from the first; a KEY in them is a new one each time. */
  requests: readonly LoadRequest[]
}

export type LoadResult = {
  /** Requests that were answered. */
  requests: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Answers of 400 and more, and connections that broke. */
  errors: number
}
