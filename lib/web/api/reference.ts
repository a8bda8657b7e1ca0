import type { Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { statusOf } from './codes.ts'
import type { Operation } from './define.ts'
import { codesOf, type JsonSchema, jsonSchema } from './openapi.ts'
import { OPERATIONS } from './operations.ts'
import { say } from './say.ts'

/** What the reference page shows, made from the operations. */

export type Row = {
  /** Dotted, with [] where there are several: "lines[].offerId". */
  name: string
  type: string
  isNeeded: boolean
  isNullable: boolean
  about: string
}

export type ReferenceOperation = {
  id: string
  tag: string
  method: string
  path: string
  summary: string
  about: string | undefined
  scopes: readonly string[]
  isOnce: boolean
  status: number
  query: Row[]
  body: Row[] | undefined
  answer: Row[]
  /** The operation that answers the same, told before: the rows stand there. */
  sameAs: { id: string; summary: string; isList: boolean } | undefined
  refusals: string[]
  curl: string
}

/** Codes that any request may get, whatever it asks for. */
const ALWAYS = ['UNAUTHENTICATED', 'SCOPE_MISSING', 'RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE']

/** Every operation, described for a reader. */
export function reference(locale: Locale): ReferenceOperation[] {
  const told = new Map<string, { id: string; summary: string }>()
  return OPERATIONS.map((operation) => {
    const { id, tag, method, path, scopes, once, status = 200, query, body, answer } = operation
    const { summary } = inWords(id, locale)
    const rows = rowsOf(jsonSchema(answer, 'output', locale), 'output')
    const isList = rows.some(({ name }) => name === 'nextCursor')
    const shape = JSON.stringify(isList ? rows.filter(({ name }) => name.startsWith('data[].')) : rows).replaceAll(
      '"data[].',
      '"',
    )
    const before = told.get(shape)
    if (!before) told.set(shape, { id, summary })
    return {
      id,
      tag,
      method,
      path,
      ...inWords(id, locale),
      scopes,
      isOnce: once !== undefined,
      status,
      query: query ? rowsOf(jsonSchema(query, 'input', locale), 'input') : [],
      body: body && rowsOf(jsonSchema(body, 'input', locale), 'input'),
      answer: before ? [] : rows,
      sameAs: before && { ...before, isList },
      refusals: codesOf(operation).filter((code) => !ALWAYS.includes(code)),
      curl: curlOf(operation),
    }
  })
}

function inWords(id: string, locale: Locale) {
  const { summary, about } = say(locale).operation(id)
  return { summary, about }
}

export type ReferenceCode = { code: string; status: number; title: string; detail: string }

/** Every code that some operation answers, by status. The blanks of a text stay visible. */
export function referenceCodes(locale: Locale): ReferenceCode[] {
  const codes = new Set([...OPERATIONS.flatMap(codesOf), 'METHOD_NOT_ALLOWED'])
  return [...codes]
    .map((code) => ({ code, status: statusOf(code), ...say(locale).code(code, BLANKS) }))
    .sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))
}

const BLANKS = {
  scopes: '…',
  count: 2,
  requestId: '…',
  opensAt: '…',
  left: 2,
  limit: 6,
  held: 5,
  sold: 12,
  available: 2,
  reserved: 3,
  at: '…',
}

function rowsOf(schema: JsonSchema, io: 'input' | 'output', prefix = ''): Row[] {
  const inner = schema.items ?? schema
  const { properties } = inner
  if (!properties) return []
  return Object.entries(properties).flatMap(([name, each]) => {
    const { plain, isNullable } = withoutNull(each)
    const own = `${prefix}${name}`
    const isNeeded = Boolean(inner.required?.includes(name)) && (io === 'output' || each.default === undefined)
    const row = { name: own, type: typeOf(plain), isNeeded, isNullable, about: each.description ?? '' }
    // Money and texts are told once, under "Shapes".
    if (isMoney(plain) || isText(plain)) return [row]
    const below = plain.items ? `${own}[].` : `${own}.`
    return [row, ...rowsOf(plain, io, below)]
  })
}

function withoutNull(schema: JsonSchema): { plain: JsonSchema; isNullable: boolean } {
  const parts = schema.anyOf?.filter(({ type }) => type !== 'null') ?? []
  const isNullable = schema.anyOf !== undefined && parts.length < schema.anyOf.length
  const [only] = parts
  return { plain: isNullable && parts.length === 1 && only ? only : schema, isNullable }
}

const isMoney = ({ properties }: JsonSchema): boolean => Boolean(properties?.amount && properties.currency)
const isText = ({ anyOf }: JsonSchema): boolean =>
  Boolean(anyOf?.some(({ type }) => type === 'string') && anyOf.some(({ properties }) => properties?.['zh-CN']))

function typeOf(schema: JsonSchema): string {
  if (isMoney(schema)) return 'money'
  if (isText(schema)) return 'text'
  if (schema.items) return `${typeOf(withoutNull(schema.items).plain)}[]`
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.const !== undefined) return String(schema.const)
  if (schema.format) return schema.format
  const { minimum, maximum } = schema
  const isBounded = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
  return isBounded ? `${schema.type} ${minimum}–${maximum}` : String(schema.type ?? 'any')
}

/** The example, as typed into a shell. */
function curlOf({ method, path, query, once, example }: Operation): string {
  const asked =
    query && 'idempotencyKey' in (jsonSchema(query, 'input').properties ?? {}) ? '?idempotencyKey=order-1042' : ''
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${env.PUBLIC_URL}/api/v1${path}${asked}`,
    `-H "Authorization: Bearer $KEY"`,
    ...(once ? [`-H 'Idempotency-Key: ${once === 'desk' ? 'order-1042' : '7f3a…'}'`] : []),
    ...(example === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(example)}'`]),
  ]
  return parts.join(' \\\n  ')
}
