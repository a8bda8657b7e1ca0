import { db } from '#lib/db/client.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'

export type ApiKeyView = {
  id: string
  name: string
  scopes: string[]
  leader: LocalText | null
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** Every API key, the living first, the newest at the top. Hashes stay where they are. */
export async function apiKeys(_who: AdminFor<'people'>): Promise<ApiKeyView[]> {
  const rows = await db.apiKey.findMany({
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    select: {
      id: true,
      name: true,
      scopes: true,
      createdAt: true,
      lastUsedAt: true,
      revokedAt: true,
      leader: { select: { name: true } },
    },
  })
  return rows.map(({ leader, ...row }) => ({ ...row, leader: leader && (leader.name as LocalText) }))
}

/** Leaders whose group orders a key may be bound to. */
export async function leadersForKeys(_who: AdminFor<'people'>): Promise<{ id: string; name: LocalText }[]> {
  const rows = await db.leader.findMany({
    where: { state: 'approved' },
    orderBy: { appliedAt: 'asc' },
    select: { id: true, name: true },
  })
  return rows.map(({ id, name }) => ({ id, name: name as LocalText }))
}
