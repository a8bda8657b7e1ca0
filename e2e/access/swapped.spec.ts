import { expect, test } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { type Client, type Fields, filled, formWith } from '../raw.ts'
import { handOverOf } from './leader-actions.ts'
import { fillBasket, stranger } from './strangers.ts'
import { having, only } from './table.ts'
import { anotherGroup, arrivedGroup, makeWorld, orderIn, unique, type World } from './world.ts'

/** Ids of other groups, leaders, stations and people, and fields that nobody asked for (ASVS 8.2.2, 15.3.3). */
let world: World
test.beforeAll(async () => {
  world = await makeWorld()
})

const formOn = async (
  client: Client,
  page: string,
  form: Parameters<typeof formWith>[1],
  typed: Record<string, string>,
) => filled(formWith((await client.get(page)).body, form), typed)

/** Sends what must do nothing. */
async function expectNothing(
  client: Client,
  page: string,
  fields: Fields,
  look: (client: Client) => Promise<unknown>,
): Promise<void> {
  const before = await look(client)
  const { status, location } = await client.post(page, fields)
  expect(status, location).toBeLessThan(500)
  expect(await look(client)).toEqual(before)
}

test('addresses of what belongs to somebody else, and of nothing, lead nowhere @desktop', async () => {
  const { people, rival, group, stationId, otherStationId, waitingOrderId, orderId } = world
  const { order } = await arrivedGroup(world, { stationId: otherStationId })
  const nothing = '0197f000-0000-7000-8000-000000000000'
  const visits = [
    ['leader', `/leader/group-orders/${rival.groupOrderId}`],
    ['leader', `/leader/group-orders/${rival.groupOrderId}/edit`],
    ['leader', `/leader/group-orders/${rival.groupOrderId}/roll-call`],
    ['leader', `/print/group-orders/${rival.groupOrderId}/pick-lists`],
    ['otherLeader', `/leader/group-orders/${group.groupOrderId}`],
    ['keeper', `/station/${otherStationId}`],
    ['keeper', `/station/${stationId}/orders/${order.orderId}`],
    ['keeper', `/station/${otherStationId}/orders/${order.orderId}`],
    ['keeper', `/station/${stationId}/orders/${orderId}`], // not closed yet
    ['otherKeeper', `/station/${otherStationId}/orders/${waitingOrderId}`],
    ['neighbour', `/orders/${orderId}`],
    ['neighbour', `/orders/${orderId}/change`],
    ...['nothing', nothing, "'; select 1; --", '%00', '../../admin'].flatMap((id) => [
      ['shopper', `/orders/${encodeURIComponent(id)}`],
      ['shopper', `/g/${encodeURIComponent(id)}`],
      ['leader', `/leader/group-orders/${encodeURIComponent(id)}`],
      ['keeper', `/station/${encodeURIComponent(id)}`],
      ['keeper', `/station/${stationId}/orders/${encodeURIComponent(id)}`],
      ['admin', `/admin/group-orders/${encodeURIComponent(id)}`],
      ['admin', `/admin/group-orders/${encodeURIComponent(id)}/pick-lists`],
      ['admin', `/admin/group-orders/${encodeURIComponent(id)}/purchase-list.csv`],
      ['admin', `/admin/inventory/${encodeURIComponent(id)}`],
      ['admin', `/admin/products/${encodeURIComponent(id)}`],
      ['admin', `/admin/stations/${encodeURIComponent(id)}`],
      ['admin', `/admin/suppliers/${encodeURIComponent(id)}`],
    ]),
  ] as [keyof World['people'], string][]
  const got = await Promise.all(
    visits.map(async ([role, path]) => `${role} ${path} ${(await people[role].client.get(path)).status}`),
  )
  expect(got).toEqual(visits.map(([role, path]) => `${role} ${path} 404`))
})

test('a leader’s desk and form show nothing of another leader’s group @desktop', async () => {
  const title = unique('Rival ')
  const { groupOrderId, leaderId } = world.rival
  await db.groupOrder.update({ where: { id: groupOrderId }, data: { title: { en: title }, state: 'draft' } })
  const { client } = world.people.leader
  for (const path of [`/leader?group=${groupOrderId}`, `/leader/group-orders/new?from=${groupOrderId}`]) {
    expect((await client.get(path)).body, path).not.toContain(title)
  }
  expect(leaderId).not.toBe(world.leaderId)
  await db.groupOrder.update({ where: { id: groupOrderId }, data: { state: 'open' } })
})

