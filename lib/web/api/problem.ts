import type { z } from 'zod'
import { refuse } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { statusOf } from './codes.ts'
import { type Said, say } from './say.ts'

export type FieldError = { pointer: string; detail: string }

/** What went wrong, in RFC 9457's terms; the texts are added when it is written. */
export type Problem = {
  status: number
  code: string
  /** What the code says more: members of the problem, and values of its text. */
  facts?: Record<string, unknown>
  errors?: FieldError[]
  headers?: Record<string, string>
}

/** A refusal of a use case. */
export type ApiRefusal = { code: string; field?: string }

/** The refusal of a gate: whoever may not do it learns nothing, not even that it exists. */
export const NOT_FOUND = refuse({ code: 'NOT_FOUND' })

/** Where the reference page tells of a code. */
export const PROBLEM_TYPES = '/api/docs#code-'

/** Writes a problem. */
export function problemResponse(problem: Problem, locale: Locale): Response {
  const { status, code, facts = {}, errors, headers } = problem
  const shown = inPublic(facts)
  const { title, detail } = say(locale).code(code, asValues(facts))
  return new Response(
    JSON.stringify({ type: PROBLEM_TYPES + code, title, status, detail, code, ...shown, ...(errors && { errors }) }),
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'content-language': locale,
        ...headers,
      },
    },
  )
}

/**
 * A refusal as a problem: its status by its code, its facts beside it, and at which member of the body it stands.
 * @param pointerOf where a field of the use case stands in the body
 */
export function refusalProblem(
  { field, ...refusal }: ApiRefusal,
  locale: Locale,
  pointerOf: (field: string) => string = bodyPointer,
): Problem {
  const { code, ...facts } = refusal as { code: string } & Record<string, unknown>
  const status = statusOf(code)
  const { detail } = say(locale).code(code, asValues(facts))
  return { status, code, facts, ...(field !== undefined && { errors: [{ pointer: pointerOf(field), detail }] }) }
}

/** Fields that cannot be read, each with one sentence. @param at '#' for the body, else 'query' or 'header' */
export function invalid(error: z.ZodError, at: '#' | 'query', locale: Locale): Problem {
  const errors = new Map<string, string>()
  for (const issue of error.issues.slice(0, MAX_ISSUES)) {
    const pointer = [at, ...issue.path.map(escaped)].join('/')
    if (!errors.has(pointer)) errors.set(pointer, say(locale).issue(issue))
  }
  return {
    status: 422,
    code: 'INVALID',
    facts: { count: errors.size },
    errors: [...errors].map(([pointer, detail]) => ({ pointer, detail })),
  }
}

const MAX_ISSUES = 50

export const bodyPointer = (field: string): string => `#/${field.split('.').map(escaped).join('/')}`

/** RFC 6901. */
const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1')

/** Amounts leave the house as money; who did something, and how many fields are wrong, is not for the outside. */
function inPublic(facts: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (name === 'by' || name === 'count' || name === 'timeZone') continue
    if (name.endsWith('Minor')) shown[name.slice(0, -5)] = { amount: value, currency: env.CURRENCY }
    else shown[name] = value
  }
  return shown
}

function asValues(facts: Record<string, unknown>): Said {
  const values: Said = {}
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
    else if (value instanceof Date) values[name] = value.toISOString()
    else if (Array.isArray(value)) values[name] = value.join(', ')
  }
  return values
}
