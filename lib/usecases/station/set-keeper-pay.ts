import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

/**
 * Gives the keepers of a station a pay of their own, or the operator's usual one again. It counts for what is handed over
 * from now on.
 * @param input.keeperPayMinor minor units for an order or for each of its lines, as the operator pays; null = the usual rate
 * @returns what it is. Refuses NOT_FOUND
 */
export const setKeeperPay = (
  who: AdminFor<'money'>,
  { stationId, keeperPayMinor }: { stationId: string; keeperPayMinor: number | null },
): Promise<Outcome<{ keeperPayMinor: number | null }, { code: 'NOT_FOUND' }>> =>
  transaction(async (tx) => {
    const station = await tx.station.findUnique({ where: { id: stationId }, select: { keeperPayMinor: true } })
    if (!station) return refuse({ code: 'NOT_FOUND' })
    await tx.station.update({ where: { id: stationId }, data: { keeperPayMinor } })
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: 'station.keeper_pay',
      subjectType: 'station',
      subjectId: stationId,
      data: { from: station.keeperPayMinor, to: keeperPayMinor },
    })
    return accept({ keeperPayMinor })
  })
