import { pool } from '#lib/db/client.ts'
import { maskContact, maskName } from '#lib/domain/masking.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { PAGE_ROWS } from './admin-page.ts'
import { isId } from './gates.ts'

export type AuditRow = {
  id: string
  at: Date
  actorRole: string
  /** Masked name, else masked address; a program's key by its name; null when the system acted. */
  actor: string | null
  action: string
  subjectType: string
  subjectId: string
  data: Record<string, unknown>
}

export type AuditFilter = {
  /** The noun before the dot, "stock", or a whole action, "stock.adjust". */
  action?: string | undefined
  subjectType?: string | undefined
  subjectId?: string | undefined
  /** An entry's id: those before it. */
  before?: string | undefined
}

/**
 * Everybody's actions, newest first.
 * @returns a page of entries and the cursor of the next one, if there is more
 */
export async function auditTrail(
  _who: AdminFor<'people'>,
  filter: AuditFilter,
): Promise<{ rows: AuditRow[]; nextBefore: string | undefined }> {
  const before = filter.before && isId(filter.before) ? filter.before : null
  const { rows } = await pool.query<AuditRow & { name: string | null; contact: string | null; program: string | null }>(
    `select a.id, a.at, a.actor_role as "actorRole", a.action, a.subject_type as "subjectType",
       a.subject_id as "subjectId", a.data, u.name, coalesce(u.email, u.phone) as contact, k.name as program
     from audit_entries a left join users u on u.id = a.actor_id left join api_keys k on k.id = a.actor_id
     where ($1::text is null or a.action = $1 or split_part(a.action, '.', 1) = $1)
       and ($2::text is null or a.subject_type = $2) and ($3::text is null or a.subject_id = $3)
       and ($4::uuid is null or (a.at, a.id) < (select at, id from audit_entries where id = $4))
     order by a.at desc, a.id desc limit ${PAGE_ROWS + 1}`,
    [filter.action || null, filter.subjectType || null, filter.subjectId || null, before],
  )
  const shown = rows.slice(0, PAGE_ROWS)
  return {
    rows: shown.map(({ name, contact, program, ...row }) => ({
      ...row,
      actor: program ?? (name ? maskName(name) : contact && maskContact(contact)),
    })),
    nextBefore: rows.length > PAGE_ROWS ? shown.at(-1)?.id : undefined,
  }
}
