import { db } from '#lib/db/client.ts'
import { leaderGate } from '#lib/queries/gates.ts'
import { carryGroupOrder } from '#lib/usecases/carrying/carry.ts'
import { known, type MadeGroup, type World } from './world.ts'

/**
 * The leader who helps to sell a group order accepts it when it opened.
 * @returns the code of their link; undefined where nobody does
 */
export async function acceptCarrier({ people }: World, group: MadeGroup): Promise<string | undefined> {
  const { carried } = group
  if (!carried?.by) return undefined
  const who = await leaderGate(known(people, carried.by).id)
  if (!who) throw new Error(`"${carried.by}" does not lead`)
  const accepted = await carryGroupOrder(who, { groupOrderId: group.id, shownBps: carried.splitBps })
  if (!accepted.ok) throw new Error(`nobody can carry ${group.slug}: ${accepted.refusal.code}`)
  const { carrierId: id, code } = accepted.value
  await db.groupCarrier.update({ where: { id }, data: { acceptedAt: group.opensAt } })
  return code
}
