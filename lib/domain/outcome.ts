/** What a rule answers: a value, or a refusal that the caller must look at. Bugs throw; refusals return. */
export type Outcome<T, R> = { ok: true; value: T } | { ok: false; refusal: R }

/**
 * Wraps a value as an accepted outcome.
 * @param value what was decided
 * @returns the accepted side of an Outcome
 */
export function accept<const T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

/**
 * Wraps a reason as a refused outcome.
 * @param refusal a value with a stable `code`; the edge translates it
 * @returns the refused side of an Outcome
 */
export function refuse<const R>(refusal: R): { ok: false; refusal: R } {
  return { ok: false, refusal }
}
