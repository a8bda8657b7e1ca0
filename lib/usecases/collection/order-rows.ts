import type { SqlTx } from '#lib/db/transaction.ts'
import type { Movement, paidAtPickup, SaleParts } from '#lib/domain/ledger.ts'
import type { OrderState, PaymentMethod, PaymentState } from '#lib/domain/lifecycle.ts'
import { type MovementReason, moveStock } from '#lib/domain/stock.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'

export type OrderRow = {
  id: string
  state: OrderState
  payment_method: PaymentMethod
  payment_state: PaymentState
  total_minor: number
  /** What lines that are not weighed may still come to beyond it; set aside with it where it is held. */
  tolerance_minor: number
  shopper_id: string
  currency: string
  group_order_id: string
  number: number
}

export type LineRow = {
  offer_id: string
  product_id: string
  unit: string
  source: 'presale' | 'stock'
  quantity: number
  collected: number
  /** What is paid for the goods, discounts off and without deposits, minor units; and the rates of the price it was ordered at. */
  amountMinor: number
  discountMinor: number
  depositMinor: number
  taxBps: number
  commissionBps: number
}

/**
 * Locks an order of a station: two keepers who hand over the same one come after each other, and the second sees what
 * the first did.
 * @returns undefined when it is no order of this station
 */
export async function lockOrder(tx: SqlTx, orderId: string, stationId: string): Promise<OrderRow | undefined> {
  const { rows } = await tx.query<OrderRow>(
    `select o.id, order_state(o.state, g.closed_at) as state, o.payment_method, o.payment_state, o.total_minor, o.tolerance_minor, o.shopper_id, o.currency, o.group_order_id, o.number
     from orders o join group_orders g on g.id = o.group_order_id where o.id = $1 and o.station_id = $2 for update of o`,
    [orderId, stationId],
  )
  return rows[0]
}

/** The lines of a locked order, with what was handed over so far. */
export async function linesOf(tx: SqlTx, orderId: string): Promise<LineRow[]> {
  const { rows } = await tx.query<LineRow>(
    `select l.offer_id, f.product_id, p.unit, f.source, l.quantity, l.collected, l.amount_minor - l.discount_minor as "amountMinor",
       l.discount_minor as "discountMinor", l.deposit_minor as "depositMinor",
       v.tax_bps as "taxBps", v.commission_bps as "commissionBps"
     from order_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
     join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
     where l.order_id = $1 order by f.position, f.id`,
    [orderId],
  )
  return rows
}

export type StockMove = { productId: string; quantity: number; undoesId?: string }

/**
 * Moves stock together with its reservation, as a handing over or its undoing does; rows are locked in id order, as the
 * desk does.
 * @param moves signed: pieces or grams that come back (above 0) or go out (below 0)
 * @throws when the stock and its reservations cannot explain it: then something wrote them behind our back
 */
export async function moveReserved(
  tx: SqlTx,
  moves: StockMove[],
  reason: Extract<MovementReason, 'collected' | 'undone'>,
  by: { orderId: string; actorId: string },
): Promise<void> {
  if (moves.length === 0) return
  const { rows } = await tx.query<{ product_id: string; on_hand: number; reserved: number }>(
    'select product_id, on_hand, reserved from stock where product_id = any($1::uuid[]) order by product_id for update',
    [moves.map(({ productId }) => productId)],
  )
  const levels = new Map(rows.map((row) => [row.product_id, { onHand: row.on_hand, reserved: row.reserved }]))
  for (const { productId, quantity, undoesId } of moves) {
    const level = levels.get(productId)
    const moved = level && moveStock(level, quantity, reason)
    if (!moved?.ok) throw new Error(`stock of ${productId} cannot move by ${quantity}`)
    levels.set(productId, moved.value)
    await tx.query('update stock set on_hand = $2, reserved = $3 where product_id = $1', [
      productId,
      moved.value.onHand,
      moved.value.reserved,
    ])
    await tx.query(
      `insert into stock_movements (id, product_id, quantity, reason, on_hand_after, actor_id, order_id, undoes_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), productId, quantity, reason, moved.value.onHand, by.actorId, by.orderId, undoesId ?? null],
    )
  }
}

/**
 * What a payment or its return at the station moves in the books, or the handing over of what was paid in advance; nothing
 * for an order that costs nothing.
 * @param parts what the order's total consists of beside the goods
 */
export function moneyAtPickup(
  event: typeof paidAtPickup,
  order: OrderRow,
  collectionId: string,
  { userId: keeperId }: KeeperOf,
  parts: SaleParts,
  byTerminal = false,
): Movement[] {
  const { id: orderId, total_minor: totalMinor, currency } = order
  const isPrepaid = order.payment_method !== 'on_pickup'
  const movement = event({ collectionId, orderId, keeperId, totalMinor, parts, currency, isPrepaid, byTerminal })
  return movement ? [movement] : []
}
