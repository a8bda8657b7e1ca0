import { now as databaseNow } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { tellChanged } from '#lib/infra/changes.ts'
import { audit } from '../audit.ts'

/**
 * Ends an API key. Every app process forgets it at once where it hears of it, and within seconds where it does not.
 * @returns its id; a key that was revoked before stays so. Refuses NOT_FOUND
 */
export async function revokeApiKey(
  who: AdminFor<'people'>,
  { apiKeyId }: { apiKeyId: string },
): Promise<Outcome<{ id: string }, { code: 'NOT_FOUND' }>> {
  const revokedAt = await databaseNow()
  const outcome = await transaction(async (tx): Promise<Outcome<{ id: string }, { code: 'NOT_FOUND' }>> => {
    const { count } = await tx.apiKey.updateMany({ where: { id: apiKeyId, revokedAt: null }, data: { revokedAt } })
    if (count !== 1) {
      const known = await tx.apiKey.findUnique({ where: { id: apiKeyId }, select: { id: true } })
      return known ? accept(known) : refuse({ code: 'NOT_FOUND' })
    }
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: 'api_key.revoke',
      subjectType: 'api_key',
      subjectId: apiKeyId,
    })
    return accept({ id: apiKeyId })
  })
  if (outcome.ok) tellChanged(`api-key:${apiKeyId}`)
  return outcome
}
