import { randomBytes } from 'node:crypto'
import type { SqlTx } from '#lib/db/transaction.ts'
import type { Decision, LineToWrite, OrderToAmend, OrderToPlace } from '#lib/domain/desk.ts'
import { payBy } from '#lib/domain/payment.ts'
import { sumUp } from '#lib/domain/pricing.ts'
import type { LoadedGroup } from './shelf.ts'

/** What a placement carries that the decision does not need. */
export type Particulars = { name: string; contact: string; code: string }

/**
 * Writes a decision: a handful of statements however many requests it answers, sent together. What an amendment writes
 * comes after what it takes away, since they run in the order sent.
 */
export async function writeDecision(
  tx: SqlTx,
  groupOrderId: string,
  decision: Decision,
  group: LoadedGroup,
  particulars: ReadonlyMap<string, Particulars>,
): Promise<void> {
  const { placed, amended, cancelled } = decision
  await Promise.all([
    placed.length && insertOrders(tx, groupOrderId, placed, group, particulars),
    amended.length && amendOrders(tx, amended, group),
    insertLines(tx, [...placed, ...amended]),
    cancelled.length && cancelOrders(tx, cancelled, group),
    writeCoupons(tx, decision),
    moveCounters(tx, groupOrderId, decision),
  ])
}

const amendOrders = (tx: SqlTx, amended: OrderToAmend[], group: LoadedGroup) =>
  Promise.all([
    tx.query('delete from order_lines where order_id = any($1::uuid[])', [amended.map(({ orderId }) => orderId)]),
    tx.query(
      `update orders o set total_minor = n.total, tolerance_minor = n.tolerance, station_id = n.station, amended_at = $5
       from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[]) as n(id, total, tolerance, station) where o.id = n.id`,
      [
        amended.map(({ orderId }) => orderId),
        amended.map(({ totalMinor }) => totalMinor),
        amended.map(({ toleranceMinor }) => toleranceMinor),
        amended.map(({ stationId }) => stationId),
        group.now,
      ],
    ),
  ])

/** What becomes of the payment of an order that is not to be: what was paid in advance is back in the wallet. */
export const GIVEN_BACK = `case payment_state when 'held' then 'refunded'::"PaymentState" else 'not_due' end`

async function cancelOrders(tx: SqlTx, cancelled: Decision['cancelled'], group: LoadedGroup): Promise<void> {
  await Promise.all([
    tx.query(
      `update orders o set state = 'cancelled', cancelled_at = $3, cancel_reason = n.reason, pay_by = null,
         payment_state = ${GIVEN_BACK}
       from unnest($1::uuid[], $2::text[]) as n(id, reason) where o.id = n.id`,
      [cancelled.map(({ orderId }) => orderId), cancelled.map(({ reason }) => reason), group.now],
    ),
    cancelled.some(({ payment }) => payment === 'online') &&
      shutPages(
        tx,
        cancelled.map(({ orderId }) => orderId),
      ),
  ])
}

/** Lets a worker shut the payment pages of orders that are not to be paid any more. */
export const shutPages = (tx: SqlTx, orderIds: string[]) =>
  tx.query(
    `update payments set next_look_at = clock_timestamp() where order_id = any($1::uuid[]) and state in ('started', 'open')`,
    [orderIds],
  )

async function insertOrders(
  tx: SqlTx,
  groupOrderId: string,
  placed: OrderToPlace[],
  group: LoadedGroup,
  particulars: ReadonlyMap<string, Particulars>,
): Promise<void> {
  const of = (orderId: string) => particulars.get(orderId) ?? { name: '', contact: '', code: '' }
  await tx.query(
    `insert into orders (id, group_order_id, shopper_id, station_id, number, pickup_code, pickup_secret, name, contact,
       payment_method, payment_state, pay_by, currency, total_minor, tolerance_minor, answered_minor, idempotency_key, body_hash, placed_at, region, carried_by)
     select n.id, $1, n.shopper, n.station, n.number, n.code, n.secret, n.name, n.contact,
       n.payment, case n.payment when 'wallet' then 'held'::"PaymentState" else 'due' end,
       case n.payment when 'online' then $19::timestamptz end, $2, n.total, n.tolerance, n.answered, n.key, n.hash, $3, $4, n.carrier
     from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::int[], $9::text[], $10::text[], $11::text[], $12::text[], $13::int[],
       $14::int[], $15::int[], $16::text[], $17::text[], $18::"PaymentMethod"[], $20::uuid[])
       as n(id, shopper, station, number, code, secret, name, contact, total, tolerance, answered, key, hash, payment, carrier)`,
    [
      groupOrderId,
      group.currency,
      group.now,
      group.region,
      placed.map(({ orderId }) => orderId),
      placed.map(({ shopperId }) => shopperId),
      placed.map(({ stationId }) => stationId),
      placed.map(({ number }) => number),
      placed.map(({ orderId }) => of(orderId).code),
      placed.map(() => randomBytes(16).toString('base64url')),
      placed.map(({ orderId }) => of(orderId).name),
      placed.map(({ orderId }) => of(orderId).contact),
      placed.map(({ totalMinor }) => totalMinor),
      placed.map(({ toleranceMinor }) => toleranceMinor),
      placed.map(({ answeredMinor }) => answeredMinor),
      placed.map(({ key }) => key),
      placed.map(({ bodyHash }) => bodyHash),
      placed.map(({ payment }) => payment),
      payBy(group.now, group.cutoffAt),
      placed.map(({ carrierId }) => carrierId),
    ],
  )
}

