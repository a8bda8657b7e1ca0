import { pool } from '#lib/db/client.ts'
import type { OrderState, PaymentMethod, PaymentState } from '#lib/domain/lifecycle.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { isId } from './gates.ts'
import { personOf, SHELF } from './station-board.ts'

/** Quantities are pieces, or grams where the unit is weighed. */
export type OrderLineAtStation = {
  offerId: string
  name: LocalText
  pack: LocalText
  unit: Unit
  storage: string
  picture: string | null
  tile: string
  many: boolean
  quantity: number
  collected: number
  /** By how much it may weigh more and be charged for, basis points; 0 = charged as ordered. */
  toleranceBps: number
  /** Grams weighed; null where it is not weighed. */
  actual: number | null
  amountMinor: number
}

export type HandOverRecord = {
  collectionId: string
  by: string
  at: Date
  proof: 'code' | 'qr' | 'none'
  undoneAt: Date | null
  /** Young enough to be undone. */
  canUndo: boolean
}

export type OrderAtStation = {
  orderId: string
  number: number
  shelf: number | null
  name: string
  phoneEnd: string
  group: LocalText
  state: OrderState
  paymentMethod: PaymentMethod
  paymentState: PaymentState
  totalMinor: number
  /** What lines that are not weighed may still come to beyond it. */
  toleranceMinor: number
  currency: string
  timeZone: string
  pickupFrom: Date
  pickupUntil: Date
  lines: OrderLineAtStation[]
  /** Newest first. */
  records: HandOverRecord[]
}

type Head = Omit<OrderAtStation, 'lines' | 'records'> & { contact: string }

const HEAD = `select o.id as "orderId", o.number, ${SHELF}, o.name, o.contact, g.title as "group",
    order_state(o.state, g.closed_at) as state,
    o.payment_method as "paymentMethod", o.payment_state as "paymentState", o.total_minor as "totalMinor", o.tolerance_minor as "toleranceMinor", o.currency, s.time_zone as "timeZone",
    g.pickup_from as "pickupFrom", g.pickup_until as "pickupUntil"
  from orders o join group_orders g on g.id = o.group_order_id join stations s on s.id = o.station_id
  where o.id = $1 and o.station_id = $2 and o.state <> 'cancelled' and g.closed_at is not null`

const LINES = `select l.offer_id as "offerId", p.name, p.pack, p.unit, p.storage, p.picture, p.tile, p.many, l.quantity, l.collected,
    v.tolerance_bps as "toleranceBps", l.actual, l.amount_minor as "amountMinor"
  from order_lines l join offers f on f.id = l.offer_id join products p on p.id = f.product_id
  join offer_prices v on v.offer_id = l.offer_id and v.version = l.price_version
  where l.order_id = $1 order by f.position, f.id`

const RECORDS = `select c.id as "collectionId", coalesce(u.name, '') as by, c.at, c.proof, c.undone_at as "undoneAt",
    c.undone_at is null and c.at > clock_timestamp() - interval '24 hours' as "canUndo"
  from collections c left join users u on u.id = c.keeper_id where c.order_id = $1 order by c.at desc`

/**
 * An order at the door: what is in it, what is to pay, who handed over what and when. Neither its pickup code nor its
 * pass is read.
 * @param orderId any text; undefined is answered for what is no order of this station
 */
export async function orderAtStation(who: KeeperOf, orderId: string): Promise<OrderAtStation | undefined> {
  if (!isId(orderId)) return undefined
  const { rows } = await pool.query<Head>(HEAD, [orderId, who.stationId])
  const head = rows[0]
  if (!head) return undefined
  const [lines, records] = await Promise.all([
    pool.query<OrderLineAtStation>(LINES, [orderId]),
    pool.query<HandOverRecord>(RECORDS, [orderId]),
  ])
  const { contact, ...rest } = head
  return { ...rest, ...personOf(head.name, contact), lines: lines.rows, records: records.rows }
}
