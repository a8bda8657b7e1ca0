import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import type { Choice, QuietHours } from '#lib/domain/notices.ts'
import { accept, type Outcome } from '#lib/domain/outcome.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'

/**
 * Keeps what a person wants to be told, how, and when not. What did not change keeps the time at which it was said.
 * @param quiet null for no hours of their own
 */
export const chooseNotices = (
  who: Shopper,
  { choices, quiet }: { choices: readonly Choice[]; quiet: QuietHours | null },
): Promise<Outcome<true, never>> =>
  sqlTransaction(async (tx) => {
    const { rowCount } = await tx.query(
      `update users set quiet_from = $2, quiet_until = $3
       where id = $1 and (quiet_from, quiet_until) is distinct from ($2::int, $3::int)`,
      [who.userId, quiet?.from ?? null, quiet?.until ?? null],
    )
    await keep(tx, who.userId, choices, rowCount === 1)
    return accept(true)
  })

/** Ends one kind of notice on one channel, for whoever holds the link in such a notice; again it changes nothing. */
export const stopNotices = (userId: string, stopped: Omit<Choice, 'isWanted'>): Promise<Outcome<true, never>> =>
  sqlTransaction(async (tx) => {
    await keep(tx, userId, [{ ...stopped, isWanted: false }])
    return accept(true)
  })

async function keep(tx: SqlTx, userId: string, choices: readonly Choice[], changesHours = false): Promise<void> {
  const { rows } = await tx.query<Choice>(
    `insert into notice_choices as c (user_id, kind, channel, is_wanted, changed_at)
     select u.id, n.kind, n.channel, n.is_wanted, clock_timestamp()
     from users u, unnest($2::"NoticeKind"[], $3::"Channel"[], $4::boolean[]) as n(kind, channel, is_wanted) where u.id = $1
     on conflict (user_id, kind, channel) do update set is_wanted = excluded.is_wanted, changed_at = excluded.changed_at
       where c.is_wanted <> excluded.is_wanted
     returning kind, channel, is_wanted as "isWanted"`,
    [
      userId,
      choices.map(({ kind }) => kind),
      choices.map(({ channel }) => channel),
      choices.map(({ isWanted }) => isWanted),
    ],
  )
  if (rows.length === 0 && !changesHours) return
  await auditSql(tx, [
    {
      actorId: userId,
      actorRole: 'shopper',
      action: 'person.notices',
      subjectType: 'user',
      subjectId: userId,
      data: { changed: rows, ...(changesHours && { hours: true }) },
    },
  ])
}
