import { describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { managerGate } from '#lib/queries/gates.ts'
import { makeCarrier } from '../../../prisma/factories/carrier.ts'
import { makeProduct } from '../../../prisma/factories/catalogue.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '../../../prisma/factories/group-order.ts'
import { makeUser } from '../../../prisma/factories/people.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { closeGroupOrder } from './close.ts'
import type { WantedOffer } from './content.ts'
import { editGroupOrder, type WantedEdit } from './edit.ts'

const managerOf = async (group: MadeGroup) => (await managerGate(group.leaderUserId, group.groupOrderId)) as ManagerOf

const wantedOffer = (productId: string, facts: Partial<WantedOffer> = {}): WantedOffer => ({
  productId,
  priceMinor: 560,
  tierBy: 'orders',
  tiers: [],
  cap: null,
  limitPerShopper: null,
  source: 'presale',
  ...facts,
})

const edit = (offers: WantedOffer[], facts: Partial<WantedEdit> = {}): WantedEdit => ({
  version: 1,
  title: { en: 'Sunday farm box' },
  story: {},
  offers,
  ...facts,
})

async function runningGroup(cap?: number) {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, ...(cap && { cap }) }, { priceMinor: 900 }] })
  const [first, second] = group.offers
  if (!first || !second) throw new Error('two offers')
  return { group, first, second, who: await managerOf(group) }
}

