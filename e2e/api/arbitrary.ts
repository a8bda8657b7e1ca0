import fc from 'fast-check'
import type { Json } from './api.ts'

/** Bodies, addresses and headers drawn from openapi.json: right ones, and right ones with something broken in them. */

export type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

/** "@products:7": the seventh id of its kind, put in when the request is sent. */
const idToken = (kind: string) => fc.nat(40).map((index) => `@${kind}:${index}`)

/** Which things a member names by its id. */
const KINDS: Record<string, string> = {
  productId: 'products',
  supplierId: 'suppliers',
  stationId: 'stations',
  stationIds: 'stations',
  offerId: 'offers',
  leaderId: 'leaders',
  cursor: 'products',
}

/** An instant is drawn as hours from now, and put in when the request is sent: what is drawn must not depend on the clock. */
const instant = fc.integer({ min: -30, max: 400 }).map((hours) => `@hours:${hours}`)

/** What fits a schema. @param name the member it stands at */
export function fitting(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => fitting(each, name)))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return whole(schema)
    case 'string':
      return word(schema, name)
    case 'array':
      return fc.array(fitting(schema.items ?? {}, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      })
    case 'object':
      return record(schema)
    default:
      return fc.jsonValue()
  }
}

function whole({ minimum = -1_000, maximum = 1_000 }: Schema): fc.Arbitrary<number> {
  const small = Math.min(maximum, Math.max(minimum, 20))
  return fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: Math.max(minimum, -20), max: small }) },
    { weight: 1, arbitrary: fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 40) }) },
  )
}

function word(schema: Schema, name: string): fc.Arbitrary<string> {
  if (schema.format === 'uuid') {
    const kind = KINDS[name]
    return kind
      ? fc.oneof({ weight: 9, arbitrary: idToken(kind) }, { weight: 1, arbitrary: fc.uuid({ version: 7 }) })
      : fc.uuid({ version: 7 })
  }
  if (schema.format === 'date-time') return instant
  if (schema.format === 'email') return fc.emailAddress()
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
  const { minLength = 0, maxLength = 40 } = schema
  const unit = fc.constantFrom('grapheme', 'binary-ascii', 'grapheme-composite')
  return unit.chain((each) => fc.string({ unit: each as 'grapheme', minLength, maxLength: Math.min(maxLength, 60) }))
}

function record({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, each]) => [name, fitting(each, name)] as const)
  return fc.record(Object.fromEntries(members), { requiredKeys: required as never[], noNullPrototype: true })
}

/** What no schema wants, and what has broken others. */
const HOSTILE = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  -1e21,
  2 ** 31,
  2 ** 53,
  '',
  ' ',
  'NaN',
  '1e309',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff!',
  '\u202e',
  "'; drop table orders; --",
  '$1',
  '%s%n',
  '{{7*7}}',
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30T25:61:00Z',
  '+1 000',
  'x'.repeat(5_000),
  [],
  [[[[[[]]]]]],
  {},
  { amount: '5', currency: 5 },
  { en: { en: 'x' } },
  { $gt: '' },
  JSON.parse('{"__proto__": {"polluted": true}}'),
]

type Breaking = { at: number; how: 'replace' | 'drop' | 'add' | 'double'; what: unknown }
const breaking: fc.Arbitrary<Breaking> = fc.record({
  at: fc.nat(1_000),
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'double'),
  what: fc.constantFrom(...HOSTILE),
})

/** A body that fits, broken at one place or two. */
export const broken = (fits: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(fits, fc.array(breaking, { minLength: 1, maxLength: 2 })).map(([body, hows]) => hows.reduce(breakAt, body))

type Place = { holder: Json; name: string | number }

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value)
  return own.flatMap((name) => [{ holder: value, name }, ...placesIn((value as Json)[name])])
}

function breakAt(body: unknown, { at, how, what }: Breaking): unknown {
  const copy = structuredClone(body)
  const places = placesIn(copy)
  const place = places[at % Math.max(1, places.length)]
  if (!place) return what
  const { holder, name } = place
  if (how === 'replace') holder[name] = what
  else if (how === 'add')
    Object.defineProperty(holder, Array.isArray(holder) ? holder.length : '__proto__', ADDED(what))
  else if (how === 'double') holder[name] = [holder[name], holder[name]]
  else if (Array.isArray(holder)) holder.splice(Number(name), 1)
  else delete holder[name]
  return copy
}

const ADDED = (value: unknown) => ({ value, enumerable: true, configurable: true, writable: true })

/** Texts that are no JSON, or JSON that is no body. */
export const RAW_BODIES = [
  '',
  ' ',
  '{',
  '[]',
  'null',
  '"x"',
  '1e309',
  '{"a":1}{',
  '\ufeff{}',
  '['.repeat(2_000),
  '{"lines":[{"quantity":1e999}]}',
]

/** An example's placeholders as ids, and its dates as hours from now that keep their order. */
export function exampleOf(example: unknown): unknown {
  const text = JSON.stringify(example)
  const dates = [...new Set(text.match(/\d{4}-\d\d-\d\dT[\d:]+[-+]\d\d:\d\d/g))].sort()
  return JSON.parse(text, (_, value) => {
    if (typeof value !== 'string') return value
    if (dates.includes(value)) return `@hours:${dates.indexOf(value) * 20 - 1}`
    const [, name] = /^\{(\w+)\}$/.exec(value) ?? []
    return name ? `@${KINDS[name] ?? 'products'}:0` : value
  })
}

/** An example that means the things of this index. */
export const aroundExample = (example: unknown, index: number): fc.Arbitrary<unknown> =>
  fc.constant(JSON.parse(JSON.stringify(exampleOf(example)).replaceAll(/(@[a-z]+):0"/g, `$1:${index}"`)))
