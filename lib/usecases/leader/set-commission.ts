import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

/**
 * Gives a leader a rate of their own, or the operator's usual one again. Prices that exist keep theirs: it counts for what is
 * priced from now on.
 * @param input.commissionBps basis points of what is paid; null = the usual rate
 * @returns what it was. Refuses NOT_FOUND
 */
export const setCommission = (
  who: AdminFor<'money'>,
  { leaderId, commissionBps }: { leaderId: string; commissionBps: number | null },
): Promise<Outcome<{ before: number | null }, { code: 'NOT_FOUND' }>> =>
  transaction(async (tx) => {
    const leader = await tx.leader.findUnique({ where: { id: leaderId }, select: { commissionBps: true } })
    if (!leader) return refuse({ code: 'NOT_FOUND' })
    await tx.leader.update({ where: { id: leaderId }, data: { commissionBps } })
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: 'leader.commission',
      subjectType: 'leader',
      subjectId: leaderId,
      data: { from: leader.commissionBps, to: commissionBps },
    })
    return accept({ before: leader.commissionBps })
  })
