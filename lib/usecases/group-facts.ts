import type { SqlTx } from '#lib/db/transaction.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'

export type GroupFacts = {
  slug: string
  title: LocalText
  currency: string
  timeZone: string
  cutoffAt: Date
  pickupFrom: Date
  pickupUntil: Date
  minimumOrders: number
  codeSecret: string
  stations: Map<string, { name: LocalText }>
}

/** What messages about a group order say: its title, times and stations. */
export async function groupFacts(tx: SqlTx, groupOrderId: string): Promise<GroupFacts> {
  const { rows } = await tx.query(
    `select slug, title, currency, time_zone, cutoff_at, pickup_from, pickup_until, minimum_orders, code_secret
     from group_orders where id = $1`,
    [groupOrderId],
  )
  const row = rows[0]
  if (!row) throw new Error(`no group order ${groupOrderId}`)
  const { rows: stations } = await tx.query<{ id: string; name: LocalText }>(
    'select s.id, s.name from stations s join group_order_stations g on g.station_id = s.id where g.group_order_id = $1',
    [groupOrderId],
  )
  return {
    slug: row.slug,
    title: row.title,
    currency: row.currency,
    timeZone: row.time_zone,
    cutoffAt: row.cutoff_at,
    pickupFrom: row.pickup_from,
    pickupUntil: row.pickup_until,
    minimumOrders: row.minimum_orders,
    codeSecret: row.code_secret,
    stations: new Map(stations.map(({ id, name }) => [id, { name }])),
  }
}

/** Where a shopper sees an order. */
export const orderUrl = (orderId: string): string => `${env.PUBLIC_URL}/orders/${orderId}`
/** Where anybody sees a group order. */
export const groupUrl = (slug: string): string => `${env.PUBLIC_URL}/g/${slug}`
