import { type Tx, transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { isTimeZone } from '#lib/domain/time.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { type Claim, type Once, once, type Reused } from '../api-key/once.ts'
import { audit } from '../audit.ts'

type Texts = Partial<Record<Locale, string>>

export type StationInput = {
  /** Undefined makes a new one. */
  stationId?: string | undefined
  name: Texts
  address: Texts
  hours: Texts
  note: Texts
  door: string
  timeZone: string
  /** Orders it can hold at once; null = not limited. */
  capacity: number | null
  /** What one delivery to it costs the operator, minor units; untouched when left out. */
  stopCostMinor?: number
  active: boolean
  /** The operator's own unless told otherwise; stays as it was made. */
  region?: string
}

export type StationRefusal = { code: 'NOT_FOUND' } | { code: 'BAD_TIME_ZONE'; field: 'timeZone' }

/**
 * Makes or changes a station.
 * @param claim makes it once for each key of a program
 * @returns its id. Refuses NOT_FOUND, BAD_TIME_ZONE (a name that this machine does not know)
 */
export async function saveStation(
  who: AdminFor<'people'>,
  input: StationInput,
  claim?: Claim,
): Promise<Outcome<Once<{ stationId: string }>, StationRefusal | Reused>> {
  if (!isTimeZone(input.timeZone)) return refuse({ code: 'BAD_TIME_ZONE', field: 'timeZone' })
  return transaction((tx) => once(tx, claim, () => save(tx, who, input)))
}

async function save(
  tx: Tx,
  who: AdminFor<'people'>,
  { stationId, ...data }: StationInput,
): Promise<Outcome<{ stationId: string }, StationRefusal>> {
  const id = stationId ?? newId()
  if (stationId) {
    const { count } = await tx.station.updateMany({ where: { id }, data })
    if (count !== 1) return refuse({ code: 'NOT_FOUND' })
  } else await tx.station.create({ data: { ...data, id, region: data.region ?? env.REGION } })
  await audit(tx, {
    ...actorOf(who, 'admin'),
    action: stationId ? 'station.change' : 'station.create',
    subjectType: 'station',
    subjectId: id,
    data: { active: data.active, capacity: data.capacity, timeZone: data.timeZone, stopCostMinor: data.stopCostMinor },
  })
  return accept({ stationId: id })
}
