import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Read once at the start; see .env.example. */
export type Surroundings = {
  isDev: boolean
  /** How many reverse proxies of ours stand before us: only they may say who the client is. */
  trustedHops: number
  publicUrl: URL | undefined
}

/** Headers that steer Next or our own code: nobody outside may send them. */
const OURS = [
  'x-client-ip',
  'x-nonce',
  'x-own',
  'x-shared',
  'content-security-policy',
  'content-security-policy-report-only',
]
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto']

/** Makes a request's headers say only what we know to be true. @returns its id, for the log */
export function cleanRequest(req: IncomingMessage, { trustedHops }: Surroundings): string {
  const address = clientAddress(req, trustedHops)
  for (const name of OURS) delete req.headers[name]
  if (trustedHops === 0) for (const name of FORWARDED) delete req.headers[name]
  if (address) req.headers['x-client-ip'] = address
  const id = requestIdOf(req)
  req.headers['x-request-id'] = id
  return id
}

/** The id that a proxy of ours gave the request, where it is harmless to log; else a new one. */
export function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}

/** The socket's other end, or what the outermost of our proxies saw: each appends one hop to the right. */
function clientAddress(req: IncomingMessage, trustedHops: number): string | undefined {
  const forwarded = req.headers['x-forwarded-for']
  const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').map((hop) => hop.trim())
  const seen = trustedHops > 0 ? hops.at(-trustedHops) : undefined
  return (seen || req.socket.remoteAddress)?.replace(/^::ffff:/, '')
}

const READS = ['GET', 'HEAD', 'OPTIONS']
/** Doors that no cookie opens: an API key or a signature does. */
const KEYED = /^\/api\/(?:v1|webhooks)\//

/**
 * Whether a write may come in. Next lets a server action without an Origin through; a browser always sends one with
 * a write, so whatever could carry a cookie must name us.
 */
export function isFromUs(req: IncomingMessage, { publicUrl }: Surroundings): boolean {
  if (READS.includes(req.method ?? '')) return true
  if (KEYED.test(pathOf(req))) return true
  const origin = hostOf(req.headers.origin)
  return origin !== undefined && (origin === req.headers.host?.toLowerCase() || origin === publicUrl?.host)
}

/** Whether the address can be read at all: broken escapes and NUL reach no page. */
export function isReadable(req: IncomingMessage): boolean {
  try {
    return !decodeURIComponent((req.url ?? '/').replaceAll('+', ' ')).includes('\0')
  } catch {
    return false
  }
}

const BODY_BYTES = 1_000_000
/** Forms with pictures of 5 MB, and nothing else, may be larger; Next is told the most in next.config.ts. */
const UPLOADS = [
  { path: /^\/admin\/products\//, bytes: 6_000_000 },
  { path: /^\/orders\/[\da-f-]{36}\/claim$/, bytes: 21_000_000 },
]

/** Whether a body is larger than anything we read, or will not say how large it is. No browser does the latter. */
export function isTooLarge(req: IncomingMessage): boolean {
  if (READS.includes(req.method ?? '')) return false
  const announced = req.headers['content-length']
  if (announced === undefined) return req.headers['transfer-encoding'] !== undefined
  const upload = UPLOADS.find(({ path }) => path.test(pathOf(req)))
  return Number(announced) > (upload?.bytes ?? BODY_BYTES)
}

/** @returns the path the router will see, without the query string, which may hold personal data */
export function pathOf(req: IncomingMessage): string {
  try {
    return new URL(req.url ?? '/', 'http://localhost').pathname
  } catch {
    return '/'
  }
}

function hostOf(origin: string | undefined): string | undefined {
  try {
    return origin === undefined ? undefined : new URL(origin).host.toLowerCase()
  } catch {
    return undefined
  }
}

/** Next puts the nonce it finds in the REQUEST's policy on every script it writes. */
export const policyForNext = (nonce: string) => `script-src 'nonce-${nonce}'`

/**
 * The headers of every answer. WebAssembly is let in for the scanner of pickup codes.
 * @returns name, value, name, value … for an answer with this nonce
 */
export function securityHeaders({ isDev, publicUrl }: Surroundings): (nonce: string) => string[] {
  const afterNonce = [
    `' 'strict-dynamic' 'wasm-unsafe-eval'${isDev ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `connect-src 'self'${isDev ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
  const others = [
    ...['x-content-type-options', 'nosniff', 'referrer-policy', 'same-origin'],
    ...['permissions-policy', 'camera=(self), geolocation=(), microphone=()'],
    ...(publicUrl?.protocol === 'https:' ? ['strict-transport-security', 'max-age=31536000'] : []),
  ]
  return (nonce) => [
    'content-security-policy',
    `default-src 'self'; script-src 'nonce-${nonce}${afterNonce}`,
    ...others,
  ]
}

/** The same, set on an answer that somebody else will write. */
export function secure(res: ServerResponse, headers: string[]) {
  for (let index = 0; index < headers.length; index += 2) res.setHeader(headers[index] ?? '', headers[index + 1] ?? '')
}
