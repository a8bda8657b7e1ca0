import { pool } from '#lib/db/client.ts'
import { CLAIM_HOURS, type ClaimKind, claimableUntil } from '#lib/domain/claim.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor, ClaimDecider, LeaderWho, Shopper } from '#lib/domain/who.ts'
import { isId } from './gates.ts'
import type { OrderView } from './orders.ts'

export type ClaimState = 'open' | 'granted' | 'refused'

export type ClaimSummary = {
  id: string
  state: ClaimState
  filedAt: Date
  dueAt: Date
  isOverdue: boolean
  number: number
  group: LocalText
  timeZone: string
  currency: string
  claimedMinor: number
  grantedMinor: number
}

export type ClaimView = ClaimSummary & {
  orderId: string
  text: string
  answer: string
  decidedAt: Date | null
  /** What went back of the order before, by a claim or otherwise. */
  refundedMinor: number
  photos: string[]
  lines: {
    offerId: string
    name: LocalText
    unit: Unit
    kind: ClaimKind
    quantity: number
    claimedMinor: number
    grantedMinor: number | null
  }[]
}

const SUMMARY = `c.id, c.state, c.filed_at as "filedAt", c.due_at as "dueAt", c.due_at <= clock_timestamp() as "isOverdue",
  o.number, g.title as "group", g.time_zone as "timeZone", o.currency,
  (select coalesce(sum(l.claimed_minor), 0)::int from claim_lines l where l.claim_id = c.id) as "claimedMinor",
  (select coalesce(sum(l.granted_minor), 0)::int from claim_lines l where l.claim_id = c.id) as "grantedMinor"`
const FROM = 'claims c join orders o on o.id = c.order_id join group_orders g on g.id = o.group_order_id'
const MOST = 100

/** The claims of one's own order, newest first. */
export async function claimsOfOrder(who: Shopper, orderId: string): Promise<ClaimSummary[]> {
  const { rows } = await pool.query<ClaimSummary>(
    `select ${SUMMARY} from ${FROM} where c.order_id = $1 and o.shopper_id = $2 order by c.filed_at desc`,
    [orderId, who.userId],
  )
  return rows
}

/** A claim to the shopper who filed it. */
export const ownClaim = (who: Shopper, claimId: string) => claim(claimId, 'o.shopper_id = $2', who.userId)

/** The same to who decides it; of the shopper they see the order's number. */
export const claimToDecide = (who: ClaimDecider) => claim(who.claimId, '$2::uuid is not null', who.userId)

async function claim(claimId: string, whose: string, userId: string): Promise<ClaimView | undefined> {
  if (!isId(claimId)) return undefined
  const { rows } = await pool.query<ClaimView>(
    `select ${SUMMARY}, c.order_id as "orderId", c.text, c.answer, c.decided_at as "decidedAt",
       (select coalesce(sum(r.amount_minor), 0)::int from order_refunds r where r.order_id = o.id) as "refundedMinor",
       array(select p.key from claim_photos p where p.claim_id = c.id order by p.position) as photos,
       (select json_agg(json_build_object('offerId', l.offer_id, 'name', p.name, 'unit', p.unit, 'kind', l.kind,
           'quantity', l.quantity, 'claimedMinor', l.claimed_minor, 'grantedMinor', l.granted_minor) order by f.position, f.id)
         from claim_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
         where l.claim_id = c.id) as lines
     from ${FROM} where c.id = $1 and ${whose}`,
    [claimId, userId],
  )
  return rows[0]
}

/** The claims of a leader's own group orders, what is to be decided first. */
export async function claimsOfLeader(who: LeaderWho): Promise<ClaimSummary[]> {
  const { rows } = await pool.query<ClaimSummary>(
    `select ${SUMMARY} from ${FROM} where g.leader_id = $1
     order by c.state <> 'open', case when c.state = 'open' then c.due_at end, c.filed_at desc limit ${MOST}`,
    [who.leaderId],
  )
  return rows
}

/** Every claim, the overdue first: those are the office's. */
export async function allClaims(_who: AdminFor<'money'>): Promise<ClaimSummary[]> {
  const { rows } = await pool.query<ClaimSummary>(
    `select ${SUMMARY} from ${FROM}
     order by c.state <> 'open', case when c.state = 'open' then c.due_at end, c.filed_at desc limit ${MOST}`,
  )
  return rows
}

/** How many claims wait to be decided. */
export async function claimsWaiting(_who: AdminFor<'money'>): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from claims where state = 'open'`)
  return rows[0]?.count ?? 0
}

/** Until when an order can be claimed; undefined where it cannot. */
export async function claimUntil(order: OrderView): Promise<Date | undefined> {
  const isPaid = order.paymentState === 'paid' || order.paymentState === 'part_refunded'
  if (order.state !== 'collected' || !order.collectedAt || !isPaid) return undefined
  const { rows } = await pool.query<{ hours: number }>('select claim_hours as hours from operator')
  const until = claimableUntil(order.collectedAt, rows[0]?.hours ?? CLAIM_HOURS)
  return until > order.now ? until : undefined
}
