import { databaseClock } from '#lib/db/locks.ts'
import { toleranceOf, UNIT_ROWS } from '#lib/db/tolerance.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { returnedAtPickup } from '#lib/domain/ledger.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { actorOf, type KeeperOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { writeCreditNote } from '../invoice/write.ts'
import { postToLedger } from '../ledger/post.ts'
import { partsBooked, takenBackAtUndo } from './earned.ts'
import type { HandedLine } from './hand-over.ts'
import { linesOf, lockOrder, moneyAtPickup, moveReserved, type OrderRow, type StockMove } from './order-rows.ts'

export type UndoRefusal = { code: 'NOT_FOUND' } | { code: 'ALREADY_UNDONE' } | { code: 'TOO_LATE_TO_UNDO' }

export const UNDO_HOURS = 24

type Slip = { order_id: string; lines: HandedLine[]; at: Date; undone_at: Date | null }

/**
 * Takes back a handing over that was a slip: the goods are on the shelf again and the order waits. Once only, within
 * 24 hours, by a keeper of that station.
 * @param isMoneyBack no money was taken, or it went back: the order is to be paid again
 * Refuses NOT_FOUND (no handing over of this station), ALREADY_UNDONE, TOO_LATE_TO_UNDO.
 */
export const undoHandOver = (
  who: KeeperOf,
  collectionId: string,
  isMoneyBack: boolean,
): Promise<Outcome<{ orderId: string }, UndoRefusal>> =>
  sqlTransaction(async (tx) => {
    const { rows: found } = await tx.query<{ order_id: string }>(
      'select order_id from collections where id = $1 and station_id = $2',
      [collectionId, who.stationId],
    )
    const orderId = found[0]?.order_id
    // The order's lock comes first, as when handing over; the slip is read after it.
    const order = orderId && (await lockOrder(tx, orderId, who.stationId))
    if (!order) return refuse({ code: 'NOT_FOUND' })
    const now = await databaseClock(tx)
    const { rows } = await tx.query<Slip>('select order_id, lines, at, undone_at from collections where id = $1', [
      collectionId,
    ])
    const slip = rows[0]
    if (!slip || slip.undone_at) return refuse({ code: 'ALREADY_UNDONE' })
    // what was refunded is settled with the shopper: no slip any more
    const isRefunded = order.payment_state === 'part_refunded' || order.payment_state === 'refunded'
    const isOld = now.getTime() - slip.at.getTime() > UNDO_HOURS * 3_600_000
    if (isOld || isRefunded) return refuse({ code: 'TOO_LATE_TO_UNDO' })

    const { rowCount } = await tx.query(
      'update collections set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null',
      [collectionId, now, who.userId],
    )
    if (rowCount !== 1) return refuse({ code: 'ALREADY_UNDONE' })
    await tx.query(
      `update order_lines l set collected = l.collected - n.quantity
       from unnest($2::uuid[], $3::int[]) as n(offer_id, quantity) where l.order_id = $1 and l.offer_id = n.offer_id`,
      [order.id, slip.lines.map(({ offerId }) => offerId), slip.lines.map(({ quantity }) => quantity)],
    )
    const unpaid = unpaidState(order, isMoneyBack)
    await tx.query(
      `update orders set state = case state when 'collected' then 'ready'::"OrderState" else state end,
         collected_at = null, collected_by = null,
         payment_state = coalesce($2::"PaymentState", payment_state)
       where id = $1`,
      [order.id, unpaid ?? null],
    )
    if ((unpaid ?? order.payment_state) === 'due') await openTolerance(tx, order.id)
    await postToLedger(tx, [
      ...(unpaid ? moneyAtPickup(returnedAtPickup, order, collectionId, who, await partsBooked(tx, order.id)) : []),
      ...(await takenBackAtUndo(tx, order, collectionId, who)),
    ])
    await moveReserved(tx, await stockBack(tx, order.id, slip.lines), 'undone', {
      orderId: order.id,
      actorId: who.userId,
    })
    await writeCreditNote(tx, order, actorOf(who, 'keeper'))
    const facts = { actorId: who.userId, actorRole: 'keeper', subjectType: 'order', subjectId: order.id } as const
    await auditSql(tx, [{ ...facts, action: 'order.undo_collect', data: { collectionId, isMoneyBack } }])
    return accept({ orderId: order.id })
  })

/** It is to be paid again, so what is not weighed may be; what was set aside in advance went back, and is not asked for again. */
const openTolerance = (tx: SqlTx, orderId: string) =>
  tx.query(
    `update orders o set tolerance_minor = coalesce((select tolerance from (${toleranceOf('l.order_id = $1', '$2', '$3')}) as n), 0) where o.id = $1`,
    [orderId, ...UNIT_ROWS],
  )

/** What the payment goes back to: paid in advance it is still there, else it is due again where the money went back. */
function unpaidState(order: OrderRow, isMoneyBack: boolean): 'held' | 'due' | undefined {
  if (order.payment_state !== 'paid') return undefined
  if (order.payment_method !== 'on_pickup') return 'held'
  return isMoneyBack ? 'due' : undefined
}

/** The movements that the slip made, each to be taken back once. */
async function stockBack(tx: SqlTx, orderId: string, handed: HandedLine[]): Promise<StockMove[]> {
  const lines = await linesOf(tx, orderId)
  const moves: StockMove[] = []
  for (const { offerId, quantity } of handed) {
    const line = lines.find((each) => each.offer_id === offerId)
    if (line?.source !== 'stock') continue
    const { rows } = await tx.query<{ id: string }>(
      `select m.id from stock_movements m
       where m.order_id = $1 and m.product_id = $2 and m.quantity = $3 and m.reason = 'collected'
         and not exists (select 1 from stock_movements u where u.undoes_id = m.id)
       order by m.created_at desc limit 1`,
      [orderId, line.product_id, -quantity],
    )
    moves.push({ productId: line.product_id, quantity, ...(rows[0] && { undoesId: rows[0].id }) })
  }
  return moves
}
