import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect } from './fixtures.ts'

/** What a chat post hits: one page for everybody, kept, and still right, and still nobody else's. */
export const farmBox = () =>
  makeOpenGroup(db, {
    title: { en: 'Crowded farm box' },
    offers: [
      { priceMinor: 560, product: { name: { en: 'Vine tomatoes' } }, tiers: [{ from: 3, priceMinor: 520 }] },
      { priceMinor: 980, product: { name: { en: 'Free-range eggs' } }, cap: 5 },
    ],
  })

/** Somebody else's order, placed by another process than the server's. */
export async function orderBy(shopperId: string, group: MadeGroup, offer: number, quantity: number): Promise<void> {
  const placed = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `e2e:${shopperId}:${offer}`,
    shopperId,
    stationId: group.stationId,
    name: 'Lin',
    contact: 'lin@example.org',
    lines: [{ offerId: group.offers[offer]?.offerId ?? '', quantity }],
    locale: 'en',
  })
  expect(placed.ok).toBe(true)
}
export const newOrder = async (group: MadeGroup, offer = 0, quantity = 1) =>
  orderBy((await makeUser(db)).id, group, offer, quantity)
