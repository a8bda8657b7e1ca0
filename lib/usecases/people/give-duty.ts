import { transaction } from '#lib/db/transaction.ts'
import type { AdminDuty } from '#lib/domain/duties.ts'
import { accept, type Outcome } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { type ContactRefusal, personByContact } from './person-by-contact.ts'

/**
 * Puts a person in charge of a part of the operator's work; a second time changes nothing.
 * @param contact the person's e-mail address or phone number
 * @returns the person's id. Refuses BAD_CONTACT, PERSON_DISABLED
 */
export const giveDuty = (
  who: AdminFor<'people'>,
  { contact, duty }: { contact: string; duty: AdminDuty },
): Promise<Outcome<{ userId: string }, ContactRefusal>> =>
  transaction(async (tx) => {
    const person = await personByContact(tx, contact)
    if (!person.ok) return person
    const { userId } = person.value
    const { count } = await tx.duty.createMany({ data: [{ userId, duty }], skipDuplicates: true })
    if (count === 1) {
      await audit(tx, {
        actorId: who.userId,
        actorRole: 'admin',
        action: 'duty.give',
        subjectType: 'user',
        subjectId: userId,
        data: { duty },
      })
    }
    return accept({ userId })
  })
