import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { liveGroup, offerBounds } from './group-live.ts'
import { groupPage } from './group-page.ts'

test('the numbers are those of the page: sold, and left by cap and stock, whichever is less', async () => {
  const group = await makeOpenGroup(db, {
    offers: [
      { priceMinor: 560 },
      { priceMinor: 560, cap: 5 },
      { priceMinor: 560, source: 'stock', onHand: 4 },
      { priceMinor: 560, source: 'stock', onHand: 4, cap: 3 },
    ],
  })
  const [plain, capped, stocked, both] = group.offers.map(({ offerId }) => offerId)
  await db.offerCounter.update({ where: { offerId: capped }, data: { sold: 3 } })
  await db.stock.updateMany({ where: { product: { offers: { some: { id: stocked } } } }, data: { reserved: 1 } })
  const live = await liveGroup({ slug: group.slug })
  const page = await groupPage(group.slug)
  expect(live?.numbers.offers).toEqual({
    [plain ?? '']: [0, null],
    [capped ?? '']: [3, 2],
    [stocked ?? '']: [0, 3],
    [both ?? '']: [0, 3],
  })
  expect(live?.numbers.offers).toEqual(
    Object.fromEntries(page?.offers.map(({ offerId, sold, left }) => [offerId, [sold, left]]) ?? []),
  )
  expect(live?.numbers).toMatchObject({ groupOrderId: group.groupOrderId, state: 'open', orders: 0, nextNumber: 1 })
  expect(live?.topics).toContain(`group:${group.groupOrderId}`)
  expect(await offerBounds(group.groupOrderId, capped ?? '')).toEqual({ unit: 'piece', left: 2, limitPerShopper: null })
})

test('the version changes with what is shown and not with the numbers', async () => {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, cap: 5 }] })
  const id = group.groupOrderId
  const [offer] = group.offers
  const offerId = offer?.offerId ?? ''
  const version = async () => (await liveGroup({ id }))?.numbers.version
  const first = await version()
  await db.offerCounter.update({ where: { offerId }, data: { sold: 2 } })
  await db.groupCounter.update({ where: { groupOrderId: id }, data: { orders: 2, nextNumber: 3 } })
  expect(await version()).toBe(first)

  const asker = await db.user.create({ data: { region: 'test' } })
  const seen = new Set([first])
  for (const write of [
    () => db.groupOrder.update({ where: { id }, data: { title: { en: 'Another title' } } }),
    () => db.groupOrder.update({ where: { id }, data: { cutoffAt: new Date(Date.now() + 7_200_000) } }),
    () => db.offer.update({ where: { id: offerId }, data: { cap: 6 } }),
    () => db.offerPrice.updateMany({ where: { offerId }, data: { priceMinor: 570 } }),
    () => db.product.update({ where: { id: offer?.productId }, data: { name: { en: 'Other' } } }),
    () => db.station.update({ where: { id: group.stationId }, data: { hours: { en: '10-12' } } }),
    () => db.leader.update({ where: { id: group.leaderId }, data: { awning: 'plum' } }),
    () => db.question.create({ data: { groupOrderId: id, askerId: asker.id, text: 'Ripe?', answer: 'Yes' } }),
    () => db.groupOrder.update({ where: { id }, data: { state: 'cancelled' } }),
  ] as (() => Promise<unknown>)[]) {
    await write()
    seen.add(await version())
  }
  expect(seen.size).toBe(10)
})

test('a draft, an unknown group and an offer of another group have no numbers', async () => {
  const [draft, group] = [await makeOpenGroup(db, { state: 'draft' }), await makeOpenGroup(db)]
  expect(await liveGroup({ id: draft.groupOrderId })).toBeUndefined()
  expect(await liveGroup({ slug: 'no-such-group' })).toBeUndefined()
  expect(await offerBounds(draft.groupOrderId, draft.offers[0]?.offerId ?? '')).toBeUndefined()
  expect(await offerBounds(group.groupOrderId, draft.offers[0]?.offerId ?? '')).toBeUndefined()
})
