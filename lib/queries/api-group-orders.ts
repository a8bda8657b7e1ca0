import { pool } from '#lib/db/client.ts'
import { effectiveState, type GroupState } from '#lib/domain/lifecycle.ts'
import { priceAt, type Tier } from '#lib/domain/pricing.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { ApiReader } from '#lib/domain/who.ts'
import { type ApiPage, type ApiRows, cut, oneMore } from './api-page.ts'

/** Quantities are pieces, or grams where the unit is weighed; money is minor units. */
export type ApiOffer = {
  id: string
  productId: string
  source: 'presale' | 'stock'
  priceMinor: number
  /** With the tiers reached by now. */
  currentMinor: number
  tierBy: 'orders' | 'quantity'
  tiers: Tier[]
  /** By how much it may weigh more than ordered and be charged for, basis points; 0 = charged as ordered. */
  toleranceBps: number
  cap: number | null
  limitPerShopper: number | null
  sold: number
  /** Null: no limit. */
  left: number | null
  withdrawn: boolean
}

export type ApiGroupOrder = {
  id: string
  slug: string
  state: GroupState
  leaderId: string
  title: LocalText
  story: LocalText
  opensAt: Date
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  timeZone: string
  currency: string
  minimumOrders: number
  orders: number
  stationIds: string[]
  version: number
  closedAt: Date | null
  cancelReason: string | null
  offers: ApiOffer[]
}

type OfferRow = Omit<ApiOffer, 'currentMinor' | 'left'> & { available: number | null }
type Row = Omit<ApiGroupOrder, 'offers'> & { at: Date; offers: OfferRow[] | null }

const SELECT = `select g.id, g.slug, g.state, g.leader_id as "leaderId", g.title, g.story, g.opens_at as "opensAt",
    g.cutoff_at as "cutoffAt", g.pickup_from as "pickupFrom", g.pickup_until as "pickupUntil", g.time_zone as "timeZone",
    g.currency, g.minimum_orders as "minimumOrders", c.orders, g.version, g.closed_at as "closedAt",
    g.cancel_reason as "cancelReason", clock_timestamp() as at,
    array(select s.station_id::text from group_order_stations s where s.group_order_id = g.id order by 1) as "stationIds",
    (select json_agg(json_build_object('id', o.id, 'productId', o.product_id, 'source', o.source, 'priceMinor', v.price_minor,
        'tierBy', v.tier_by, 'tiers', v.tiers, 'toleranceBps', v.tolerance_bps, 'cap', o.cap, 'limitPerShopper', o.limit_per_shopper, 'sold', n.sold,
        'withdrawn', o.withdrawn_at is not null,
        'available', case when o.source = 'stock' then coalesce(t.on_hand - t.reserved, 0) end) order by o.position, o.id)
      from offers o join offer_counters n on n.offer_id = o.id
      join offer_prices v on v.offer_id = o.id and v.version = o.price_version
      left join stock t on t.product_id = o.product_id
      where o.group_order_id = g.id) as offers
  from group_orders g join group_counters c on c.group_order_id = g.id`

/** Group orders with their stalls, as far as this program sees them. */
export async function apiGroupOrders(who: ApiReader, page: ApiPage): Promise<ApiRows<ApiGroupOrder>> {
  const { rows } = await pool.query<Row>(
    `${SELECT} where ($1::uuid is null or g.id > $1) and ($2::uuid is null or g.leader_id = $2) order by g.id limit $3`,
    [page.cursor ?? null, who.leaderId, oneMore(page)],
  )
  return cut(rows.map(viewOf), page, ({ id }) => id)
}

/** One group order; undefined for what is none, or not one of the key's leader. */
export async function apiGroupOrder(who: ApiReader, id: string): Promise<ApiGroupOrder | undefined> {
  const { rows } = await pool.query<Row>(`${SELECT} where g.id = $1 and ($2::uuid is null or g.leader_id = $2)`, [
    id,
    who.leaderId,
  ])
  return rows[0] && viewOf(rows[0])
}

function viewOf({ at, offers, ...group }: Row): ApiGroupOrder {
  return {
    ...group,
    state: effectiveState(group, at),
    offers: (offers ?? []).map(({ available, ...offer }) => ({
      ...offer,
      currentMinor: priceAt(offer, { orders: group.orders, quantity: offer.sold }),
      left: offer.withdrawn ? 0 : leftOf(offer.cap, offer.sold, available),
    })),
  }
}

function leftOf(cap: number | null, sold: number, available: number | null): number | null {
  if (cap === null && available === null) return null
  return Math.max(
    0,
    Math.min(cap === null ? Number.POSITIVE_INFINITY : cap - sold, available ?? Number.POSITIVE_INFINITY),
  )
}
