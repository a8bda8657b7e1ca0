import { pool } from '#lib/db/client.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { isId } from './gates.ts'

export type OfferCommissionView = {
  offerId: string
  name: LocalText
  /** Basis points of what is paid, for who orders now. */
  bps: number
  /** The offer's own, where an admin gave it one. */
  ownBps: number | null
}

/** What the leader of a group order gets for each of its offers. */
export async function offerCommissions(_who: AdminFor<'money'>, groupOrderId: string): Promise<OfferCommissionView[]> {
  if (!isId(groupOrderId)) return []
  const { rows } = await pool.query<OfferCommissionView>(
    `select o.id as "offerId", p.name, v.commission_bps as bps, o.commission_bps as "ownBps"
     from offers o join products p on p.id = o.product_id
     join offer_prices v on v.offer_id = o.id and v.version = o.price_version
     where o.group_order_id = $1 and o.withdrawn_at is null order by o.position, o.id`,
    [groupOrderId],
  )
  return rows
}
