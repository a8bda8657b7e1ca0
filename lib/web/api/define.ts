import type { z } from 'zod'
import type { ApiScope } from '#lib/domain/api-scopes.ts'
import type { Outcome } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import type { ApiKeyWho } from '#lib/domain/who.ts'
import type { Claim } from '#lib/usecases/api-key/once.ts'
import type { ApiRefusal } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** A request, read and allowed. */
export type Call<Params, Query, Body> = {
  key: ApiKeyWho
  params: Params
  query: Query
  body: Body
  locale: Locale
  /** The Idempotency-Key as sent; only for operations that are `once`. */
  idempotencyKey: string | undefined
  /** The same, ready for a use case that writes it down with what it makes. Not for the desk. */
  claim: Claim | undefined
}

/** What an operation answers. */
export type Answered<Answer> = {
  answer: Answer
  /** An Idempotency-Key was seen before: this is what it was answered then. */
  replayed?: boolean
  /** Where what was made can be read. */
  location?: string
}

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
export type ParamsOf<Path extends string> = Record<Names<Path>, string>

export type Definition<
  Path extends string,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> = {
  /** Names its texts in messages/<locale>/api.json. */
  id: string
  tag: string
  method: Method
  /** Below /api/v1; what stands in braces is a uuid, anything else under it is not found. */
  path: Path
  /** Any of these opens it. */
  scopes: readonly ApiScope[]
  query?: Query
  body?: Body
  answer: Answer
  /** 200 unless told otherwise. */
  status?: 200 | 201
  /** Takes an Idempotency-Key: written with what a use case makes, or kept by the order desk with its order. */
  once?: 'claim' | 'desk'
  /** The codes of the use case. */
  refusals: readonly string[]
  /** A body, for the reference; what is in braces stands for an id. */
  example?: z.input<Body>
  /** Where a field named by the use case stands in the body. */
  pointerOf?: (field: string, body: z.output<Body>) => string
  run: (
    call: Call<ParamsOf<Path>, z.output<Query>, z.output<Body>>,
  ) => Promise<Outcome<Answered<z.input<Answer>>, ApiRefusal>>
}

/** An operation without its types, as the router and the reference see it. */
export type Operation = Omit<Definition<string, z.ZodType, z.ZodType, z.ZodType>, 'run' | 'pointerOf' | 'example'> & {
  example?: unknown
  pointerOf?: (field: string, body: unknown) => string
  run: (call: Call<Record<string, string>, unknown, unknown>) => Promise<Outcome<Answered<unknown>, ApiRefusal>>
}

/**
 * One operation of the API: its address, who may, what it takes and answers, and the use case behind it. The route handler
 * and openapi.json both read it, so what is documented is what is checked.
 */
export const defineOperation = <
  const Path extends string,
  Answer extends z.ZodType,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: Definition<Path, Query, Body, Answer>,
): Operation => definition as unknown as Operation
