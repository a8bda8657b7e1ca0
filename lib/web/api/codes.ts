/**
 * The status of each code that is not 409. Codes are stable: a client switches on them. What can never be right, whatever
 * the shop's state, is 422; what another moment or another basket could make right is 409.
 */
const STATUS: Readonly<Record<string, number>> = {
  MALFORMED_JSON: 400,
  UNAUTHENTICATED: 401,
  SCOPE_MISSING: 403,
  NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INVALID: 422,
  BAD_CAP: 422,
  BAD_IDEMPOTENCY_KEY: 422,
  BAD_CONTACT: 422,
  BAD_LIMIT: 422,
  BAD_PRICE: 422,
  BAD_QUANTITY: 422,
  BAD_TIER: 422,
  BAD_TIME_ZONE: 422,
  BAD_TOLERANCE: 422,
  CUTOFF_BEFORE_OPENING: 422,
  EMPTY_ORDER: 422,
  NOTE_NEEDED: 422,
  NOTHING_CHOSEN: 422,
  NOTHING_TO_CHANGE: 422,
  ORDER_TOO_LARGE: 422,
  PICKUP_BEFORE_CUTOFF: 422,
  PICKUP_ENDS_BEFORE_START: 422,
  REASON_NEEDED: 422,
  TIERS_NOT_ASCENDING: 422,
  TIER_NOT_CHEAPER: 422,
  TITLE_NEEDED: 422,
  TOO_MANY_TRIES: 429,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
}

export const statusOf = (code: string): number => STATUS[code] ?? 409