test('a leader cannot answer a question of another leader’s group through their own @desktop', async () => {
  const asked = { askerId: world.people.shopper.userId, text: 'Ripe?' }
  const own = await db.question.create({ data: { ...asked, groupOrderId: world.group.groupOrderId } })
  const other = await db.question.create({ data: { ...asked, groupOrderId: world.rival.groupOrderId } })
  const { client } = world.people.leader
  const page = `/leader/group-orders/${world.group.groupOrderId}`
  const form = having(['questionId', own.id])
  const look = () => db.question.findUnique({ where: { id: other.id } })
  const typed = { questionId: other.id, text: 'Yes' }
  await expectNothing(client, page, await formOn(client, page, form, typed), look)
  const swapped = { ...typed, groupOrderId: world.rival.groupOrderId }
  await expectNothing(client, page, await formOn(client, page, form, swapped), look)
})

test('a leader cannot close or edit another leader’s group with a form of their own @desktop', async () => {
  const { groupOrderId } = world.rival
  const { client } = world.people.leader
  const look = () => db.groupOrder.findUnique({ where: { id: groupOrderId }, include: { offers: true } })
  const page = `/leader/group-orders/${world.group.groupOrderId}`
  await expectNothing(client, page, await formOn(client, page, only('groupOrderId'), { groupOrderId }), look)
  const typed = { groupOrderId, 'title.en': 'Mine now' }
  await expectNothing(client, `${page}/edit`, await formOn(client, `${page}/edit`, having('version'), typed), look)
})

test('a keeper cannot hand over, check in or undo for another station @desktop', async () => {
  const { stationId, otherStationId, people } = world
  const { client } = people.keeper
  const { order: own } = await arrivedGroup(world)
  const { order: other, group } = await arrivedGroup(world, { stationId: otherStationId })
  const { page, form, typed = {}, look } = handOverOf(world, own.orderId)
  const lookAtOther = handOverOf(world, other.orderId).look
  const swapped = { ...typed, orderId: other.orderId }
  await expectNothing(client, page, await formOn(client, page, form, swapped), lookAtOther)
  const elsewhere = { ...swapped, stationId: otherStationId }
  await expectNothing(client, page, await formOn(client, page, form, elsewhere), lookAtOther)
  await expectNothing(client, page, await formOn(client, page, form, { ...typed, stationId: otherStationId }), look)

  await client.post(page, await formOn(client, page, form, typed))
  const done = await db.collection.create({
    data: {
      orderId: other.orderId,
      stationId: otherStationId,
      keeperId: people.otherKeeper.userId,
      proof: 'none',
      lines: [],
    },
  })
  await db.order.update({ where: { id: other.orderId }, data: { state: 'collected' } })
  const undo = await formOn(client, page, having('collectionId'), { collectionId: done.id })
  await expectNothing(client, page, undo, lookAtOther)

  const { groupOrderId } = group
  await db.groupOrder.update({ where: { id: groupOrderId }, data: { state: 'dispatched' } })
  await db.groupOrderStation.deleteMany({ where: { groupOrderId, stationId } })
  await db.groupOrderStation.updateMany({ where: { groupOrderId }, data: { arrivedAt: null } })
  const { group: mine } = await arrivedGroup(world)
  await db.groupOrder.update({ where: { id: mine.groupOrderId }, data: { state: 'dispatched' } })
  await db.groupOrderStation.updateMany({ where: { groupOrderId: mine.groupOrderId }, data: { arrivedAt: null } })
  const board = `/station/${stationId}`
  const checkIn = having('stationId', ['groupOrderId', mine.groupOrderId])
  const arrivals = () => db.groupOrderStation.findMany({ where: { groupOrderId } })
  await expectNothing(client, board, await formOn(client, board, checkIn, { groupOrderId }), arrivals)
})

test('a code shown for one order opens no other @desktop', async () => {
  const { client } = world.people.keeper
  const [{ order: shown }, { order: other }] = [await arrivedGroup(world), await arrivedGroup(world)]
  const page = `/station/${world.stationId}/code`
  const found = await client.post(page, await formOn(client, page, having('code'), { code: shown.pickupCode }))
  const proof = new URL(found.location, 'http://here.invalid').searchParams.getAll('proof')[0] ?? ''
  expect(proof).not.toBe('')
  const { page: at, form, look } = handOverOf(world, other.orderId)
  await expectNothing(client, at, await formOn(client, at, form, { proof, reason: '' }), look)
})