describe('editing a running group order', () => {
  test('what others get who help to sell it: given, left alone, taken away; who carries it keeps their part', async () => {
    const { group, first, second, who } = await runningGroup()
    const { groupOrderId: id } = group
    const offers = [wantedOffer(first.productId), wantedOffer(second.productId, { priceMinor: 900 })]
    const split = async (facts: Partial<WantedEdit>) => {
      const { version } = await db.groupOrder.findUniqueOrThrow({ where: { id } })
      const answer = await editGroupOrder(who, edit(offers, { version, ...facts }))
      const { carrySplitBps } = await db.groupOrder.findUniqueOrThrow({ where: { id } })
      return answer.ok ? carrySplitBps : answer.refusal
    }
    expect(await split({})).toBeNull()
    expect(await split({ carrySplitBps: 3_000 })).toBe(3_000)
    const carrier = await makeCarrier(db, { groupOrderId: id, splitBps: 3_000 })
    expect(await split({})).toBe(3_000)
    for (const bps of [0, 10_001])
      expect(await split({ carrySplitBps: bps })).toEqual({ code: 'BAD_SPLIT', field: 'carrySplitBps' })
    expect(await split({ carrySplitBps: 10_000 })).toBe(10_000)
    expect(await split({ carrySplitBps: null })).toBeNull()
    expect(await db.groupCarrier.findUniqueOrThrow({ where: { id: carrier.id } })).toMatchObject({
      splitBps: 3_000,
      endedAt: null,
    })
  })

  test('a new price is a new version: what is ordered keeps its price, what is ordered next has the new one', async () => {
    const { group, first, second, who } = await runningGroup()
    const lines = [{ offerId: first.offerId, quantity: 2 }]
    const { groupOrderId, stationId } = group
    const before = await makeOrder(db, { groupOrderId, stationId, lines })
    const outcome = await editGroupOrder(
      who,
      edit([wantedOffer(first.productId, { priceMinor: 610 }), wantedOffer(second.productId, { priceMinor: 900 })]),
    )
    expect(outcome).toMatchObject({ ok: true, value: { added: 0, repriced: 1, withdrawn: 0 } })

    const shopper = await makeUser(db)
    const placed = await orderDesk.place({
      groupOrderId,
      key: 'test:edit',
      shopperId: shopper.id,
      stationId,
      name: 'Lin',
      contact: 'lin@example.org',
      lines,
      locale: 'en',
    })
    expect(placed).toMatchObject({ ok: true, value: { totalMinor: 1220 } })
    const old = await db.orderLine.findMany({ where: { orderId: before.orderId } })
    expect(old).toMatchObject([{ priceVersion: 1, priceMinor: 560, amountMinor: 1120 }])

    const closed = await closeGroupOrder(groupOrderId, { actorRole: 'leader', early: true })
    expect(closed).toMatchObject({ ok: true, value: 'confirmed' })
    const orders = await db.order.findMany({ where: { groupOrderId }, orderBy: { number: 'asc' } })
    expect(orders.map(({ totalMinor }) => totalMinor)).toEqual([1120, 1220])
    const offers = await db.offer.findMany({ where: { groupOrderId }, orderBy: { position: 'asc' } })
    expect(offers.map(({ priceVersion }) => priceVersion)).toEqual([2, 1])
    const group2 = await db.groupOrder.findUniqueOrThrow({ where: { id: groupOrderId } })
    expect(group2).toMatchObject({ title: { en: 'Sunday farm box' } })
  })

  test('adds products, takes others off, and brings them back with what was ordered', async () => {
    const { group, first, second, who } = await runningGroup()
    const added = await makeProduct(db, { priceMinor: 300, onHand: 5 })
    const offers = [wantedOffer(first.productId), wantedOffer(added.id, { priceMinor: 300, source: 'stock', cap: 4 })]
    expect(await editGroupOrder(who, edit(offers))).toMatchObject({
      ok: true,
      value: { added: 1, repriced: 0, withdrawn: 1 },
    })
    const rows = await db.offer.findMany({
      where: { groupOrderId: group.groupOrderId },
      orderBy: { position: 'asc' },
      include: { counter: true, prices: true },
    })
    expect(rows.map(({ withdrawnAt }) => withdrawnAt !== null)).toEqual([false, true, false])
    expect(rows[2]).toMatchObject({
      productId: added.id,
      position: 2,
      source: 'stock',
      cap: 4,
      counter: { sold: 0 },
      prices: [{ version: 1, priceMinor: 300 }],
    })

    const again = edit([...offers, wantedOffer(second.productId, { priceMinor: 900 })], { version: 2 })
    expect(await editGroupOrder(who, again)).toMatchObject({ ok: true, value: { added: 0, repriced: 0, withdrawn: 0 } })
    expect(await db.offer.count({ where: { groupOrderId: group.groupOrderId, withdrawnAt: null } })).toBe(3)
  })

  test('a cap may not fall below what is sold, a limit may change', async () => {
    const { group, first, second, who } = await runningGroup(20)
    await makeOrder(db, {
      groupOrderId: group.groupOrderId,
      stationId: group.stationId,
      lines: [{ offerId: first.offerId, quantity: 7 }],
    })
    const both = (facts: Partial<WantedOffer>) =>
      edit([wantedOffer(first.productId, facts), wantedOffer(second.productId, { priceMinor: 900 })])
    expect(await editGroupOrder(who, both({ cap: 6 }))).toMatchObject({
      ok: false,
      refusal: { code: 'CAP_BELOW_SOLD', sold: 7, field: `offers.${first.productId}.cap` },
    })
    expect(await editGroupOrder(who, both({ cap: 7, limitPerShopper: 2 }))).toMatchObject({ ok: true })
    expect(await db.offer.findUniqueOrThrow({ where: { id: first.offerId } })).toMatchObject({
      cap: 7,
      limitPerShopper: 2,
      priceVersion: 1,
    })
  })

  test('a new price below cost is refused; one that nobody touches stays, though its cost has risen', async () => {
    const { first, second, who } = await runningGroup()
    await db.product.updateMany({
      where: { id: { in: [first.productId, second.productId] } },
      data: { costMinor: 800 },
    })
    const refused = await editGroupOrder(
      who,
      edit([wantedOffer(first.productId, { priceMinor: 570 }), wantedOffer(second.productId, { priceMinor: 900 })]),
    )
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'BELOW_COST', costMinor: 800, field: `offers.${first.productId}.price` },
    })
    const kept = await editGroupOrder(
      who,
      edit([wantedOffer(first.productId), wantedOffer(second.productId, { priceMinor: 900 })]),
    )
    expect(kept).toMatchObject({ ok: true, value: { repriced: 0 } })
  })

  test('where an offer comes from stays, whatever the form says', async () => {
    const { first, second, who } = await runningGroup()
    await db.stock.create({ data: { productId: first.productId, onHand: 0 } })
    await editGroupOrder(
      who,
      edit([wantedOffer(first.productId, { source: 'stock' }), wantedOffer(second.productId, { priceMinor: 900 })]),
    )
    expect(await db.offer.findUniqueOrThrow({ where: { id: first.offerId } })).toMatchObject({ source: 'presale' })
  })

  test('refuses an empty title, an empty stall, an old form, and a group that takes no orders', async () => {
    const { group, first, second, who } = await runningGroup()
    const offers = [wantedOffer(first.productId), wantedOffer(second.productId, { priceMinor: 900 })]
    expect(await editGroupOrder(who, edit(offers, { title: { en: ' ' } }))).toMatchObject({
      refusal: { code: 'TITLE_NEEDED' },
    })
    expect(await editGroupOrder(who, edit([]))).toMatchObject({ refusal: { code: 'NO_OFFERS' } })
    const both = await Promise.all([editGroupOrder(who, edit(offers)), editGroupOrder(who, edit(offers))])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'STALE' } })
    await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'confirmed' } })
    expect(await editGroupOrder(who, edit(offers, { version: 2 }))).toMatchObject({ refusal: { code: 'WRONG_STATE' } })
  })
})
