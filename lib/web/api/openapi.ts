import { z } from 'zod'
import type { Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { statusOf } from './codes.ts'
import type { Operation } from './define.ts'
import { OPERATIONS } from './operations.ts'
import { say } from './say.ts'

export type JsonSchema = {
  type?: string | string[]
  description?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  [key: string]: unknown
}

/** Codes that any operation may answer, by what it takes. */
export function codesOf({ body, query, once, refusals, path }: Operation): string[] {
  const codes = [
    ...(body ? ['MALFORMED_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'TOO_LARGE'] : []),
    ...(body || query ? ['INVALID'] : []),
    ...(once ? ['BAD_IDEMPOTENCY_KEY'] : []),
    ...(path.includes('{') ? ['NOT_FOUND'] : []),
    'UNAUTHENTICATED',
    'SCOPE_MISSING',
    'RATE_LIMITED',
    'INTERNAL',
    'UNAVAILABLE',
    ...refusals,
  ]
  return [...new Set(codes)].sort((a, b) => statusOf(a) - statusOf(b) || (a < b ? -1 : 1))
}

/** A zod schema as JSON Schema 2020-12, its members described in the reader's words. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output', locale: Locale = 'en'): JsonSchema {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema
  return described(plain, locale)
}

function described(schema: JsonSchema, locale: Locale): JsonSchema {
  const { properties, items, anyOf } = schema
  // An answer may grow new members: clients must not break on them, so none is forbidden.
  const { additionalProperties: _, pattern, ...rest } = schema
  return {
    ...rest,
    // Said by the format already.
    ...(pattern !== undefined && !rest.format && { pattern }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, each]) => {
          const description = say(locale).property(name)
          return [name, { ...described(each, locale), ...(description && { description }) }]
        }),
      ),
    }),
    ...(items && { items: described(items, locale) }),
    ...(anyOf && { anyOf: anyOf.map((each) => described(each, locale)) }),
  }
}

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. `code` is stable: switch on it. Facts of a refusal stand beside it (left, limit, offerId …).',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
}

const HEADERS = {
  etag: {
    ETag: { schema: { type: 'string' }, description: 'Send it back as If-None-Match: 304 when nothing changed.' },
  },
  replayed: {
    'Idempotency-Replayed': {
      schema: { const: 'true' },
      description: 'This answers an earlier request of the same key.',
    },
  },
}

/** The whole API as OpenAPI 3.1, made from the operations. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of OPERATIONS) {
    const item = paths[operation.path] ?? {}
    paths[operation.path] = item
    item[operation.method.toLowerCase()] = operationObject(operation)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kaituan', version: '1', summary: say('en').docs('summary') },
    servers: [{ url: `${env.PUBLIC_URL}/api/v1` }],
    security: [{ key: [] }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: say('en').docs('auth') } },
      schemas: { Problem: PROBLEM },
    },
  }
}

function operationObject(operation: Operation): object {
  const { id, tag, scopes, body, example } = operation
  const { summary, about } = say('en').operation(id)
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(about && { description: about }),
    security: scopes.map((scope) => ({ key: [scope] })),
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: jsonSchema(body, 'input'), ...(example !== undefined && { example }) },
        },
      },
    }),
    responses: responsesOf(operation),
  }
}

/** The ids of the address, the query's members, the Idempotency-Key. */
function parametersOf({ path, query, once }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  }))
  const schema = query ? jsonSchema(query, 'input') : {}
  const inQuery = Object.entries(schema.properties ?? {}).map(([name, { description, ...each }]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    ...(description && { description }),
    schema: each,
  }))
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
  }
  return [...inPath, ...inQuery, ...(once ? [key] : [])]
}

function responsesOf(operation: Operation): Record<string, object> {
  const { method, status = 200, answer, once } = operation
  const responses: Record<string, object> = {
    [status]: {
      description: status === 201 ? 'Made' : 'OK',
      ...(method === 'GET' && { headers: HEADERS.etag }),
      ...(once && { headers: HEADERS.replayed }),
      content: { 'application/json': { schema: jsonSchema(answer, 'output') } },
    },
    ...(method === 'GET' && { 304: { description: 'Not modified' } }),
  }
  const codes = Map.groupBy(codesOf(operation), statusOf)
  for (const [each, named] of codes) {
    responses[each] = {
      description: named.join(', '),
      content: {
        'application/problem+json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { properties: { code: { enum: named }, status: { const: each } } },
            ],
          },
        },
      },
    }
  }
  return responses
}