test('a shopper changes only their own order, with what is offered and where it is offered @desktop', async () => {
  const { people, rival } = world
  const { client, userId } = people.shopper
  const group = await anotherGroup(world)
  const { orderId } = await orderIn(group, { shopperId: userId })
  const { orderId: foreign } = await orderIn(group, { shopperId: people.neighbour.userId })
  const look = (id: string) => () => db.order.findUnique({ where: { id }, include: { lines: true } })
  const page = `/orders/${orderId}`
  const cancel = only('groupOrderId', 'orderId')
  await expectNothing(client, page, await formOn(client, page, cancel, { orderId: foreign }), look(foreign))
  const wrongGroup = { groupOrderId: rival.groupOrderId }
  await expectNothing(client, page, await formOn(client, page, cancel, wrongGroup), look(orderId))

  const change = `${page}/change`
  const far = (await makeStation(db)).id
  const quantity = `quantities.${group.offers[0]?.offerId}`
  const wrongs: Record<string, string>[] = [
    { [`quantities.${rival.offers[0]?.offerId}`]: '1' },
    { stationId: far, [quantity]: '3' },
    { groupOrderId: rival.groupOrderId, [quantity]: '3' },
    ...['-1', '1.5', '1e309', 'NaN', '99999999999', '0x10'].map((typed) => ({ [quantity]: typed })),
  ]
  for (const typed of wrongs)
    await expectNothing(client, change, await formOn(client, change, having('orderId'), typed), look(orderId))
  const stolen = await formOn(client, change, having('orderId'), { orderId: foreign, [quantity]: '9' })
  await expectNothing(client, change, stolen, look(foreign))
})

test('prices, people and states in an order’s body are ignored @desktop', async () => {
  const group = await makeOpenGroup(db, { stations: [world.stationId] })
  const { client, userId, email } = await stranger()
  await fillBasket(client, group)
  const page = `/g/${group.slug}/checkout`
  const offerId = group.offers[0]?.offerId ?? ''
  const extra = {
    priceMinor: '1',
    totalMinor: '1',
    amountMinor: '1',
    'lines.0.priceMinor': '1',
    'lines.0.offerId': offerId,
    'lines.0.quantity': '99',
    [offerId]: '99',
    shopperId: world.people.neighbour.userId,
    ownerId: world.people.neighbour.userId,
    userId: world.people.neighbour.userId,
    contact: 'evil@example.org',
    role: 'admin',
    state: 'collected',
    paymentState: 'paid',
    number: '999',
    pickupCode: '1234',
    '__proto__.isAdmin': '1',
  }
  const look = () => db.order.count({ where: { groupOrderId: group.groupOrderId } })
  for (const stationId of [world.otherStationId, 'nowhere']) {
    await expectNothing(client, page, await formOn(client, page, having('key'), { name: 'Lin', stationId }), look)
  }
  const cheap = await formOn(client, page, having('key'), { name: 'Lin', shownTotalMinor: '1' })
  await expectNothing(client, page, cheap, look)

  const dear = { ...extra, name: 'Lin', shownTotalMinor: '99999' }
  const { status } = await client.post(page, await formOn(client, page, having('key'), dear))
  expect(status).toBe(303)
  const order = await db.order.findFirstOrThrow({
    where: { groupOrderId: group.groupOrderId },
    include: { lines: true },
  })
  expect(order).toMatchObject({
    shopperId: userId,
    contact: email,
    totalMinor: 560,
    state: 'placed',
    paymentState: 'due',
    number: 1,
  })
  expect(order.lines).toMatchObject([{ quantity: 1, priceMinor: 560, amountMinor: 560 }])
  expect(await db.duty.count({ where: { userId } })).toBe(0)
})

test('roles and states in other bodies are ignored @desktop', async () => {
  const { client, userId } = await stranger()
  const before = await db.user.findUniqueOrThrow({ where: { id: userId } })
  const extra = {
    id: world.people.admin.userId,
    userId: world.people.admin.userId,
    email: 'x@example.org',
    role: 'admin',
  }
  const me = { ...extra, name: 'Me', duties: 'people', disabledAt: '', region: 'x' }
  await client.post('/me', await formOn(client, '/me', having('nickname'), me))
  expect(await db.user.findUniqueOrThrow({ where: { id: userId } })).toEqual({ ...before, name: 'Me' })
  expect(await db.duty.count({ where: { userId } })).toBe(0)

  const name = unique('Leader ')
  const form = {
    ...extra,
    'name.en': name,
    'community.en': 'Lane',
    about: 'Me',
    state: 'approved',
    leaderId: world.leaderId,
  }
  await client.post('/leader/apply', await formOn(client, '/leader/apply', having('awning'), form))
  expect(await db.leader.findUniqueOrThrow({ where: { userId } })).toMatchObject({ state: 'applied', decidedAt: null })

  const leader = world.people.leader.client
  const page = `/leader/group-orders/${world.group.groupOrderId}/edit`
  const { slug, leaderId } = await db.groupOrder.findUniqueOrThrow({ where: { id: world.group.groupOrderId } })
  const edit = {
    'title.en': unique('Group '),
    leaderId: world.rival.leaderId,
    state: 'settled',
    slug: 'x',
    codeSecret: 'x',
  }
  await leader.post(page, await formOn(leader, page, having('version'), edit))
  const after = await db.groupOrder.findUniqueOrThrow({ where: { id: world.group.groupOrderId } })
  expect(after).toMatchObject({ slug, leaderId, state: 'open', title: { en: edit['title.en'] } })
})
