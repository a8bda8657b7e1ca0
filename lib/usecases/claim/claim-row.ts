import type { SqlTx } from '#lib/db/transaction.ts'
import type { ClaimableLine } from '#lib/domain/claim.ts'

/** Of a line that was handed over as a whole, what is charged; else as much as was handed over. */
const CHARGED = `case when l.collected = l.quantity then charged_quantity(l.quantity, l.actual, v.tolerance_bps) else l.collected end`

/**
 * The lines of a locked order as claims see them: what was handed over, as it was charged where it was weighed, what was paid
 * for it, and what claims ask for that stand: open or granted.
 */
export async function claimableLines(tx: SqlTx, orderId: string): Promise<ClaimableLine[]> {
  const { rows } = await tx.query<ClaimableLine>(
    `select l.offer_id as "offerId", ${CHARGED} as collected, l.amount_minor - l.discount_minor as "paidMinor",
       coalesce(c.claimed, 0)::int as claimed, coalesce(c.minor, 0)::int as "claimedMinor"
     from order_lines l join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version left join (
       select n.offer_id, sum(n.quantity) as claimed, sum(n.claimed_minor) as minor from claim_lines n
       join claims c on c.id = n.claim_id where c.order_id = $1 and c.state <> 'refused' group by n.offer_id) as c
       on c.offer_id = l.offer_id
     where l.order_id = $1`,
    [orderId],
  )
  return rows
}
