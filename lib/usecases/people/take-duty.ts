import { transaction } from '#lib/db/transaction.ts'
import type { AdminDuty } from '#lib/domain/duties.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { someoneElseRemains } from './last-admin.ts'

/**
 * Takes a duty from a person, from their next request on.
 * @returns nothing of interest. Refuses NOT_FOUND when they do not hold it, LAST_PEOPLE_ADMIN when nobody would be left
 *   to appoint anyone
 */
export const takeDuty = (
  who: AdminFor<'people'>,
  { userId, duty }: { userId: string; duty: AdminDuty },
): Promise<Outcome<true, { code: 'NOT_FOUND' | 'LAST_PEOPLE_ADMIN' }>> =>
  transaction(async (tx) => {
    if (duty === 'people' && !(await someoneElseRemains(tx, userId))) return refuse({ code: 'LAST_PEOPLE_ADMIN' })
    const { count } = await tx.duty.deleteMany({ where: { userId, duty } })
    if (count !== 1) return refuse({ code: 'NOT_FOUND' })
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: 'duty.take',
      subjectType: 'user',
      subjectId: userId,
      data: { duty },
    })
    return accept(true)
  })
