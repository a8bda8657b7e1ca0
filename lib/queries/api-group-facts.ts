import { pool } from '#lib/db/client.ts'
import type { ApiPlacer } from '#lib/domain/who.ts'
import { isId } from './gates.ts'

/** What never changes of a group order, and an order's answer needs. */
export type FixedFacts = { leaderId: string; currency: string; codeSecret: string }

const MAX_KEPT = 5_000
const kept = new Map<string, FixedFacts>()

/**
 * The fixed facts of a group order that a program may order from: read once a process, as they never change, so that an
 * order costs no round trip for them.
 * @returns undefined where there is no such group order, or it is not one of the key's leader
 */
export async function fixedFacts(who: ApiPlacer, groupOrderId: string): Promise<FixedFacts | undefined> {
  const facts = kept.get(groupOrderId) ?? (await load(groupOrderId))
  return facts && (!who.leaderId || who.leaderId === facts.leaderId) ? facts : undefined
}

async function load(groupOrderId: string): Promise<FixedFacts | undefined> {
  if (!isId(groupOrderId)) return undefined
  const { rows } = await pool.query<FixedFacts>(
    `select leader_id as "leaderId", currency, code_secret as "codeSecret" from group_orders where id = $1`,
    [groupOrderId],
  )
  const [facts] = rows
  if (!facts) return undefined
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(groupOrderId, facts)
  return facts
}