async function insertLines(tx: SqlTx, orders: { orderId: string; lines: LineToWrite[] }[]): Promise<void> {
  // an order placed and amended in one batch stands twice: only its last lines count
  const last = new Map(orders.map((order) => [order.orderId, order.lines]))
  const lines = [...last].flatMap(([orderId, own]) => own.map((line) => ({ orderId, ...line })))
  if (lines.length === 0) return
  await tx.query(
    `insert into order_lines (order_id, offer_id, quantity, price_version, price_minor, amount_minor, discount_minor, deposit_minor)
     select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[])`,
    [
      lines.map(({ orderId }) => orderId),
      lines.map(({ offerId }) => offerId),
      lines.map(({ quantity }) => quantity),
      lines.map(({ priceVersion }) => priceVersion),
      lines.map(({ priceMinor }) => priceMinor),
      lines.map(({ amountMinor }) => amountMinor),
      lines.map(({ discountMinor }) => discountMinor),
      lines.map(({ depositMinor }) => depositMinor),
    ],
  )
}

/** Who uses a coupon stands in a row of its own until the order is cancelled, and what it has spent moves with it. */
async function writeCoupons(tx: SqlTx, { placed, amended, cancelled, couponDelta }: Decision): Promise<void> {
  const used = placed.filter(({ couponId }) => couponId)
  const changed = amended.filter(({ couponId }) => couponId)
  await Promise.all([
    used.length &&
      tx.query(
        `insert into coupon_uses (order_id, coupon_id, shopper_id, discount_minor)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[])`,
        [
          used.map(({ orderId }) => orderId),
          used.map(({ couponId }) => couponId),
          used.map(({ shopperId }) => shopperId),
          used.map(({ lines }) => sumUp(lines).discountMinor),
        ],
      ),
    changed.length &&
      tx.query(
        `update coupon_uses u set discount_minor = n.discount from unnest($1::uuid[], $2::int[]) as n(id, discount) where u.order_id = n.id`,
        [changed.map(({ orderId }) => orderId), changed.map(({ lines }) => sumUp(lines).discountMinor)],
      ),
    couponDelta.size && tx.query(MOVE_COUPONS, [[...couponDelta.keys()], [...couponDelta.values()]]),
    // an order without a coupon has no such row
    cancelled.length &&
      tx.query('delete from coupon_uses where order_id = any($1::uuid[])', [cancelled.map(({ orderId }) => orderId)]),
  ])
}

const MOVE_COUPONS = `update coupons c set spent_minor = c.spent_minor + n.delta
  from unnest($1::uuid[], $2::int[]) as n(id, delta) where c.id = n.id`

/** Live totals move with the orders: sold, reserved stock, number of orders, next relay number. */
const moveCounters = (
  tx: SqlTx,
  groupOrderId: string,
  { soldDelta, stockDelta, nextNumber, orders }: Decision,
): Promise<unknown> =>
  Promise.all([
    soldDelta.size &&
      tx.query(
        'update offer_counters c set sold = c.sold + n.delta from unnest($1::uuid[], $2::int[]) as n(id, delta) where c.offer_id = n.id',
        [[...soldDelta.keys()], [...soldDelta.values()]],
      ),
    stockDelta.size &&
      tx.query(
        'update stock s set reserved = s.reserved + n.delta from unnest($1::uuid[], $2::int[]) as n(id, delta) where s.product_id = n.id',
        [[...stockDelta.keys()], [...stockDelta.values()]],
      ),
    tx.query('update group_counters set next_number = $2, orders = $3 where group_order_id = $1', [
      groupOrderId,
      nextNumber,
      orders,
    ]),
  ])
