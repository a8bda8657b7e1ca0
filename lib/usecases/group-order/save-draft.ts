import { now as databaseNow } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { leaderCommission } from '../leader/commission.ts'
import { type ContentRefusal, checkGroup, type WantedGroup } from './content.ts'
import { type Created, type Intent, stateAt } from './create.ts'
import { offerRow } from './write-offers.ts'

/**
 * Writes a draft anew, and opens or schedules it when asked to. Nobody has ordered yet, so its offers are replaced.
 * @param version the version that the form was filled from
 * @returns as for `createGroupOrder`. Refuses STALE (changed meanwhile), WRONG_STATE (no draft any more), and what
 *   `checkGroup` refuses
 */
export async function saveDraft(
  who: ManagerOf,
  wanted: WantedGroup & { version: number },
  intent: Intent,
): Promise<Outcome<Created, ContentRefusal | { code: 'STALE' | 'WRONG_STATE' }>> {
  const { groupOrderId } = who
  const now = await databaseNow()
  return transaction(async (tx) => {
    const checked = await checkGroup(tx, wanted, intent === 'open', now)
    if (!checked.ok) return checked
    const { stationIds, offers, ...facts } = checked.value
    const state = intent === 'draft' ? 'draft' : stateAt(facts.opensAt, now)
    const { count } = await tx.groupOrder.updateMany({
      where: { id: groupOrderId, state: 'draft', version: wanted.version },
      data: { ...facts, state, version: { increment: 1 } },
    })
    const group = await tx.groupOrder.findUniqueOrThrow({ where: { id: groupOrderId } })
    if (count !== 1) return refuse({ code: group.state === 'draft' ? 'STALE' : 'WRONG_STATE' })

    await tx.groupOrderStation.deleteMany({ where: { groupOrderId } })
    await tx.groupOrderStation.createMany({ data: stationIds.map((stationId) => ({ groupOrderId, stationId })) })
    await tx.offer.deleteMany({ where: { groupOrderId } })
    const commissionBps = await leaderCommission(tx, who.leaderId)
    for (const [position, offer] of offers.entries()) {
      await tx.offer.create({ data: { groupOrderId, ...offerRow(offer, position, commissionBps) } })
    }
    await audit(tx, {
      actorId: who.userId,
      actorRole: who.role,
      action: state === 'draft' ? 'group_order.draft' : 'group_order.open',
      subjectType: 'group_order',
      subjectId: groupOrderId,
      data: {
        state,
        offers: offers.length,
        opensAt: facts.opensAt,
        cutoffAt: facts.cutoffAt,
        carrySplitBps: facts.carrySplitBps,
      },
    })
    return accept({ groupOrderId, slug: group.slug, state })
  })
}
