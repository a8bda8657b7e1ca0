import type { Tx } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { normaliseContact } from '#lib/infra/contact.ts'
import { env } from '#lib/infra/env.ts'

export type ContactRefusal = { code: 'BAD_CONTACT'; field: 'contact' } | { code: 'PERSON_DISABLED'; field: 'contact' }

/**
 * Whom an admin means by an address. Someone who never signed in gets a row, so that their role waits for them.
 * @param contact e-mail address or phone number in any spelling
 * @returns the person's id. Refuses BAD_CONTACT, PERSON_DISABLED
 */
export async function personByContact(tx: Tx, contact: string): Promise<Outcome<{ userId: string }, ContactRefusal>> {
  const found = normaliseContact(contact)
  if (!found) return refuse({ code: 'BAD_CONTACT', field: 'contact' })
  const address = found.kind === 'email' ? { email: found.value } : { phone: found.value }
  await tx.user.createMany({ data: [{ ...address, region: env.REGION }], skipDuplicates: true })
  const user = await tx.user.findFirstOrThrow({ where: address, select: { id: true, disabledAt: true } })
  return user.disabledAt ? refuse({ code: 'PERSON_DISABLED', field: 'contact' }) : accept({ userId: user.id })
}
