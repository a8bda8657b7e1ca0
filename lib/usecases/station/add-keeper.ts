import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { type ContactRefusal, personByContact } from '../people/person-by-contact.ts'

/**
 * Lets a person hand over at a station; a second time changes nothing.
 * @param contact the person's e-mail address or phone number
 * @returns the person's id. Refuses NOT_FOUND (no such station), BAD_CONTACT, PERSON_DISABLED
 */
export const addKeeper = (
  who: AdminFor<'people'>,
  { stationId, contact }: { stationId: string; contact: string },
): Promise<Outcome<{ userId: string }, ContactRefusal | { code: 'NOT_FOUND' }>> =>
  transaction(async (tx) => {
    if (!(await tx.station.findUnique({ where: { id: stationId }, select: { id: true } }))) {
      return refuse({ code: 'NOT_FOUND' })
    }
    const person = await personByContact(tx, contact)
    if (!person.ok) return person
    const { userId } = person.value
    const { count } = await tx.stationKeeper.createMany({ data: [{ stationId, userId }], skipDuplicates: true })
    if (count === 1) {
      await audit(tx, {
        actorId: who.userId,
        actorRole: 'admin',
        action: 'station.add_keeper',
        subjectType: 'station',
        subjectId: stationId,
        data: { userId },
      })
    }
    return accept({ userId })
  })
