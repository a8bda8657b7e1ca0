import { now as databaseNow } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import type { Awning } from '#lib/domain/catalogue.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { audit } from '../audit.ts'
import { type Texts, trimmed } from '../group-order/content.ts'

export type Application = { name: Texts; community: Texts; about: string; awning: Awning }

type Refusal =
  | { code: 'ALREADY_LEADER' | 'LEADER_SUSPENDED' }
  | { code: 'NAME_NEEDED'; field: 'name.en' }
  | { code: 'COMMUNITY_NEEDED'; field: 'community.en' }

/**
 * Asks the operator to become a leader. Who waits may correct what they wrote, who was refused may apply again.
 * @returns the leader's id. Refuses NAME_NEEDED, COMMUNITY_NEEDED, ALREADY_LEADER, LEADER_SUSPENDED (only the operator
 *   takes that back)
 */
export async function applyAsLeader(
  who: Shopper,
  application: Application,
): Promise<Outcome<{ leaderId: string }, Refusal>> {
  const facts = {
    name: trimmed(application.name),
    community: trimmed(application.community),
    about: application.about.trim(),
    awning: application.awning,
  }
  if (Object.keys(facts.name).length === 0) return refuse({ code: 'NAME_NEEDED', field: 'name.en' })
  if (Object.keys(facts.community).length === 0) return refuse({ code: 'COMMUNITY_NEEDED', field: 'community.en' })
  const appliedAt = await databaseNow()
  return transaction(async (tx) => {
    const { userId } = who
    // An existing row is left as it is here: the update below asks for its state.
    await tx.leader.createMany({ data: { userId, ...facts, region: env.REGION, appliedAt }, skipDuplicates: true })
    const { count } = await tx.leader.updateMany({
      where: { userId, state: { in: ['applied', 'refused'] } },
      data: { ...facts, state: 'applied', reason: null, appliedAt, decidedAt: null, decidedBy: null },
    })
    const leader = await tx.leader.findUniqueOrThrow({ where: { userId }, select: { id: true, state: true } })
    if (count !== 1) return refuse({ code: leader.state === 'suspended' ? 'LEADER_SUSPENDED' : 'ALREADY_LEADER' })
    await audit(tx, {
      actorId: userId,
      actorRole: 'shopper',
      action: 'leader.apply',
      subjectType: 'leader',
      subjectId: leader.id,
    })
    return accept({ leaderId: leader.id })
  })
}
