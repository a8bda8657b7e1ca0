import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { type CarryFacts, type CarryRefusal, whyNotCarry } from '#lib/domain/carrying.ts'
import { effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { actorOf, type LeaderWho } from '#lib/domain/who.ts'
import { newId, newToken } from '#lib/infra/ids.ts'
import { auditSql } from '../audit.ts'

/** Letters and digits of a link's code: 49 bits, so that nobody finds another's by trying. */
const CODE_LENGTH = 10

export type CarryInput = {
  groupOrderId: string
  /** The part of the commission that the page showed, basis points. */
  shownBps: number
}

/**
 * A leader carries another leader's group order from now on, for the part that is offered at this moment. The group order's
 * row is held meanwhile: two tries of one leader come after each other, and so does an edit of the part.
 * @returns the code of their link. Refuses NOT_FOUND, LEADER_NOT_APPROVED, OWN_GROUP, ALREADY_CARRYING, CARRYING_OVER (it takes
 *   no orders any more), NOT_TO_BE_CARRIED, CARRIER_ENDED (its leader ended it before), SPLIT_CHANGED
 */
export const carryGroupOrder = (
  who: LeaderWho,
  { groupOrderId, shownBps }: CarryInput,
): Promise<Outcome<{ carrierId: string; code: string }, CarryRefusal>> =>
  sqlTransaction(async (tx) => {
    const facts = await factsOf(tx, who, groupOrderId)
    if (!facts) return refuse({ code: 'NOT_FOUND' })
    const refusal = whyNotCarry({ ...facts, shownBps })
    if (refusal) return refuse(refusal)
    const [carrierId, code] = [newId(), newToken(CODE_LENGTH)]
    await tx.query(
      `insert into group_carriers (id, group_order_id, leader_id, split_bps, code, accepted_at) values ($1, $2, $3, $4, $5, $6)`,
      [carrierId, groupOrderId, who.leaderId, facts.splitBps, code, facts.now],
    )
    await auditSql(tx, [
      {
        ...actorOf(who, 'leader'),
        action: 'group_order.carry',
        subjectType: 'group_order',
        subjectId: groupOrderId,
        data: { carrierId, leaderId: who.leaderId, splitBps: facts.splitBps },
      },
    ])
    return accept({ carrierId, code })
  })

type Row = {
  state: GroupState
  opensAt: Date
  cutoffAt: Date
  leaderId: string
  splitBps: number | null
  isApproved: boolean
  isCarrying: boolean
  isEndedByOwner: boolean
}

type Facts = Omit<CarryFacts, 'shownBps'> & { now: Date }

async function factsOf(tx: SqlTx, who: LeaderWho, groupOrderId: string): Promise<Facts | undefined> {
  await tx.query('select 1 from group_orders where id = $1 for no key update', [groupOrderId])
  // after the lock: who carries it may have changed while we waited
  const { rows } = await tx.query<Row>(
    `select g.state, g.opens_at as "opensAt", g.cutoff_at as "cutoffAt", g.leader_id as "leaderId",
       case when l.state = 'approved' then g.carry_split_bps end as "splitBps",
       exists (select 1 from leaders where id = $2 and state = 'approved') as "isApproved",
       exists (select 1 from group_carriers where group_order_id = $1 and leader_id = $2 and ended_at is null) as "isCarrying",
       exists (select 1 from group_carriers where group_order_id = $1 and leader_id = $2 and ended_by <> $3) as "isEndedByOwner"
     from group_orders g join leaders l on l.id = g.leader_id where g.id = $1`,
    [groupOrderId, who.leaderId, who.userId],
  )
  const [row] = rows
  if (!row) return undefined
  const now = await databaseClock(tx)
  return { ...row, now, state: effectiveState(row, now), isOwn: row.leaderId === who.leaderId }
}
