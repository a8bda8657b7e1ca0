import { now } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { canFollow, type GroupState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

/** What the operator does with a group order between the cutoff and the stations. */
export const ADVANCE_STEPS = ['buy', 'receive', 'dispatch'] as const
export type AdvanceStep = (typeof ADVANCE_STEPS)[number]

const STEPS = {
  buy: { from: 'confirmed', to: 'confirmed' },
  receive: { from: 'confirmed', to: 'received' },
  dispatch: { from: 'received', to: 'dispatched' },
} as const satisfies Record<AdvanceStep, { from: GroupState; to: GroupState }>

/**
 * Takes a group order one step on: its goods are bought, are in, or are on the way to the stations.
 * @returns the state it has now. Refuses WRONG_STATE when it is not exactly one step before; of two at once one wins
 */
export async function advanceGroupOrder(
  who: AdminFor<'stock'>,
  { groupOrderId, step }: { groupOrderId: string; step: AdvanceStep },
): Promise<Outcome<GroupState, { code: 'WRONG_STATE' }>> {
  const { from, to } = STEPS[step]
  if (from !== to && !canFollow(from, to)) throw new Error(`the life cycle knows no step from ${from} to ${to}`)
  const at = await now()
  return transaction(async (tx) => {
    if (step !== 'dispatch') {
      // Goods that are in were bought, whether or not anyone said so.
      const { count } = await tx.groupOrder.updateMany({
        where: { id: groupOrderId, state: from, boughtAt: null },
        data: { boughtAt: at },
      })
      if (step === 'buy' && count !== 1) return refuse({ code: 'WRONG_STATE' })
    }
    if (from !== to) {
      const { count } = await tx.groupOrder.updateMany({
        where: { id: groupOrderId, state: from },
        data: { state: to, version: { increment: 1 } },
      })
      if (count !== 1) return refuse({ code: 'WRONG_STATE' })
    }
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: `group_order.${step}`,
      subjectType: 'group_order',
      subjectId: groupOrderId,
      data: { state: to },
    })
    return accept(to)
  })
}
