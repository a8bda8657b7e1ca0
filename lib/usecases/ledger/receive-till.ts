import { databaseClock } from '#lib/db/locks.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { tillHandedOver } from '#lib/domain/ledger.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from './post.ts'

export type ReceiveInput = {
  countId: string
  /** What was handed over, minor units. */
  receivedMinor: number
  /** Why it is not what the books said. */
  note: string
}

export type ReceiveRefusal = { code: 'NOT_FOUND' | 'ALREADY_RECEIVED' } | { code: 'NOTE_NEEDED'; field: 'note' }

type CountRow = {
  keeper_id: string
  currency: string
  expected_minor: number
  replaced_at: Date | null
  received_at: Date | null
  received_minor: number | null
}

/**
 * The office has the money of a till: the keeper owes it no more. What is missing or too much is booked as such.
 * @returns the difference, minor units: above 0 where money is missing. Refuses NOT_FOUND (no count, or one that a later one
 *   replaced), ALREADY_RECEIVED (with another amount; the same twice counts once), NOTE_NEEDED
 */
export const receiveTill = (
  who: AdminFor<'money'>,
  { countId, receivedMinor, note }: ReceiveInput,
): Promise<Outcome<{ differenceMinor: number }, ReceiveRefusal>> =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<CountRow>(
      `select keeper_id, currency, expected_minor, replaced_at, received_at, received_minor from till_counts where id = $1 for update`,
      [countId],
    )
    const [count] = rows
    if (!count || count.replaced_at) return refuse({ code: 'NOT_FOUND' })
    const differenceMinor = count.expected_minor - receivedMinor
    if (count.received_at)
      return count.received_minor === receivedMinor ? accept({ differenceMinor }) : refuse({ code: 'ALREADY_RECEIVED' })
    if (differenceMinor !== 0 && !note.trim()) return refuse({ code: 'NOTE_NEEDED', field: 'note' })
    const now = await databaseClock(tx)
    await tx.query(
      'update till_counts set received_at = $2, received_by = $3, received_minor = $4, received_note = $5 where id = $1',
      [countId, now, who.userId, receivedMinor, note.trim()],
    )
    const { keeper_id: keeperId, expected_minor: expectedMinor, currency } = count
    await postToLedger(tx, [
      tillHandedOver({ countId, keeperId, adminId: who.userId, expectedMinor, receivedMinor, currency }),
    ])
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'till.receive',
        subjectType: 'till_count',
        subjectId: countId,
        data: { expectedMinor, receivedMinor, differenceMinor },
      },
    ])
    return accept({ differenceMinor })
  })
