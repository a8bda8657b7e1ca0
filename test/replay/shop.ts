import { db } from '#lib/db/client.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, managerGate } from '#lib/queries/gates.ts'
import { orderDesk, type PlaceInput } from '#lib/usecases/order-desk/desk.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin } from '#prisma/factories/people.ts'

export type ReplayOffer = { key: string; name: string; priceMinor: number }

export type ReplayOrder = {
  key: string
  shopper: string
  station: string
  /** Quantity by the offer's key. */
  lines: Record<string, number>
}

export type ReplayShop = {
  group: MadeGroup
  offerIds: ReadonlyMap<string, string>
  stationIds: ReadonlyMap<string, string>
  shopperIds: ReadonlyMap<string, string>
}

/**
 * Opens one group order that sells all of these, with its stations and shoppers. A product costs what it sells for and
 * comes one to a case, so that the money of the purchase list is the money of the orders. Set-based: real weeks have
 * some thousand offers.
 */
export async function openShop(offers: ReplayOffer[], orders: ReplayOrder[]): Promise<ReplayShop> {
  const region = env.REGION
  const stations = named(orders.map(({ station }) => station))
  const shoppers = named(orders.map(({ shopper }) => shopper))
  await db.station.createMany({
    data: [...stations].map(([name, id]) => ({ id, name: { en: name }, address: {}, timeZone: env.TIME_ZONE, region })),
  })
  await db.user.createMany({
    data: [...shoppers].map(([name, id]) => ({ id, name, email: `${id}@example.org`, region })),
  })
  const group = await makeOpenGroup(db, { offers: [], stations: [...stations.values()] })
  const rows = offers.map((offer, position) => ({ ...offer, position, offerId: newId(), productId: newId() }))
  await db.product.createMany({
    data: rows.map(({ key, name, productId: id, priceMinor }) => ({
      id,
      sku: key,
      name: { 'zh-CN': name },
      priceMinor,
      costMinor: priceMinor,
      region,
    })),
  })
  await db.offer.createMany({
    data: rows.map(({ offerId: id, productId, position }) => ({
      id,
      productId,
      position,
      groupOrderId: group.groupOrderId,
    })),
  })
  await db.offerPrice.createMany({
    data: rows.map(({ offerId, priceMinor }) => ({ offerId, version: 1, priceMinor, costMinor: priceMinor })),
  })
  await db.offerCounter.createMany({ data: rows.map(({ offerId }) => ({ offerId })) })
  const offerIds = new Map(rows.map(({ key, offerId }) => [key, offerId]))
  return { group, offerIds, stationIds: stations, shopperIds: shoppers }
}

const named = (names: string[]) => new Map([...new Set(names)].map((name) => [name, newId()]))

export type PlacedOrder = { key: string; orderId: string; number: number; totalMinor: number }

/**
 * Places every order through the desk.
 * @param inFlight how many shoppers wait for an answer at any moment
 * @returns one placement an order, in the order given
 * @throws when the desk refuses one
 */
export async function placeAll(shop: ReplayShop, orders: ReplayOrder[], inFlight: number): Promise<PlacedOrder[]> {
  const placed: PlacedOrder[] = []
  let next = 0
  const shopper = async () => {
    for (let index = next++; index < orders.length; index = next++) {
      const order = orders[index] as ReplayOrder
      const answer = await orderDesk.place(placement(shop, order))
      if (!answer.ok) throw new Error(`${order.key} refused: ${JSON.stringify(answer.refusal)}`)
      placed[index] = { key: order.key, ...answer.value }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, shopper))
  return placed
}

function placement(shop: ReplayShop, { key, shopper, station, lines }: ReplayOrder): PlaceInput {
  const shopperId = known(shop.shopperIds, shopper)
  return {
    groupOrderId: shop.group.groupOrderId,
    key: `replay:${key}`,
    shopperId,
    stationId: known(shop.stationIds, station),
    name: shopper,
    contact: `${shopperId}@example.org`,
    lines: Object.entries(lines).map(([offer, quantity]) => ({ offerId: known(shop.offerIds, offer), quantity })),
    locale: 'zh-CN',
  }
}

/** The permissions that read the lists: the group's own leader, and an admin with no duty but `stock`. */
export async function readers(group: MadeGroup) {
  const leader = await managerGate(group.leaderUserId, group.groupOrderId)
  const admin = await adminGate((await makeAdmin(db, ['stock'])).id, 'stock')
  if (!leader || !admin) throw new Error('the gates let nobody in')
  return { leader, admin }
}

/** What stands under a key. @throws when nothing does */
export function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const found = map.get(key)
  if (found === undefined) throw new Error(`nothing stands under ${key}`)
  return found
}
