/** What a program may be allowed to do over /api/v1. */
export const API_SCOPES = ['read', 'catalogue', 'orders', 'operations'] as const

export type ApiScope = (typeof API_SCOPES)[number]

/** Every scope there is, and any that is added later. */
export const ALL_SCOPES = '*'

/**
 * Reads a list of scopes as people type it.
 * @param text names between commas or spaces, or `*`
 * @returns the names once each, in the order of API_SCOPES; undefined when the list is empty or a name is unknown
 */
export function parseScopes(text: string): string[] | undefined {
  const named = new Set(text.split(/[\s,]+/).filter(Boolean))
  if (named.size === 0) return undefined
  if ([...named].some((name) => name !== ALL_SCOPES && !(API_SCOPES as readonly string[]).includes(name)))
    return undefined
  return named.has(ALL_SCOPES) ? [ALL_SCOPES] : API_SCOPES.filter((scope) => named.has(scope))
}

/** The scopes that a stored list stands for. */
export const scopesOf = (stored: readonly string[]): readonly ApiScope[] =>
  stored.includes(ALL_SCOPES) ? API_SCOPES : API_SCOPES.filter((scope) => stored.includes(scope))
