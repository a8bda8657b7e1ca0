import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { actorOf, type ClaimDecider } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { auditSql } from '../audit.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'
import { type RefundRefusal, refundIn } from '../refund/refund-order.ts'

export type Decision = {
  /** What goes back for each line, minor units from 0; a line that is left out gets nothing. */
  lines: { offerId: string; grantedMinor: number }[]
  /** Told to the shopper. */
  answer: string
}

export type DecideRefusal =
  | RefundRefusal
  | { code: 'NOT_FOUND' | 'CLAIM_DECIDED' | 'CLAIM_IS_OFFICES' }
  | { code: 'MORE_THAN_CLAIMED'; offerId: string; mostMinor: number }

type Row = {
  order_id: string
  state: 'open' | 'granted' | 'refused'
  is_overdue: boolean
  number: number
  contact: string
  shopper_id: string
  locale: string
  title: LocalText
}

const MIN_ANSWER = 2

/**
 * Decides a claim, line by line, in part or whole; what is granted goes back at once and by itself: to the wallet or to where it
 * was paid from, with its tax and the leader's part of it. The shopper is told, with the answer.
 * @returns what goes back altogether, minor units. Refuses NOT_FOUND, CLAIM_DECIDED (of two at once one decides),
 *   CLAIM_IS_OFFICES (a leader, past the time), MORE_THAN_CLAIMED, TELL_WHY, and what a refund refuses (MORE_THAN_PAID where the
 *   office refunded the order otherwise meanwhile)
 */
export const decideClaim = (
  who: ClaimDecider,
  { lines, answer: typed }: Decision,
): Promise<Outcome<{ grantedMinor: number }, DecideRefusal>> =>
  sqlTransaction(async (tx) => {
    const { claimId } = who
    const answer = typed.trim()
    if (answer.length < MIN_ANSWER) return refuse({ code: 'TELL_WHY', field: 'reason' })
    const claim = await lockClaim(tx, claimId)
    if (!claim) return refuse({ code: 'NOT_FOUND' })
    if (claim.state !== 'open') return refuse({ code: 'CLAIM_DECIDED' })
    if (who.role === 'leader' && claim.is_overdue) return refuse({ code: 'CLAIM_IS_OFFICES' })
    const granted = await grant(tx, claimId, lines)
    if (!granted.ok) return granted
    const grantedMinor = granted.value
    const refundId = newId()
    if (grantedMinor > 0) {
      const refunder = { ...actorOf(who, who.role), userId: who.userId }
      const input = { refundId, orderId: claim.order_id, amountMinor: grantedMinor, reason: answer }
      const refunded = await refundIn(tx, refunder, input)
      if (!refunded.ok) return refunded
    }
    await tx.query(
      `update claims set state = $2::"ClaimState", decided_at = clock_timestamp(), decided_by = $3, answer = $4 where id = $1`,
      [claimId, grantedMinor > 0 ? 'granted' : 'refused', who.userId, answer],
    )
    await auditSql(tx, [
      {
        ...actorOf(who, who.role),
        ...{ action: 'claim.decide', subjectType: 'claim', subjectId: claimId },
        data: { orderId: claim.order_id, grantedMinor, lines, ...(grantedMinor > 0 && { refundId }) },
      },
    ])
    if (grantedMinor === 0) await tellRefused(tx, claim, answer)
    return accept({ grantedMinor })
  })

async function lockClaim(tx: SqlTx, claimId: string): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>(
    `select c.order_id, c.state, c.due_at <= clock_timestamp() as is_overdue, o.number, o.contact, o.shopper_id, u.locale, g.title
     from claims c join orders o on o.id = c.order_id join users u on u.id = o.shopper_id
     join group_orders g on g.id = o.group_order_id where c.id = $1 for update of c, o`,
    [claimId],
  )
  return rows[0]
}

/** Writes what each line gets. @returns their sum, minor units */
async function grant(tx: SqlTx, claimId: string, lines: Decision['lines']): Promise<Outcome<number, DecideRefusal>> {
  // a line may cost less by now than when it was claimed: it was handed over again, by another weight
  const { rows } = await tx.query<{ offer_id: string; most_minor: number }>(
    `select n.offer_id, greatest(0, least(n.claimed_minor, l.amount_minor - l.discount_minor - (
         select coalesce(sum(other.granted_minor), 0) from claim_lines other join claims c on c.id = other.claim_id
         where c.order_id = l.order_id and other.offer_id = n.offer_id and c.id <> n.claim_id)))::int as most_minor
     from claim_lines n join claims own on own.id = n.claim_id
     join order_lines l on l.order_id = own.order_id and l.offer_id = n.offer_id where n.claim_id = $1`,
    [claimId],
  )
  const given = new Map(lines.map(({ offerId, grantedMinor }) => [offerId, grantedMinor]))
  for (const [offerId, grantedMinor] of given) {
    const mostMinor = rows.find(({ offer_id }) => offer_id === offerId)?.most_minor ?? 0
    if (!Number.isSafeInteger(grantedMinor) || grantedMinor < 0 || grantedMinor > mostMinor)
      return refuse({ code: 'MORE_THAN_CLAIMED', offerId, mostMinor })
  }
  await tx.query(
    `update claim_lines l set granted_minor = n.granted from unnest($2::uuid[], $3::int[]) as n(offer_id, granted)
     where l.claim_id = $1 and l.offer_id = n.offer_id`,
    [claimId, rows.map(({ offer_id }) => offer_id), rows.map(({ offer_id }) => given.get(offer_id) ?? 0)],
  )
  return accept([...given.values()].reduce((sum, each) => sum + each, 0))
}

/** What is granted is told with the refund. */
async function tellRefused(tx: SqlTx, claim: Row, answer: string): Promise<void> {
  if (!claim.contact) return
  await postMessages(tx, [
    {
      ...{ to: contactOf(claim.contact), userId: claim.shopper_id, template: 'claimRefused' },
      locale: localeOf(claim.locale),
      facts: {
        ...{ number: claim.number, group: { text: claim.title }, answer },
        url: { path: `/orders/${claim.order_id}` },
      },
    },
  ])
}
