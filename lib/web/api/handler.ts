import { hash } from 'node:crypto'
import { isUnavailable, sqlState } from '#lib/db/errors.ts'
import type { Outcome } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import type { ApiKeyWho } from '#lib/domain/who.ts'
import { log } from '#lib/infra/log.ts'
import { isId } from '#lib/queries/gates.ts'
import { answerUnder, keepAnswer } from '#lib/usecases/api-key/once.ts'
import { pickLocale } from '../locale.ts'
import type { Answered, Call, Method, Operation } from './define.ts'
import { identify } from './key.ts'
import { type ApiRefusal, invalid, type Problem, problemResponse, refusalProblem } from './problem.ts'

type Context = { params: Promise<Record<string, string | string[] | undefined>> }
type Handler = (request: Request, context: Context) => Promise<Response>

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const MAX_BODY_BYTES = 1_000_000
const RETRY_SECONDS = '2'
const KEY_TEXT = /^[\x21-\x7e]{1,200}$/
/** A statement that took too long, or a lock that was not granted: trying again may work. */
const BUSY_STATES = ['57014', '55P03']

/** The language of a problem's texts; asked only where there is one. */
const localeOf = (request: Request): Locale => pickLocale(undefined, request.headers.get('accept-language'))

/** The handlers of one address: one for each operation there, and 405 for every other method. */
export function routeOf(...operations: Operation[]): Record<(typeof METHODS)[number], Handler> {
  const allowed = operations.map(({ method }) => method)
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const handlers = METHODS.map((method) => {
    const operation = operations.find((each) => each.method === method)
    return [method, operation ? handlerOf(operation) : notAllowed(allow)] as const
  })
  return Object.fromEntries(handlers) as Record<(typeof METHODS)[number], Handler>
}

const notAllowed =
  (allow: string): Handler =>
  async (request) =>
    problemResponse({ status: 405, code: 'METHOD_NOT_ALLOWED', headers: { allow } }, localeOf(request))

/** Everything under /api/v1 that is no address of ours. */
export const notFound: Handler = async (request) =>
  problemResponse({ status: 404, code: 'NOT_FOUND' }, localeOf(request))

/** The handler of one operation: identify, parse, authorise, delegate, answer. */
export const handlerOf =
  (operation: Operation): Handler =>
  async (request, context) => {
    try {
      return await answer(operation, request, context)
    } catch (error) {
      return failed(request, error)
    }
  }

async function answer(operation: Operation, request: Request, context: Context): Promise<Response> {
  const key = await identify(request)
  if ('code' in key) return problemResponse(key, localeOf(request))
  if (!operation.scopes.some((scope) => key.scopes.includes(scope))) {
    const facts = { scopes: operation.scopes }
    return problemResponse({ status: 403, code: 'SCOPE_MISSING', facts }, localeOf(request))
  }
  const params = (await context.params) as Record<string, string>
  for (const name in params) if (!isId(params[name] as string)) return notFound(request, context)
  const call = await read(operation, request, key, params)
  if ('code' in call) return problemResponse(call, localeOf(request))
  const outcome = await run(operation, call)
  if (!outcome.ok) {
    const { pointerOf } = operation
    const at = pointerOf && ((field: string) => pointerOf(field, call.body))
    const locale = localeOf(request)
    return problemResponse(refusalProblem(outcome.refusal, locale, at), locale)
  }
  return respond(operation.method, operation.status ?? 200, request, outcome.value)
}

type AnyCall = Call<Record<string, string>, unknown, unknown>

