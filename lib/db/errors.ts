/**
 * Finds the SQLSTATE of a database error however it was wrapped: pg puts it in `code`, Prisma hides it under
 * meta.code, meta.driverAdapterError.cause.originalCode or cause, depending on where it happened.
 */
export function sqlState(error: unknown): string | undefined {
  let current: unknown = error
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const { code, originalCode, meta, cause } = current as Record<string, unknown>
    for (const found of [originalCode, code])
      if (typeof found === 'string' && /^[0-9A-Z]{5}$/.test(found) && !/^P\d{4}$/.test(found)) return found
    if (code === 'P2002') return '23505'
    if (code === 'P2034') return '40001'
    current = (meta as Record<string, unknown> | undefined)?.driverAdapterError ?? cause ?? meta
  }
  return undefined
}

/** Serialization failure or deadlock: the transaction did nothing and may be run again. */
export const isTransient = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '')

/** A unique constraint was hit. */
export const isDuplicate = (error: unknown): boolean => sqlState(error) === '23505'

/** The database cannot be reached, or has no connection left: the caller should answer 503. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (state && /^(08|57P|53)/.test(state)) return true
  const text = error instanceof Error ? error.message : String(error)
  return /timeout exceeded when trying to connect|ECONNREFUSED|Connection terminated|Unable to start a transaction/.test(
    text,
  )
}
