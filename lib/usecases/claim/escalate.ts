import { sqlTransaction } from '#lib/db/transaction.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { auditSql } from '../audit.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'

type Overdue = { id: string; number: number; title: LocalText }
type Admin = { id: string; contact: string; locale: string }

/**
 * Hands claims that nobody decided in time to the office, and tells the admins who keep the money.
 * @returns how many; 0 when none is overdue
 */
export const escalateClaims = (): Promise<number> =>
  sqlTransaction(async (tx) => {
    const { rows: overdue } = await tx.query<Overdue>(
      `update claims c set escalated_at = clock_timestamp() from orders o, group_orders g
       where c.id in (select id from claims where state = 'open' and escalated_at is null and due_at <= clock_timestamp()
           order by id for update skip locked)
         and o.id = c.order_id and g.id = o.group_order_id returning c.id, o.number, g.title`,
    )
    if (overdue.length === 0) return 0
    const { rows: admins } = await tx.query<Admin>(
      `select u.id, coalesce(u.email, u.phone) as contact, u.locale from duties d join users u on u.id = d.user_id
       where d.duty = 'money' and u.disabled_at is null and coalesce(u.email, u.phone) is not null`,
    )
    await postMessages(
      tx,
      overdue.flatMap(({ id, number, title }) =>
        admins.map((admin) => ({
          ...{ to: contactOf(admin.contact), userId: admin.id, template: 'claimOverdue' as const },
          locale: localeOf(admin.locale),
          facts: { number, group: { text: title }, url: { path: `/claims/${id}` } },
        })),
      ),
    )
    await auditSql(
      tx,
      overdue.map(({ id }) => ({
        ...{ actorRole: 'system' as const, action: 'claim.escalate', subjectType: 'claim', subjectId: id },
      })),
    )
    return overdue.length
  })
