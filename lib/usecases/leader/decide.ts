import { now as databaseNow } from '#lib/db/clock.ts'
import { type Tx, transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { contactOf, localeOf, postMessage } from '../post-message.ts'

export const LEADER_DECISIONS = ['approve', 'refuse', 'suspend', 'restore'] as const
export type LeaderDecision = (typeof LEADER_DECISIONS)[number]

/** What each decision makes of whom. A refused application may still be approved. */
const STEPS = {
  approve: { from: ['applied', 'refused'], to: 'approved', needsReason: false },
  refuse: { from: ['applied'], to: 'refused', needsReason: true },
  suspend: { from: ['approved'], to: 'suspended', needsReason: true },
  restore: { from: ['suspended'], to: 'approved', needsReason: false },
} as const

type Refusal = { code: 'NOT_FOUND' | 'WRONG_STATE' } | { code: 'REASON_NEEDED'; field: 'reason' }

/**
 * Decides about a leader: approves or refuses an application (with a message), suspends or restores (shown at
 * /leader/apply). A suspended leader's groups go on; an admin can run them.
 * @param input.reason told to the leader; needed to refuse or suspend
 * @returns the state now. Refuses REASON_NEEDED, NOT_FOUND, WRONG_STATE (decided by someone else meanwhile)
 */
export async function decideLeader(
  who: AdminFor<'people'>,
  input: { leaderId: string; decision: LeaderDecision; reason?: string },
): Promise<Outcome<'approved' | 'refused' | 'suspended', Refusal>> {
  const { from, to, needsReason } = STEPS[input.decision]
  const reason = needsReason ? (input.reason?.trim() ?? '') : null
  if (reason === '') return refuse({ code: 'REASON_NEEDED', field: 'reason' })
  const decidedAt = await databaseNow()
  return transaction(async (tx) => {
    const { count } = await tx.leader.updateMany({
      where: { id: input.leaderId, state: { in: [...from] } },
      data: { state: to, reason, decidedAt, decidedBy: who.userId },
    })
    const leader = await tx.leader.findUnique({ where: { id: input.leaderId }, include: { user: true } })
    if (!leader) return refuse({ code: 'NOT_FOUND' })
    if (count !== 1) return refuse({ code: 'WRONG_STATE' })
    if (input.decision === 'approve' || input.decision === 'refuse') await tellApplicant(tx, leader.user, reason)
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: `leader.${input.decision}`,
      subjectType: 'leader',
      subjectId: leader.id,
      data: { to },
    })
    return accept(to)
  })
}

type Applicant = { id: string; email: string | null; phone: string | null; locale: string }

/** @param reason null when the application was approved */
async function tellApplicant(tx: Tx, user: Applicant, reason: string | null): Promise<void> {
  const address = user.email ?? user.phone
  if (!address) return
  await postMessage(tx, {
    to: contactOf(address),
    userId: user.id,
    template: reason === null ? 'leaderApproved' : 'leaderRefused',
    locale: localeOf(user.locale),
    facts: reason === null ? { url: { path: '/leader' } } : { reason },
  })
}
