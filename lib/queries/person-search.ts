import { db } from '#lib/db/client.ts'
import { maskContact, maskName } from '#lib/domain/masking.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { normaliseContact } from '#lib/infra/contact.ts'

/** Somebody as the office sees them: masked. */
export type FoundPerson = { userId: string; name: string; contact: string }

type Named = { id: string; name: string | null; email: string | null; phone: string | null }

/** A person's row as the office may see it. */
export const masked = ({ id, name, email, phone }: Named): FoundPerson => ({
  userId: id,
  name: name ? maskName(name) : '',
  contact: maskContact(email ?? phone ?? ''),
})

/**
 * The person whom an admin asks for.
 * @param search a whole e-mail address or phone number in any spelling; parts of one find nobody
 */
export async function personBySearch(
  _who: AdminFor<'people'> | AdminFor<'money'>,
  search: string,
): Promise<FoundPerson | undefined> {
  const asked = normaliseContact(search)?.value
  if (!asked) return undefined
  const user = await db.user.findFirst({
    where: { OR: [{ email: asked }, { phone: asked }] },
    select: { id: true, name: true, email: true, phone: true },
  })
  return user ? masked(user) : undefined
}
