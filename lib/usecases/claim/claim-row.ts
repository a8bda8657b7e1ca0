import type { SqlTx } from '#lib/db/transaction.ts'
import type { ClaimableLine } from '#lib/domain/claim.ts'

/**
 * The lines of a locked order as claims see them: what was handed over and paid, and what claims that stand ask for.
 * What a decision granted counts instead of what was asked.
 */
export async function claimableLines(tx: SqlTx, orderId: string): Promise<ClaimableLine[]> {
  const { rows } = await tx.query<ClaimableLine>(
    `select l.offer_id as "offerId", l.collected, l.amount_minor - l.discount_minor as "paidMinor",
       coalesce(c.claimed, 0)::int as claimed, coalesce(c.minor, 0)::int as "claimedMinor"
     from order_lines l left join (
       select n.offer_id, sum(n.quantity) as claimed, sum(n.claimed_minor) as minor from claim_lines n
       join claims c on c.id = n.claim_id where c.order_id = $1 and c.state <> 'refused' group by n.offer_id) as c
       on c.offer_id = l.offer_id
     where l.order_id = $1`,
    [orderId],
  )
  return rows
}