/** Query, body and key as the operation wants them, or the problem with them. */
async function read(
  operation: Operation,
  request: Request,
  key: ApiKeyWho,
  params: Record<string, string>,
): Promise<AnyCall | Problem> {
  const call: AnyCall = {
    key,
    params,
    query: undefined,
    body: undefined,
    locale: 'en',
    idempotencyKey: undefined,
    claim: undefined,
  }
  if (operation.query) {
    const parsed = operation.query.safeParse(Object.fromEntries(new URL(request.url).searchParams), TOLD)
    if (!parsed.success) return invalid(parsed.error, 'query', localeOf(request))
    call.query = parsed.data
  }
  if (operation.body) {
    const json = await readJson(request)
    if ('code' in json) return json
    const parsed = operation.body.safeParse(json.value, TOLD)
    if (!parsed.success) return invalid(parsed.error, '#', localeOf(request))
    call.body = parsed.data
  }
  if (operation.once) {
    const sent = request.headers.get('idempotency-key')
    if (sent !== null) {
      if (!KEY_TEXT.test(sent)) return BAD_KEY
      call.idempotencyKey = sent
      if (operation.once === 'claim')
        call.claim = { apiKeyId: key.userId, key: sent, bodyHash: hashOf(operation, call) }
    }
  }
  return call
}

/** An issue must know whether a member was missing or wrong; what it was is told to nobody. */
const TOLD = { reportInput: true }

const BAD_KEY: Problem = { status: 422, code: 'BAD_IDEMPOTENCY_KEY' }

/** Covers the operation, its address and its body as understood, so that spelling and order of members do not matter. */
const hashOf = ({ id }: Operation, { params, body }: AnyCall): string =>
  hash('sha256', JSON.stringify([id, params, body]))

const utf8 = new TextDecoder('utf-8', { fatal: true })

async function readJson(request: Request): Promise<{ value: unknown } | Problem> {
  const type = request.headers.get('content-type')
  if (!type || !/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' }
  }
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > MAX_BODY_BYTES) return { status: 413, code: 'TOO_LARGE' }
  try {
    return { value: JSON.parse(utf8.decode(bytes)) }
  } catch {
    return { status: 400, code: 'MALFORMED_JSON' }
  }
}

/** The same key gets the very answer it got before. */
async function run(operation: Operation, call: AnyCall): Promise<Outcome<Answered<unknown>, ApiRefusal>> {
  const { claim } = call
  const outcome = await operation.run(call)
  if (!claim || !outcome.ok) return outcome
  if (outcome.value.replayed) {
    const before = await answerUnder(claim)
    return before === undefined ? outcome : { ok: true, value: { ...outcome.value, answer: before } }
  }
  await keepAnswer(claim, outcome.value.answer)
  return outcome
}

const JSON_TYPE = 'application/json'

function respond(method: Method, status: number, request: Request, answered: Answered<unknown>): Response {
  const text = JSON.stringify(answered.answer)
  if (method !== 'GET') {
    const headers: Record<string, string> = { 'content-type': JSON_TYPE, 'cache-control': 'no-store' }
    if (answered.location) headers.location = `/api/v1${answered.location}`
    if (answered.replayed) headers['idempotency-replayed'] = 'true'
    return new Response(text, { status, headers })
  }
  const etag = `"${hash('sha1', text, 'base64url')}"`
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'authorization' }
  if (isNoneMatch(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(text, { status, headers: { 'content-type': JSON_TYPE, ...headers } })
}

/** RFC 9110, 13.1.2: weak comparison with any of the list. */
const isNoneMatch = (header: string | null, etag: string): boolean =>
  header?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))) ?? false

/** Generic outside, whole inside (TRUST, "Traces"). */
function failed(request: Request, error: unknown): Response {
  const locale = localeOf(request)
  if (isUnavailable(error) || BUSY_STATES.includes(sqlState(error) ?? '')) {
    return problemResponse({ status: 503, code: 'UNAVAILABLE', headers: { 'retry-after': RETRY_SECONDS } }, locale)
  }
  const requestId = request.headers.get('x-request-id') ?? ''
  log.error({ requestId, error: error instanceof Error ? error.stack : String(error) }, 'an API request failed')
  return problemResponse({ status: 500, code: 'INTERNAL', facts: { requestId } }, locale)
}
