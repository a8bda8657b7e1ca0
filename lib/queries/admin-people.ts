import { db, pool } from '#lib/db/client.ts'
import { ADMIN_DUTIES, type AdminDuty } from '#lib/domain/duties.ts'
import { maskContact } from '#lib/domain/masking.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { type FoundPerson, masked, personBySearch } from './person-search.ts'

export type AdminLeader = {
  id: string
  userId: string
  name: LocalText
  community: LocalText
  about: string
  state: 'applied' | 'approved' | 'refused' | 'suspended'
  /** Basis points; null = the operator's usual rate. */
  commissionBps: number | null
  reason: string | null
  appliedAt: Date
  decidedAt: Date | null
  /** Masked. */
  contact: string
  disabled: boolean
  groups: number
  openGroups: number
}

/** Everybody who leads or applied to: applications first, the longest waiting at the top. */
export async function adminLeaders(_who: AdminFor<'people'>): Promise<AdminLeader[]> {
  const { rows } = await pool.query<AdminLeader>(
    `select l.id, l.user_id as "userId", l.name, l.community, l.about, l.state, l.commission_bps as "commissionBps", l.reason, l.applied_at as "appliedAt",
       l.decided_at as "decidedAt", coalesce(u.email, u.phone, '') as contact, u.disabled_at is not null as disabled,
       count(g.id)::int as groups, count(g.id) filter (where g.state in ('open', 'scheduled'))::int as "openGroups"
     from leaders l join users u on u.id = l.user_id left join group_orders g on g.leader_id = l.id
     group by l.id, u.id order by l.state <> 'applied', l.state, l.applied_at, l.id`,
  )
  return rows.map((row) => ({ ...row, contact: maskContact(row.contact) }))
}

export type AdminPerson = FoundPerson & {
  duties: AdminDuty[]
  leads: boolean
  keeps: number
  disabled: boolean
  isSelf: boolean
}

/**
 * Who works for the operator, who is shut out, and the one person asked for.
 * @param search a whole e-mail address or phone number in any spelling; parts of one find nobody
 */
export async function adminPeople(who: AdminFor<'people'>, search?: string): Promise<AdminPerson[]> {
  const found = search ? await personBySearch(who, search) : undefined
  if (search && !found) return []
  const users = await db.user.findMany({
    where: found ? { id: found.userId } : { OR: [{ duties: { some: {} } }, { disabledAt: { not: null } }] },
    select: {
      id: true,
      name: true,
      email: true,
      phone: true,
      disabledAt: true,
      duties: { select: { duty: true } },
      leader: { select: { state: true } },
      _count: { select: { keeps: true } },
    },
    orderBy: { createdAt: 'asc' },
  })
  return users.map((user) => ({
    ...masked(user),
    duties: ADMIN_DUTIES.filter((duty) => user.duties.some((row) => row.duty === duty)),
    leads: user.leader?.state === 'approved',
    keeps: user._count.keeps,
    disabled: user.disabledAt !== null,
    isSelf: user.id === who.userId,
  }))
}
