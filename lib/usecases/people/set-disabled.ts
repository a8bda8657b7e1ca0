import { now } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { signOutEverywhere } from '../sign-in/sign-out.ts'
import { someoneElseRemains } from './last-admin.ts'

export type DisableRefusal = { code: 'NOT_FOUND' | 'NOT_YOURSELF' | 'LAST_PEOPLE_ADMIN' }

/**
 * Shuts a person out, everywhere and at once, or lets them in again. Their orders stay as they are.
 * @returns nothing of interest. Refuses NOT_YOURSELF, NOT_FOUND (nobody in the other state), LAST_PEOPLE_ADMIN
 */
export async function setDisabled(
  who: AdminFor<'people'>,
  { userId, disabled }: { userId: string; disabled: boolean },
): Promise<Outcome<true, DisableRefusal>> {
  if (userId === who.userId) return refuse({ code: 'NOT_YOURSELF' })
  const at = await now()
  const outcome = await transaction(async (tx): Promise<Outcome<true, DisableRefusal>> => {
    if (disabled && !(await someoneElseRemains(tx, userId))) return refuse({ code: 'LAST_PEOPLE_ADMIN' })
    const { count } = await tx.user.updateMany({
      where: { id: userId, disabledAt: disabled ? null : { not: null } },
      data: { disabledAt: disabled ? at : null },
    })
    if (count !== 1) return refuse({ code: 'NOT_FOUND' })
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: disabled ? 'user.disable' : 'user.enable',
      subjectType: 'user',
      subjectId: userId,
    })
    return accept(true)
  })
  // The session reader already turns a disabled person away; this makes sure no copy works after they are let in again.
  if (outcome.ok && disabled) await signOutEverywhere(userId)
  return outcome
}
