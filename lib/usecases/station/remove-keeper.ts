import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

/**
 * Ends a person's right to hand over at a station, from their next request on.
 * @returns nothing of interest. Refuses NOT_FOUND when they are no keeper there
 */
export const removeKeeper = (
  who: AdminFor<'people'>,
  { stationId, userId }: { stationId: string; userId: string },
): Promise<Outcome<true, { code: 'NOT_FOUND' }>> =>
  transaction(async (tx) => {
    const { count } = await tx.stationKeeper.deleteMany({ where: { stationId, userId } })
    if (count !== 1) return refuse({ code: 'NOT_FOUND' })
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: 'station.remove_keeper',
      subjectType: 'station',
      subjectId: stationId,
      data: { userId },
    })
    return accept(true)
  })
