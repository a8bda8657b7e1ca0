import { transaction } from '#lib/db/transaction.ts'
import { ADMIN_DUTIES } from '#lib/domain/duties.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { normaliseContact } from '#lib/infra/contact.ts'
import { env } from '#lib/infra/env.ts'
import { audit } from '../audit.ts'

export type AdminRefusal = { code: 'BAD_EMAIL' } | { code: 'ADMIN_EXISTS' } | { code: 'DISABLED' }

/** Two commands at once make one first admin. */
const LOCK = 20_261_122

/**
 * Makes a person an admin with all duties: the first one of a real shop, from the command line of whoever runs it.
 * Someone who shops here already keeps their account.
 * @param email as typed; brought to the form under which people sign in
 * @param isForced also when there is an admin already, e.g. when the last one lost their mailbox
 * Refuses BAD_EMAIL, ADMIN_EXISTS, DISABLED (somebody shut this person out on purpose).
 */
export async function makeAdmin(
  email: string,
  name: string | undefined,
  isForced: boolean,
): Promise<Outcome<{ userId: string; email: string; isNew: boolean }, AdminRefusal>> {
  const contact = normaliseContact(email)
  if (contact?.kind !== 'email') return refuse({ code: 'BAD_EMAIL' })
  return transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${LOCK})`
    if (!isForced && (await tx.duty.findFirst())) return refuse({ code: 'ADMIN_EXISTS' })
    const known = await tx.user.findUnique({ where: { email: contact.value } })
    if (known?.disabledAt) return refuse({ code: 'DISABLED' })
    const facts = { email: contact.value, name: name ?? null, locale: env.DEFAULT_LOCALE, region: env.REGION }
    const { id: userId } = known ?? (await tx.user.create({ data: facts }))
    if (known && name && !known.name) await tx.user.update({ where: { id: userId }, data: { name } })
    await tx.duty.createMany({ data: ADMIN_DUTIES.map((duty) => ({ userId, duty })), skipDuplicates: true })
    await audit(tx, {
      actorRole: 'system',
      action: 'admin.make',
      subjectType: 'user',
      subjectId: userId,
      data: { duties: ADMIN_DUTIES, isForced },
    })
    return accept({ userId, email: contact.value, isNew: !known })
  })
}
