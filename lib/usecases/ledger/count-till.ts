import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { actorOf, type KeeperOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { auditSql } from '../audit.ts'

export type CountInput = {
  /** Made with the form: a form sent twice counts once. */
  countId: string
  /** What lies in the till, minor units of the instance's currency. */
  countedMinor: number
  /** Why it is not what the books say. */
  note: string
}

export type CountRefusal =
  | { code: 'NOTHING_IN_TILL' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'NOTE_NEEDED'; field: 'note' }

/**
 * A keeper counts their till to hand the money over. It waits until the office has it; a new count replaces one that waits.
 * What is taken afterwards is the next count's.
 * @returns what the books say is in the till, minor units. Refuses NOTHING_IN_TILL, NOTE_NEEDED (counted something else than
 *   the books say), IDEMPOTENCY_KEY_REUSED
 */
export const countTill = (
  who: KeeperOf,
  { countId, countedMinor, note }: CountInput,
): Promise<Outcome<{ expectedMinor: number }, CountRefusal>> =>
  sqlTransaction(async (tx) => {
    const expectedMinor = await lockTill(tx, who.userId, env.CURRENCY)
    const { rows: earlier } = await tx.query<{ keeper_id: string; counted_minor: number; expected_minor: number }>(
      'select keeper_id, counted_minor, expected_minor from till_counts where id = $1',
      [countId],
    )
    const [known] = earlier
    if (known) {
      const isSame = known.keeper_id === who.userId && known.counted_minor === countedMinor
      return isSame ? accept({ expectedMinor: known.expected_minor }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    }
    if (expectedMinor <= 0) return refuse({ code: 'NOTHING_IN_TILL' })
    if (countedMinor !== expectedMinor && !note.trim()) return refuse({ code: 'NOTE_NEEDED', field: 'note' })
    const now = await databaseClock(tx)
    await tx.query(
      `update till_counts set replaced_at = $3
       where keeper_id = $1 and currency = $2 and received_at is null and replaced_at is null`,
      [who.userId, env.CURRENCY, now],
    )
    await tx.query(
      `insert into till_counts (id, keeper_id, station_id, currency, expected_minor, counted_minor, note, counted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [countId, who.userId, who.stationId, env.CURRENCY, expectedMinor, countedMinor, note.trim(), now],
    )
    await auditSql(tx, [
      {
        ...actorOf(who, 'keeper'),
        action: 'till.count',
        subjectType: 'till_count',
        subjectId: countId,
        data: { expectedMinor, countedMinor },
      },
    ])
    return accept({ expectedMinor })
  })

/** What is in a till, while nobody else counts it or hands it over; 0 where there is none. */
export async function lockTill(tx: SqlTx, keeperId: string, currency: string): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `select id from ledger_accounts where kind = 'till' and owner_id = $1 and currency = $2 for update`,
    [keeperId, currency],
  )
  const [account] = rows
  if (!account) return 0
  const { rows: sums } = await tx.query<{ sum: number }>(
    'select coalesce(sum(amount_minor), 0) as sum from ledger_entries where account_id = $1',
    [account.id],
  )
  return sums[0]?.sum ?? 0
}
