import { pool } from '#lib/db/client.ts'
import { isUnavailable } from '#lib/db/errors.ts'
import { lockAsCloser } from '#lib/db/locks.ts'
import { readRates } from '#lib/db/rates.ts'
import { readSold } from '#lib/db/sold.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { closeOutcome, effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { paysItsWay, standingOf } from '#lib/domain/standing.ts'
import { log } from '#lib/infra/log.ts'
import { type AuditFacts, auditSql } from '../audit.ts'
import { announce } from '../message/announce.ts'
import { freeze } from './freeze.ts'
import { releaseOrders } from './release-orders.ts'
import { releaseUnpaid } from './release-unpaid.ts'

export type Closer = {
  /** Undefined when the system closes. */
  actorId?: string
  actorRole: AuditFacts['actorRole']
  /** Close before the cutoff. */
  early?: boolean
}
type Closed = Outcome<'confirmed' | 'failed', { code: 'WRONG_STATE' }>

/**
 * Closes a group order: exactly once, whoever tries and however often. Taken under the lock that no desk shares, so
 * no order can slip in behind it. Confirmed when the minimum is met and, in a no-loss group order, its orders pay its
 * freight and its stops: final prices and demand are written; else failed: every order is cancelled and nobody pays.
 * Refuses WRONG_STATE when it is closed already, not open, or not yet due (unless `early`).
 */
export const closeGroupOrder = async (groupOrderId: string, by: Closer): Promise<Closed> => {
  const outcome = (await closeTogether([groupOrderId], by)).get(groupOrderId)
  return outcome ? accept(outcome) : refuse({ code: 'WRONG_STATE' })
}

/**
 * Closes those of these group orders that are due, in one transaction of a few statements however many they are.
 * @returns what became of each that this call closed
 */
const closeTogether = (groupOrderIds: string[], by: Closer): Promise<Map<string, 'confirmed' | 'failed'>> =>
  sqlTransaction(async (tx) => {
    const now = await lockAsCloser(tx, groupOrderIds)
    const closing = (await readGroups(tx, groupOrderIds)).filter(
      (group) =>
        (group.state === 'open' || group.state === 'scheduled') &&
        (effectiveState(group, now) === 'closed' || (by.early && effectiveState(group, now) === 'open')),
    )
    // what is not paid by now does not count towards the minimum, and is not bought
    const unpaid = await releaseUnpaid(
      tx,
      closing.map(({ id }) => id),
      now,
    )
    const due = closing.map((group) => ({ ...group, orders: group.orders - (unpaid.get(group.id) ?? 0) }))
    const outcomes = new Map(due.map(({ id, orders, minimumOrders }) => [id, closeOutcome(orders, minimumOrders)]))
    if (due.length === 0) return outcomes
    const losing = await losingGroups(
      tx,
      due.filter(({ id, isNoLoss }) => isNoLoss && outcomes.get(id) === 'confirmed'),
    )
    for (const id of losing) outcomes.set(id, 'failed')
    const reasonOf = (id: string): FailedReason | null =>
      outcomes.get(id) === 'confirmed' ? null : losing.has(id) ? 'no_loss_not_met' : 'minimum_not_met'
    const { rowCount } = await tx.query(
      `update group_orders g set state = n.outcome, failed_reason = n.reason, closed_at = $4, updated_at = $4, version = version + 1
       from unnest($1::uuid[], $2::"GroupState"[], $3::"GroupState"[], $5::text[]) as n(id, outcome, was, reason)
       where g.id = n.id and g.state = n.was`,
      [
        [...outcomes.keys()],
        [...outcomes.values()],
        due.map(({ state }) => state),
        now,
        [...outcomes.keys()].map(reasonOf),
      ],
    )
    if (rowCount !== due.length) throw new Error('a group order changed its state under the closer’s lock')
    const ended = (as: FailedReason | null) => due.filter(({ id }) => reasonOf(id) === as).map(({ id }) => id)
    await freeze(tx, ended(null))
    for (const reason of ['minimum_not_met', 'no_loss_not_met'] as const)
      await releaseOrders(tx, ended(reason), reason, now)
    await tell(tx, due, reasonOf, now)
    await auditSql(
      tx,
      due.map(({ id, orders, minimumOrders }) => ({
        ...(by.actorId && { actorId: by.actorId }),
        actorRole: by.actorRole,
        action: 'group_order.close',
        subjectType: 'group_order',
        subjectId: id,
        data: {
          outcome: outcomes.get(id),
          orders,
          minimum: minimumOrders,
          early: Boolean(by.early),
          ...(losing.has(id) && { reason: 'no_loss_not_met' }),
        },
      })),
    )
    return outcomes
  })

