import { db } from '#lib/db/client.ts'
import { askKey, CODE_TRIES } from './request-code.ts'

/**
 * Counts one try at a code before it is compared, in one statement, so that parallel guesses cannot exceed the limit.
 * @returns whether this try is still allowed
 */
export async function countTry(askId: string): Promise<boolean> {
  const { count } = await db.loginCode.updateMany({
    where: { id: askKey(askId), attempts: { lt: CODE_TRIES }, expiresAt: { gt: new Date() } },
    data: { attempts: { increment: 1 } },
  })
  return count === 1
}
