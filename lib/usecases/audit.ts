import type { SqlTx, Tx } from '#lib/db/transaction.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'

export type AuditFacts = {
  /** Undefined when the system itself acts; an API key's id where a program does. */
  actorId?: string
  actorRole: 'shopper' | 'leader' | 'keeper' | 'admin' | 'api' | 'supplier' | 'system'
  /** verb and noun: "stock.adjust" */
  action: string
  subjectType: string
  subjectId: string
  /** What changed; never a name, phone or address. */
  data?: Record<string, unknown>
}

/** Writes the audit trail in the same transaction as the change it tells of. */
export async function audit(tx: Tx, facts: AuditFacts): Promise<void> {
  const { actorId, data, ...rest } = facts
  await tx.auditEntry.create({
    data: { ...rest, actorId: actorId ?? null, data: JSON.parse(JSON.stringify(data ?? {})), region: env.REGION },
  })
}

/** Many entries at once in a transaction of plain SQL. */
export async function auditSql(tx: SqlTx, entries: AuditFacts[]): Promise<void> {
  if (entries.length === 0) return
  await tx.query(
    `insert into audit_entries (id, actor_id, actor_role, action, subject_type, subject_id, data, region)
     select *, $8 from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[])`,
    [
      entries.map(() => newId()),
      entries.map(({ actorId }) => actorId ?? null),
      entries.map(({ actorRole }) => actorRole),
      entries.map(({ action }) => action),
      entries.map(({ subjectType }) => subjectType),
      entries.map(({ subjectId }) => subjectId),
      entries.map(({ data }) => JSON.stringify(data ?? {})),
      env.REGION,
    ],
  )
}
