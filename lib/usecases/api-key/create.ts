import { transaction } from '#lib/db/transaction.ts'
import { parseScopes } from '#lib/domain/api-scopes.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { makeApiKeyText } from '#lib/infra/api-key.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { audit } from '../audit.ts'

export type NewApiKey = {
  name: string
  /** Names between commas, or `*`. */
  scopes: string
  /** The leader whose group orders alone it shall see and run. */
  leaderId?: string | undefined
}

export type NewApiKeyRefusal =
  | { code: 'NAME_NEEDED'; field: 'name' }
  | { code: 'BAD_SCOPES'; field: 'scopes' }
  | { code: 'UNKNOWN_LEADER'; field: 'leaderId' }

export const MAX_KEY_NAME = 80

/**
 * Makes an API key. Its text leaves this function and is kept nowhere: only its hash is written.
 * @param who the admin who makes it; 'shell' for whoever runs the instance, from the command line
 * @returns id and text. Refuses NAME_NEEDED (1 to 80 characters), BAD_SCOPES (none, or an unknown one), UNKNOWN_LEADER
 */
export async function createApiKey(
  who: AdminFor<'people'> | 'shell',
  input: NewApiKey,
): Promise<Outcome<{ id: string; key: string }, NewApiKeyRefusal>> {
  const name = input.name.trim()
  if (name === '' || name.length > MAX_KEY_NAME) return refuse({ code: 'NAME_NEEDED', field: 'name' })
  const scopes = parseScopes(input.scopes)
  if (!scopes) return refuse({ code: 'BAD_SCOPES', field: 'scopes' })
  const { leaderId = null } = input
  const id = newId()
  const { text, hash } = makeApiKeyText(id)
  const createdBy = who === 'shell' ? null : who.userId
  return transaction(async (tx) => {
    if (leaderId && !(await tx.leader.findUnique({ where: { id: leaderId }, select: { id: true } }))) {
      return refuse({ code: 'UNKNOWN_LEADER', field: 'leaderId' })
    }
    await tx.apiKey.create({ data: { id, name, scopes, leaderId, hash, createdBy, region: env.REGION } })
    await audit(tx, {
      ...(createdBy ? { actorId: createdBy, actorRole: 'admin' } : { actorRole: 'system' }),
      action: 'api_key.create',
      subjectType: 'api_key',
      subjectId: id,
      data: { name, scopes, leaderId },
    })
    return accept({ id, key: text })
  })
}
