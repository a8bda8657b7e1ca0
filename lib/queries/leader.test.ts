import { describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { LeaderWho, ManagerOf } from '#lib/domain/who.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { makeProduct } from '../../prisma/factories/catalogue.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '../../prisma/factories/group-order.ts'
import { makeAdmin, makeLeader } from '../../prisma/factories/people.ts'
import { leaderGate, managerGate } from './gates.ts'
import { leaderDesk } from './leader-desk.ts'
import { editingForm, openingForm } from './leader-form.ts'
import { leaderGroup } from './leader-group.ts'
import { rollCall } from './roll-call.ts'

const HOUR_MS = 3_600_000

const managerOf = async (group: MadeGroup) => (await managerGate(group.leaderUserId, group.groupOrderId)) as ManagerOf

/** Two stations, a tier at two orders, one weighed product. */
async function busyGroup() {
  const group = await makeOpenGroup(db, {
    stations: 2,
    minimumOrders: 2,
    offers: [
      { priceMinor: 560, cap: 10, tiers: [{ from: 2, priceMinor: 520 }], product: { costMinor: 390 } },
      { priceMinor: 1000, product: { unit: 'kg', costMinor: 700 } },
    ],
  })
  const [first = '', second = ''] = group.stationIds
  const [pieces, weighed] = group.offers.map(({ offerId }) => offerId)
  const { groupOrderId } = group
  const order = (
    stationId: string,
    name: string,
    contact: string,
    lines: { offerId: string | undefined; quantity: number }[],
  ) =>
    makeOrder(db, {
      groupOrderId,
      stationId,
      name,
      contact,
      lines: lines.map((line) => ({ ...line, offerId: line.offerId ?? '' })),
    })
  await order(first, 'Lin Wei', '+16045550142', [
    { offerId: pieces, quantity: 3 },
    { offerId: weighed, quantity: 1500 },
  ])
  await order(second, '欧阳娜', 'ouyang77@example.org', [{ offerId: pieces, quantity: 1 }])
  return { group, first, second }
}

describe('a group order for its leader', () => {
  test('totals per product and per station, at the price that everybody would pay now', async () => {
    const { group, first, second } = await busyGroup()
    const view = await leaderGroup(await managerOf(group))
    // 4 × 5.20 (two orders are in) and 1.5 kg × 10.00
    expect(view.figures).toMatchObject({ orders: 2, items: 5, takenMinor: 2080 + 1500, lastHour: 2, collected: 0 })
    expect(view.offers).toMatchObject([
      { sold: 4, orders: 2, items: 4, takenMinor: 2080, priceMinor: 520, left: 6 },
      { sold: 1500, orders: 1, items: 1, takenMinor: 1500, left: null },
    ])
    const stations = new Map(view.stations.map((station) => [station.id, station]))
    expect(stations.get(first)).toMatchObject({ orders: 1, items: 4, takenMinor: 1560 + 1500 })
    expect(stations.get(second)).toMatchObject({ orders: 1, items: 1, takenMinor: 520 })
    expect(view.can).toEqual({ edit: true, publish: false, close: true, extend: true, movePickup: true, cancel: true })
  })

  test('the frozen totals are those of the orders themselves', async () => {
    const { group } = await busyGroup()
    await closeGroupOrder(group.groupOrderId, { actorRole: 'leader', early: true })
    const view = await leaderGroup(await managerOf(group))
    const orders = await db.order.findMany({ where: { groupOrderId: group.groupOrderId } })
    expect(view.figures.takenMinor).toBe(orders.reduce((sum, { totalMinor }) => sum + totalMinor, 0))
    expect(view.state).toBe('confirmed')
    expect(view.can).toEqual({
      edit: false,
      publish: false,
      close: false,
      extend: false,
      movePickup: true,
      cancel: true,
    })
  })

  test('an admin for people manages it too; other leaders and other admins do not', async () => {
    const { groupOrderId } = await makeOpenGroup(db)
    const stranger = await makeLeader(db)
    expect(await managerGate(stranger.userId, groupOrderId)).toBeUndefined()
    expect(await managerGate((await makeAdmin(db, ['stock'])).id, groupOrderId)).toBeUndefined()
    expect(await managerGate((await makeAdmin(db, ['people'])).id, groupOrderId)).toMatchObject({ role: 'admin' })
  })
})

describe('the roll-call list', () => {
  test('shows masked names and the end of a phone, never a name, an address or a code', async () => {
    const { group, first, second } = await busyGroup()
    const list = await rollCall(await managerOf(group))
    const at = (id: string) => list.stations.find((station) => station.id === id)?.orders
    expect(at(first)).toMatchObject([{ number: 1, name: 'L**', phoneEnd: '142', totalMinor: 3060, label: null }])
    expect(at(second)).toMatchObject([{ number: 2, name: '欧阳**', phoneEnd: '', totalMinor: 520, isCollected: false }])
    const text = JSON.stringify(list)
    const orders = await db.order.findMany({ where: { groupOrderId: group.groupOrderId } })
    const secrets = orders.flatMap(({ name, contact, pickupCode, pickupSecret, shopperId }) => [
      name,
      contact,
      `"${pickupCode}"`,
      pickupSecret,
      shopperId,
    ])
    for (const secret of secrets) expect(text).not.toContain(secret)
  })

  test('carries the shelf label once the group is closed', async () => {
    const { group, first } = await busyGroup()
    await closeGroupOrder(group.groupOrderId, { actorRole: 'leader', early: true })
    const list = await rollCall(await managerOf(group))
    expect(list.stations.find(({ id }) => id === first)?.orders[0]?.label).toMatchObject({
      colour: 'blue',
      animal: 'fox',
    })
  })
})

describe('the desk', () => {
  test('lists only the leader’s own groups, the most urgent first', async () => {
    const leader = await makeLeader(db)
    const make = async (state: 'open' | 'draft' | 'scheduled' | 'confirmed' | 'completed', cutoffInMs: number) =>
      (await makeOpenGroup(db, { leaderId: leader.id, state, cutoffInMs })).groupOrderId
    const done = await make('completed', -96 * HOUR_MS)
    const draft = await make('draft', 20 * HOUR_MS)
    const later = await make('open', 30 * HOUR_MS)
    const waiting = await make('confirmed', -HOUR_MS)
    const soon = await make('open', 2 * HOUR_MS)
    const planned = await make('scheduled', 50 * HOUR_MS)
    await makeOpenGroup(db)
    const desk = await leaderDesk((await leaderGate(leader.userId)) as LeaderWho)
    expect(desk.groups.map(({ id }) => id)).toEqual([soon, later, waiting, planned, draft, done])
  })

  test('a group whose cutoff has passed is closed here before anything closed it', async () => {
    const group = await makeOpenGroup(db, { cutoffInMs: -1_000 })
    const desk = await leaderDesk((await leaderGate(group.leaderUserId)) as LeaderWho)
    expect(desk.groups[0]?.state).toBe('closed')
  })
})

describe('the form', () => {
  test('starts from an earlier group: texts, prices, limits and stations, the times ahead', async () => {
    const gone = await makeProduct(db, { active: false })
    const group = await makeOpenGroup(db, {
      stations: 2,
      minimumOrders: 7,
      state: 'completed',
      cutoffInMs: -30 * 24 * HOUR_MS,
      offers: [
        { priceMinor: 610, cap: 20, limitPerShopper: 3, tiers: [{ from: 9, priceMinor: 580 }] },
        { priceMinor: 560, productId: gone.id },
      ],
    })
    const who = (await leaderGate(group.leaderUserId)) as LeaderWho
    const { values, fromId, now } = await openingForm(who, group.groupOrderId)
    expect(fromId).toBe(group.groupOrderId)
    expect(values).toMatchObject({ title: { en: 'Saturday farm box' }, opensAt: '', minimumOrders: 7 })
    expect(new Set(values.stationIds)).toEqual(new Set(group.stationIds))
    expect(values.offers).toEqual({
      [group.offers[0]?.productId ?? '']: {
        price: '6.10',
        cap: '20',
        limit: '3',
        source: 'presale',
        tierBy: 'orders',
        tiers: [{ from: '9', price: '5.80' }],
        isRunning: false,
        sold: 0,
      },
    })
    expect(Date.parse(`${values.cutoffAt}:00Z`)).toBeGreaterThan(now.getTime() - 12 * HOUR_MS)
    expect(values.pickupFrom > values.cutoffAt).toBe(true)
  })

  test('another leader’s group cannot be started from', async () => {
    const foreign = await makeOpenGroup(db)
    const leader = await makeLeader(db)
    const form = await openingForm((await leaderGate(leader.userId)) as LeaderWho, foreign.groupOrderId)
    expect(form).toMatchObject({ fromId: null, last: null, values: { offers: {} } })
  })

  test('of a running group shows what is sold; of a closed one there is no form', async () => {
    const { group } = await busyGroup()
    const who = await managerOf(group)
    const form = await editingForm(who)
    expect(form).toMatchObject({ isDraft: false, version: 1 })
    expect(form?.values.offers[group.offers[0]?.productId ?? '']).toMatchObject({ isRunning: true, sold: 4, cap: '10' })
    await closeGroupOrder(group.groupOrderId, { actorRole: 'leader', early: true })
    expect(await editingForm(who)).toBeUndefined()
  })
})
