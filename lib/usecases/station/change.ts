import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { isTimeZone } from '#lib/domain/time.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import type { StationInput, StationRefusal } from './save.ts'

/**
 * Changes some fields of a station and leaves the others as they are.
 * @returns its id. Refuses NOT_FOUND, BAD_TIME_ZONE
 */
export async function changeStation(
  who: AdminFor<'people'>,
  stationId: string,
  patch: Partial<Omit<StationInput, 'stationId'>>,
): Promise<Outcome<{ stationId: string }, StationRefusal>> {
  if (patch.timeZone !== undefined && !isTimeZone(patch.timeZone)) {
    return refuse({ code: 'BAD_TIME_ZONE', field: 'timeZone' })
  }
  return transaction(async (tx) => {
    const { count } = await tx.station.updateMany({ where: { id: stationId }, data: patch })
    if (count !== 1) return refuse({ code: 'NOT_FOUND' })
    const { active, capacity, timeZone } = await tx.station.findUniqueOrThrow({ where: { id: stationId } })
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: 'station.change',
      subjectType: 'station',
      subjectId: stationId,
      data: { active, capacity, timeZone },
    })
    return accept({ stationId })
  })
}
