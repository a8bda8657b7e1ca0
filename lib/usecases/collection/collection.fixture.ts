import { db, pool } from '#lib/db/client.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { keeperGate } from '#lib/queries/gates.ts'
import { type MadeGroup, makeOpenGroup, makeOrder, type NewOffer } from '../../../prisma/factories/group-order.ts'
import { makeKeeper } from '../../../prisma/factories/people.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { confirmArrival } from './confirm-arrival.ts'

export type Waiting = {
  group: MadeGroup
  /** Of the group's first station. */
  keeper: KeeperOf
  orders: { orderId: string; number: number; shopperId: string; pickupCode: string; pickupSecret: string }[]
}

/** What is in a keeper's till, as the books say. */
export async function tillOf({ userId }: KeeperOf): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>(
    `select coalesce(sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id
     where a.kind = 'till' and a.owner_id = $1`,
    [userId],
  )
  return rows[0]?.sum ?? 0
}

type Wish = {
  offers?: NewOffer[]
  stations?: number
  /** Which station each order goes to, by index; one order at the first one unless told otherwise. */
  at?: number[]
  quantity?: number
  contact?: string
}

/** A keeper of a station, as the gate makes one. */
export async function keeperOf(stationId: string): Promise<KeeperOf> {
  const { id } = await makeKeeper(db, stationId)
  const who = await keeperGate(id, stationId)
  if (!who) throw new Error('the gate refuses a keeper')
  return who
}

/** A group order on the road, closed by the use case that always closes, with orders of one of each offer. */
export async function dispatched({
  offers,
  stations = 1,
  at = [0],
  quantity = 2,
  contact,
}: Wish = {}): Promise<Waiting> {
  const group = await makeOpenGroup(db, { stations, ...(offers && { offers }) })
  const placed = []
  for (const index of at) {
    const lines = group.offers.map(({ offerId }) => ({ offerId, quantity }))
    const stationId = group.stationIds[index] ?? ''
    placed.push(
      await makeOrder(db, { groupOrderId: group.groupOrderId, stationId, lines, ...(contact && { contact }) }),
    )
  }
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
  const rows = await db.order.findMany({ where: { groupOrderId: group.groupOrderId }, orderBy: { number: 'asc' } })
  const orders = rows.map(({ id, number, shopperId, pickupCode, pickupSecret }) => ({
    orderId: id,
    number,
    shopperId,
    pickupCode,
    pickupSecret,
  }))
  return { group, keeper: await keeperOf(group.stationId), orders }
}

/** The same with the goods at the first station. */
export async function arrived(wish: Wish = {}): Promise<Waiting & { order: Waiting['orders'][number] }> {
  const waiting = await dispatched(wish)
  const confirmed = await confirmArrival(waiting.keeper, waiting.group.groupOrderId)
  const [order] = waiting.orders
  if (!confirmed.ok || !order) throw new Error('nothing arrived')
  return { ...waiting, order }
}
