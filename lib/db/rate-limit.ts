import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from './client.ts'

const limiters = new Map<string, RateLimiterPostgres>()

/** One limiter for each pair of numbers, kept for the process's life; the counts live in the database. */
function limiterOf(points: number, seconds: number): RateLimiterPostgres {
  const name = `${points}/${seconds}`
  const kept =
    limiters.get(name) ??
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: seconds,
    })
  limiters.set(name, kept)
  return kept
}

/** Counts one use of `key` and says whether it is among the first `points` of these `seconds`. */
export async function isWithinLimit(key: string, points: number, seconds: number): Promise<boolean> {
  try {
    await limiterOf(points, seconds).consume(key)
    return true
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false
    throw refused
  }
}
