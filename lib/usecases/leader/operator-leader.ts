import { pool } from '#lib/db/client.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'

/** Fixed ids: however many processes open the operator's first group order at once, they make one leader. */
const OPERATOR_LEADER = '00000000-0000-7000-8000-00000000000a'
const OPERATOR_USER = '00000000-0000-7000-8000-00000000000b'

/**
 * The leader in whose name the operator's own programs open group orders. Made when first needed, named after the operator;
 * nobody can sign in as it, as it has no address. It earns no commission: the operator would owe it to itself. An admin may suspend it like any other.
 * @param words what it is called where the operator has no name yet, and the neighbourhood it leads
 * @returns the leader's id
 */
export async function operatorLeader(words: { name: LocalText; community: LocalText }): Promise<string> {
  const known = await pool.query('select 1 from leaders where id = $1', [OPERATOR_LEADER])
  if (known.rowCount) return OPERATOR_LEADER
  await pool.query(
    `with person as (
       insert into users (id, locale, region) values ($2, $6, $5) on conflict do nothing)
     insert into leaders (id, user_id, name, community, state, commission_bps, region, decided_at)
     values ($1, $2, coalesce((select name from operator where id = 1), $3::jsonb), $4::jsonb, 'approved', 0, $5, clock_timestamp())
     on conflict do nothing`,
    [
      OPERATOR_LEADER,
      OPERATOR_USER,
      JSON.stringify(words.name),
      JSON.stringify(words.community),
      env.REGION,
      env.DEFAULT_LOCALE,
    ],
  )
  return OPERATOR_LEADER
}
