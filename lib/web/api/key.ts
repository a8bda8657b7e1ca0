import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { ApiKeyWho } from '#lib/domain/who.ts'
import { readApiKeyText } from '#lib/infra/api-key.ts'
import { onChange } from '#lib/infra/changes.ts'
import { env } from '#lib/infra/env.ts'
import { log } from '#lib/infra/log.ts'
import { type ApiKeyRow, apiKeyGate, apiKeyRow } from '#lib/queries/gates.ts'
import { noteApiKeyUse } from '#lib/usecases/api-key/note-use.ts'
import type { Problem } from './problem.ts'

/** How long a key is believed without asking again; a revocation that is heard of ends it at once. */
const KEPT_MS = 5_000
const USE_NOTED_MS = 60_000
const MAX_KEPT = 10_000
/** Keys that are none, from one address, before nothing more is looked up for it. */
const WRONG_TRIES = 30
const WRONG_SECONDS = 60

type Kept = { row: Promise<ApiKeyRow | undefined>; until: number }

const kept = new Map<string, Kept>()
const usedAt = new Map<string, number>()
const rate = new RateLimiterMemory({ points: env.API_RATE_PER_SECOND, duration: 1 })
const wrongTries = new RateLimiterMemory({ points: WRONG_TRIES, duration: WRONG_SECONDS })

onChange((topic) => {
  if (topic === undefined) kept.clear()
  else if (topic.startsWith('api-key:')) kept.delete(topic.slice('api-key:'.length))
})

/**
 * Who asks, by the bearer key. Costs no round trip to the database while the key is known.
 * @returns the program, or the problem to answer: UNAUTHENTICATED, RATE_LIMITED
 */
export async function identify(request: Request): Promise<ApiKeyWho | Problem> {
  const shown = readBearer(request.headers.get('authorization'))
  if (!shown) return UNAUTHENTICATED
  const address = request.headers.get('x-client-ip') ?? 'unknown'
  if (!freshRow(shown.id) && (await isShutOut(address))) return limited(WRONG_SECONDS)
  const row = await (freshRow(shown.id) ?? load(shown.id))
  const who = row ? apiKeyGate(row, shown) : 'wrong'
  if (who === 'wrong') {
    // Known keys are counted too: their ids are no secret, and guesses at them must not go on for ever.
    if (!(await isCounted(wrongTries, address))) return limited(WRONG_SECONDS)
    return UNAUTHENTICATED
  }
  if (who === 'revoked') return UNAUTHENTICATED
  if (!(await isCounted(rate, who.userId))) return limited(1)
  noteUse(who.userId)
  return who
}

const UNAUTHENTICATED: Problem = {
  status: 401,
  code: 'UNAUTHENTICATED',
  headers: { 'www-authenticate': 'Bearer realm="kaituan"' },
}
const limited = (seconds: number): Problem => ({
  status: 429,
  code: 'RATE_LIMITED',
  headers: { 'retry-after': String(seconds) },
})

function readBearer(header: string | null) {
  const [, text] = /^Bearer +([^ ]+) *$/i.exec(header ?? '') ?? []
  return text === undefined ? undefined : readApiKeyText(text)
}

function freshRow(id: string): Kept['row'] | undefined {
  const known = kept.get(id)
  return known && known.until > performance.now() ? known.row : undefined
}

/** Requests that come together read the row once. What could not be read, or is no key, is not kept. */
function load(id: string): Promise<ApiKeyRow | undefined> {
  const entry: Kept = { row: apiKeyRow(id), until: performance.now() + KEPT_MS }
  const forget = () => {
    if (kept.get(id) === entry) kept.delete(id)
  }
  entry.row.then((row) => row ?? forget(), forget)
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(id, entry)
  return entry.row
}

async function isCounted(limiter: RateLimiterMemory, name: string): Promise<boolean> {
  try {
    await limiter.consume(name)
    return true
  } catch {
    return false // rate-limiter-flexible rejects with what is left, never with an error, when it counts in memory
  }
}

const isShutOut = async (address: string): Promise<boolean> =>
  ((await wrongTries.get(address))?.consumedPoints ?? 0) > WRONG_TRIES

/** Beside the request, never in its way. */
function noteUse(id: string): void {
  const now = performance.now()
  const last = usedAt.get(id)
  if (last !== undefined && now - last < USE_NOTED_MS) return
  if (usedAt.size >= MAX_KEPT) usedAt.clear()
  usedAt.set(id, now)
  noteApiKeyUse(id).catch((error: unknown) => {
    usedAt.delete(id)
    log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the use of an API key was not noted')
  })
}
