/** The error and what it was wrapped around, outermost first, however the layers between call it. */
function* layersOf(error: unknown): Generator<Record<string, unknown>> {
  let current: unknown = error
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const layer = current as Record<string, unknown>
    yield layer
    const { meta, cause } = layer
    current = (meta as Record<string, unknown> | undefined)?.driverAdapterError ?? cause ?? meta
  }
}

/**
 * Finds the SQLSTATE of a database error however it was wrapped: pg puts it in `code`, Prisma hides it under
 * meta.code, meta.driverAdapterError.cause.originalCode or cause, depending on where it happened.
 */
export function sqlState(error: unknown): string | undefined {
  for (const { code, originalCode } of layersOf(error)) {
    for (const found of [originalCode, code])
      if (typeof found === 'string' && /^[0-9A-Z]{5}$/.test(found) && !/^P\d{4}$|^E[A-Z]{4}$/.test(found)) return found
    if (code === 'P2002') return '23505'
    if (code === 'P2034') return '40001'
  }
  return undefined
}

/** Serialization failure or deadlock: the transaction did nothing and may be run again. */
export const isTransient = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '')

/** A unique constraint was hit. */
export const isDuplicate = (error: unknown): boolean => sqlState(error) === '23505'

/** Connection, shutdown and resource errors; a session that Postgres ended as it stood still inside a transaction. */
const GONE_STATES = /^(?:08|57P|53|25P0[34])/
/** The socket's own errors, and Prisma's for: cannot reach, timed out, was closed, no connection left. */
const GONE_CODES =
  /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|P1001|P1002|P1008|P1017|P2024)$/
const GONE_TEXTS =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Query read timeout|Unable to start a transaction/

/** The database cannot be reached, or has no connection left: the caller should answer 503. */
export function isUnavailable(error: unknown): boolean {
  if (GONE_STATES.test(sqlState(error) ?? '')) return true
  for (const { code, message } of layersOf(error))
    if (GONE_CODES.test(String(code)) || GONE_TEXTS.test(String(message))) return true
  return GONE_TEXTS.test(String(error))
}
