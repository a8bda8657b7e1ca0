import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import type { CouponTerms } from '#lib/domain/coupon.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type Priced, priceLines, sumUp } from '#lib/domain/pricing.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import { isActualWeight, isChargedByWeight } from '#lib/domain/weighing.ts'
import { actorOf, type KeeperOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { type AuditFacts, auditSql } from '../audit.ts'
import { lockOrder, type OrderRow } from '../collection/order-rows.ts'
import { giveBackTolerance } from './give-back-tolerance.ts'

/** What a scale said of one line, whole grams. */
export type Weight = { offerId: string; grams: number }

export type WeighInput = { orderId: string; weights: Weight[] }

export type Weighed = {
  /** What the order comes to now, and may still come to beyond it while lines are not weighed; minor units. */
  totalMinor: number
  toleranceMinor: number
}

export type WeighRefusal =
  | { code: 'NOT_FOUND' | 'ORDER_NOT_OPEN' | 'ALREADY_CHARGED' | 'NOTHING_CHOSEN' | 'COUPON_LEFT' }
  | { code: 'NOT_CHARGED_BY_WEIGHT'; offerId: string }
  | { code: 'BAD_WEIGHT'; offerId: string; orderedGrams: number }
  | { code: 'MORE_THAN_HELD'; heldMinor: number; neededMinor: number }

/**
 * A keeper writes down what weighed goods of an order really weigh, before it is handed over: it is charged by that, never above
 * the tolerance that was shown (RULES, "Money").
 * @returns refuses NOT_FOUND (no order of this station), and as weighIn
 */
export const weigh = (who: KeeperOf, { orderId, weights }: WeighInput): Promise<Outcome<Weighed, WeighRefusal>> =>
  sqlTransaction(async (tx) => {
    const order = await lockOrder(tx, orderId, who.stationId)
    return order ? weighIn(tx, actorOf(who, 'keeper'), order, weights) : refuse({ code: 'NOT_FOUND' })
  })

/**
 * Charges an order by weights: amounts, discounts and total of its lines, and what was set aside beyond it goes back at once.
 * A weight may be corrected until the order is paid at the counter or handed over; the same weights again change nothing.
 * @param order locked by lockOrder
 * @returns refuses ORDER_NOT_OPEN (cancelled, or its group still takes orders), ALREADY_CHARGED (paid at the counter or handed
 *   over, also where that was undone and what was set aside went back), NOTHING_CHOSEN, NOT_CHARGED_BY_WEIGHT, BAD_WEIGHT, and
 *   MORE_THAN_HELD and COUPON_LEFT where a correction would need money, or a coupon's budget, that went back already
 */
export async function weighIn(
  tx: SqlTx,
  actor: Pick<AuditFacts, 'actorId' | 'actorRole'>,
  order: OrderRow,
  weights: readonly Weight[],
): Promise<Outcome<Weighed, WeighRefusal>> {
  const shut = whyShut(order)
  if (shut) return refuse(shut)
  const lines = await linesToWeigh(tx, order.id)
  const weighed = withWeights(lines, weights)
  if (!weighed.ok) return weighed
  if (weighed.value.every(({ actual }, index) => actual === lines[index]?.actual))
    return accept({ totalMinor: order.total_minor, toleranceMinor: order.tolerance_minor })

  const priced = price(weighed.value)
  const heldMinor = order.total_minor + order.tolerance_minor
  const isHeld = order.payment_state === 'held'
  if (isHeld && order.tolerance_minor < leastOpen(lines)) return refuse({ code: 'ALREADY_CHARGED' })
  const neededMinor = priced.totalMinor + leastOpen(weighed.value)
  if (isHeld && neededMinor > heldMinor) return refuse({ code: 'MORE_THAN_HELD', heldMinor, neededMinor })
  const [{ couponLeftMinor } = { couponLeftMinor: 0 }] = lines
  if (priced.discountMinor - sumUp(lines).discountMinor > couponLeftMinor) return refuse({ code: 'COUPON_LEFT' })
  const { totalMinor } = priced
  // with a coupon there is a unit more a line; what was set aside bounds it
  const toleranceMinor = isHeld ? Math.min(priced.toleranceMinor, heldMinor - totalMinor) : priced.toleranceMinor
  await write(tx, order.id, weighed.value, { ...priced, toleranceMinor })
  const weighingId = newId()
  if (isHeld)
    await giveBackTolerance(tx, order, heldMinor - totalMinor - toleranceMinor, {
      ...{ event: `weighing ${weighingId}`, reason: 'weighed', actorId: actor.actorId },
    })
  await auditSql(tx, [
    {
      ...actor,
      action: 'order.weigh',
      subjectType: 'order',
      subjectId: order.id,
      data: { weighingId, weights, totalMinor: [order.total_minor, totalMinor] },
    },
  ])
  return accept({ totalMinor, toleranceMinor })
}

function whyShut({ state, payment_state: payment }: OrderRow): WeighRefusal | undefined {
  if (state === 'collected' || (payment !== 'due' && payment !== 'held' && state !== 'cancelled'))
    return { code: 'ALREADY_CHARGED' }
  return state === 'frozen' || state === 'ready' || state === 'uncollected' ? undefined : { code: 'ORDER_NOT_OPEN' }
}

type Line = {
  offerId: string
  unit: Unit
  quantity: number
  actual: number | null
  priceMinor: number
  depositMinor: number
  toleranceBps: number
  costMinor: number
  amountMinor: number
  discountMinor: number
  coupon: CouponTerms | null
  /** What the coupon's budget has left; 0 where there is none. */
  couponLeftMinor: number
}

/** The lines of a locked order at the prices that are paid, with its coupon, from which nobody else spends meanwhile. */
async function linesToWeigh(tx: SqlTx, orderId: string): Promise<Line[]> {
  await tx.query(
    'select 1 from coupons where id in (select coupon_id from coupon_uses where order_id = $1) for no key update',
    [orderId],
  )
  const { rows } = await tx.query<Line>(
    `select l.offer_id as "offerId", p.unit, l.quantity, l.actual, coalesce(l.final_minor, l.price_minor) as "priceMinor",
       l.amount_minor as "amountMinor", l.discount_minor as "discountMinor", v.deposit_minor as "depositMinor", v.tolerance_bps as "toleranceBps", v.cost_minor as "costMinor",
       case when c.id is not null then json_build_object('bps', c.bps, 'amountMinor', c.amount_minor) end as coupon,
       coalesce(c.budget_minor - c.spent_minor, 0) as "couponLeftMinor"
     from order_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
     join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
     left join coupon_uses u on u.order_id = l.order_id left join coupons c on c.id = u.coupon_id
     where l.order_id = $1 order by f.position, f.id`,
    [orderId],
  )
  return rows
}

/** The lines as the scale says. */
function withWeights(lines: readonly Line[], weights: readonly Weight[]): Outcome<Line[], WeighRefusal> {
  if (weights.length === 0) return refuse({ code: 'NOTHING_CHOSEN' })
  const wanted = new Map(lines.map((line) => [line.offerId, line]))
  for (const { offerId, grams } of weights) {
    const line = wanted.get(offerId)
    if (!line || !isChargedByWeight(line)) return refuse({ code: 'NOT_CHARGED_BY_WEIGHT', offerId })
    if (!isActualWeight(grams, line.quantity))
      return refuse({ code: 'BAD_WEIGHT', offerId, orderedGrams: line.quantity })
    wanted.set(offerId, { ...line, actual: grams })
  }
  return accept([...wanted.values()])
}

function price(lines: readonly Line[]): Priced {
  const toPrice = lines.map(
    ({ offerId, quantity, actual, unit, priceMinor, depositMinor, toleranceBps, costMinor }) => ({
      ...{ offerId, quantity, actual, unit, costMinor, quantitySold: 0 },
      pricing: { priceMinor, tiers: [], tierBy: 'orders' as const, depositMinor, toleranceBps },
    }),
  )
  return priceLines(toPrice, 0, lines[0]?.coupon ?? undefined)
}

/** What lines that are not weighed may come to beyond what was ordered, without the unit more that a coupon asks for. */
const leastOpen = (lines: readonly Line[]): number =>
  price(lines.map((line) => ({ ...line, coupon: null }))).toleranceMinor

async function write(tx: SqlTx, orderId: string, lines: readonly Line[], priced: Priced): Promise<void> {
  await tx.query(
    `update order_lines l set actual = n.actual, amount_minor = n.amount, discount_minor = n.discount
     from unnest($2::uuid[], $3::int[], $4::int[], $5::int[]) as n(offer_id, actual, amount, discount)
     where l.order_id = $1 and l.offer_id = n.offer_id`,
    [
      orderId,
      lines.map(({ offerId }) => offerId),
      lines.map(({ actual }) => actual),
      priced.lines.map(({ amountMinor }) => amountMinor),
      priced.lines.map(({ discountMinor }) => discountMinor),
    ],
  )
  await tx.query('update orders set total_minor = $2, tolerance_minor = $3 where id = $1', [
    orderId,
    priced.totalMinor,
    priced.toleranceMinor,
  ])
  await tx.query(
    `with used as (
       update coupon_uses u set discount_minor = $2 from coupon_uses old
       where u.order_id = $1 and old.order_id = u.order_id and old.discount_minor <> $2
       returning u.coupon_id, $2 - old.discount_minor as more)
     update coupons c set spent_minor = c.spent_minor + used.more from used where c.id = used.coupon_id`,
    [orderId, priced.discountMinor],
  )
}