type FailedReason = 'minimum_not_met' | 'no_loss_not_met'

type Group = {
  id: string
  state: GroupState
  opensAt: Date
  cutoffAt: Date
  minimumOrders: number
  isNoLoss: boolean
  orders: number
}

async function readGroups(tx: SqlTx, ids: string[]): Promise<Group[]> {
  const { rows } = await tx.query<Group>(
    `select g.id, g.state, g.opens_at as "opensAt", g.cutoff_at as "cutoffAt", g.minimum_orders as "minimumOrders",
       g.is_no_loss as "isNoLoss", c.orders
     from group_orders g join group_counters c on c.group_order_id = g.id where g.id = any($1::uuid[]) order by g.id`,
    [ids],
  )
  return rows
}

/** Those of some no-loss group orders that do not pay their way. Nobody pays for it who did not ask for it. */
async function losingGroups(tx: SqlTx, groups: readonly Group[]): Promise<Set<string>> {
  if (groups.length === 0) return new Set()
  const rates = await readRates(tx)
  const sold = await readSold(
    tx,
    groups.map(({ id }) => id),
  )
  return new Set([...sold].filter(([, own]) => !paysItsWay(standingOf(own, rates))).map(([id]) => id))
}

const TEMPLATES = { minimum_not_met: 'groupFailed', no_loss_not_met: 'groupNotPaying' } as const

/** Everybody who was in is told, with how many they were; groups that nobody joined have nobody to tell. */
async function tell(
  tx: SqlTx,
  groups: Group[],
  reasonOf: (id: string) => FailedReason | null,
  at: Date,
): Promise<void> {
  for (const reason of [null, 'minimum_not_met', 'no_loss_not_met'] as const) {
    const told = groups.filter(({ id, orders }) => orders > 0 && reasonOf(id) === reason)
    await announce(
      tx,
      reason ? TEMPLATES[reason] : 'groupClosed',
      at,
      told.map(({ id, orders }) => ({ groupOrderId: id, facts: { orders } })),
    )
  }
}

/** So many lock and commit together: enough to be cheap, few enough that no lock is held for long. */
const AT_ONCE = 500
/** A city's evening closes on more than one processor of its database. */
const LANES = 2

/**
 * Closes every group order whose cutoff has passed, the longest overdue first. Any process may call it at any time; a
 * job lost hours ago does not matter. One that cannot be closed keeps no other open.
 * @returns how many this call closed
 */
export async function closeDueGroupOrders(): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from group_orders where state in ('scheduled', 'open') and cutoff_at <= clock_timestamp() order by cutoff_at`,
  )
  const due = rows.map(({ id }) => id)
  const share = Math.min(AT_ONCE, Math.ceil(due.length / LANES))
  const lane = async (): Promise<number> => {
    let closed = 0
    while (due.length > 0) closed += await closeSome(due.splice(0, share))
    return closed
  }
  const closed = await Promise.all(Array.from({ length: LANES }, lane))
  return closed.reduce((sum, each) => sum + each, 0)
}

const closeSome = (ids: string[]): Promise<number> =>
  closeTogether(ids, { actorRole: 'system' }).then(
    ({ size }) => size,
    (error) => (isUnavailable(error) || ids.length === 1 ? Promise.reject(error) : closeEach(ids)),
  )

/** After an unexpected error each is tried alone. */
async function closeEach(ids: string[]): Promise<number> {
  let closed = 0
  for (const id of ids) {
    const { size } = await closeTogether([id], { actorRole: 'system' }).catch((error) => {
      log.error({ groupOrderId: id, error: error instanceof Error ? error.message : String(error) }, 'cannot be closed')
      return new Map()
    })
    closed += size
  }
  return closed
}
