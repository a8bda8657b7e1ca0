import { expect, test } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { type Client, clientOf } from '../raw.ts'
import { ROUTES } from './route-table.ts'
import { arrivedGroup, makeWorld, orderIn, ROLES, unique, type World } from './world.ts'

type Secret = { userId: string; texts: string[]; orderIds: string[] }

let world: World
let secret: Secret

test.beforeAll(async () => {
  world = await makeWorld()
  secret = await makeSecret(world)
})

/** Somebody with an order that runs and one that waits, all of whose data can be found by searching for it. */
async function makeSecret(at: World): Promise<Secret> {
  const phone = `+1604556${String(Date.now() % 10_000).padStart(4, '0')}`
  const facts = { name: unique('Zebulon '), nickname: unique('zebbie'), email: `${unique('zeb')}@example.org`, phone }
  const { id: userId } = await makeUser(db, facts)
  const order = { shopperId: userId, name: facts.name, contact: phone }
  const made = [await orderIn(at.group, { ...order, carriedBy: at.carrier.id }), (await arrivedGroup(at, order)).order]
  const codes = made.map(() => ({ pickupCode: unique('code'), pickupSecret: unique('pass') }))
  for (const [index, { orderId: id }] of made.entries())
    await db.order.update({ where: { id }, data: codes[index] ?? {} })
  const texts = [...Object.values(facts), phone.slice(2), ...codes.flatMap((each) => Object.values(each))]
  return { userId, texts, orderIds: made.map(({ orderId }) => orderId) }
}

/** A page as HTML and as what Next's script fetches of it. */
const bothOf = async (client: Client, path: string) => [await client.get(path), await client.payload(path)]

test('what is searched for can be found: its owner sees it @desktop', async () => {
  const client = await clientOf(secret.userId)
  const pages = await Promise.all(secret.orderIds.map((id) => bothOf(client, `/orders/${id}`)))
  const order = await db.order.findFirstOrThrow({ where: { id: secret.orderIds[0] } })
  for (const { status, body } of pages[0] ?? []) {
    expect(status).toBe(200)
    expect(body).toContain(order.pickupCode)
  }
  const [, payload] = await bothOf(client, '/me')
  expect(payload?.headers.get('content-type')).toContain('text/x-component')
  expect(payload?.body).toContain(secret.texts[0])
})

// the demo's mailbox shows everybody's messages: it exists in demo mode alone
for (const { file, path } of ROUTES.filter((row) => !row.file.startsWith('dev/'))) {
  test(`${file} tells nobody's name, contact or code @desktop`, async () => {
    for (const role of ROLES) {
      for (const { body } of await bothOf(world.people[role].client, path(world))) {
        for (const text of secret.texts) expect(body.includes(text), `${role} reads ${text}`).toBe(false)
      }
    }
  })
}

test('a carrier reads numbers and amounts of orders through their link, and nothing of who ordered @desktop', async () => {
  const { number } = await db.order.findUniqueOrThrow({ where: { id: secret.orderIds[0] } })
  for (const role of ['otherLeader', 'leader'] as const) {
    const path = role === 'leader' ? `/leader/group-orders/${world.group.groupOrderId}` : '/leader/carried'
    const [page, payload] = await bothOf(world.people[role].client, path)
    expect(page?.body).toMatch(new RegExp(`#(<!-- -->)?${number}<`))
    for (const text of secret.texts)
      for (const body of [page?.body, payload?.body]) expect(body?.includes(text), `${role} reads ${text}`).toBe(false)
  }
})

test('a keeper finds an order, and reads neither code nor name nor contact @desktop', async () => {
  const [, id] = secret.orderIds
  for (const { status, body } of await bothOf(world.people.keeper.client, `/station/${world.stationId}/orders/${id}`)) {
    expect(status).toBe(200)
    expect(body).toContain('Z**')
    for (const text of secret.texts) expect(body.includes(text), text).toBe(false)
  }
})

test('a nickname is shown when its owner chose to, and only then @desktop', async () => {
  const { nickname } = await db.user.findUniqueOrThrow({ where: { id: secret.userId } })
  const page = `/g/${world.group.slug}?all=1`
  const { client } = world.people.visitor
  const isShown = async () => (await client.get(page)).body.includes(nickname ?? '')
  // the page is kept for everybody: a change shows within a second
  const soon = { timeout: 1_500, intervals: [100] }
  expect(await isShown()).toBe(false)
  await db.user.update({ where: { id: secret.userId }, data: { showNickname: true } })
  await expect.poll(isShown, soon).toBe(true)
  await db.user.update({ where: { id: secret.userId }, data: { showNickname: false } })
  await expect.poll(isShown, soon).toBe(false)
})

test('the demo’s leaders and keepers read no shopper’s e-mail or phone @desktop', async () => {
  const people = await db.user.findMany({ where: { leader: null, keeps: { none: {} }, duties: { none: {} } } })
  const contacts = people.flatMap(({ email, phone }) => [email, phone].filter((each) => each !== null))
  const leaders = await db.leader.findMany({ where: { state: 'approved' }, include: { groupOrders: true }, take: 4 })
  const keepers = await db.stationKeeper.findMany({ take: 4, orderBy: { stationId: 'asc' } })
  const visits = [
    ...leaders.flatMap(({ userId, groupOrders }) =>
      groupOrders.flatMap(({ id }) =>
        ['', '/roll-call'].map((rest) => [userId, `/leader/group-orders/${id}${rest}`] as const),
      ),
    ),
    ...keepers.map(({ userId, stationId }) => [userId, `/station/${stationId}`] as const),
  ]
  expect(contacts.length).toBeGreaterThan(20)
  for (const [userId, path] of visits) {
    const { status, body } = await (await clientOf(userId)).payload(path)
    expect(status, path).toBe(200)
    expect(
      contacts.filter((contact) => body.includes(contact)),
      path,
    ).toEqual([])
  }
})
