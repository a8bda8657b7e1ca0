import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { closeChanges, isListening, listenForChanges, onChange, tellChanged } from './changes.ts'
import { directUrl } from './env.ts'

let group: MadeGroup
let heard: (string | undefined)[] = []
let stopListening: () => Promise<void>
/** Another process: it hears whatever goes through the database, and nothing else. */
const other = new pg.Client({ connectionString: directUrl })
let raw: string[] = []

beforeAll(async () => {
  group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, source: 'stock', onHand: 50 }], stations: 2 })
  await other.connect()
  other.on('notification', ({ payload }) => raw.push(payload ?? ''))
  await other.query('listen changes')
  onChange((topic) => heard.push(topic))
  stopListening = listenForChanges()
  await vi.waitFor(() => expect(isListening()).toBe(true))
})
afterAll(async () => {
  await Promise.all([stopListening(), closeChanges(), other.end()])
})
beforeEach(async () => {
  await settled()
  heard = []
  raw = []
})

/** Notices come in the order of commits: when this one has come, all before it have. */
async function settled(): Promise<void> {
  const mark = `mark:${newId()}`
  await pool.query(`select pg_notify('changes', $1)`, [mark])
  await vi.waitFor(() => expect([heard.includes(mark), raw.includes(mark)]).toEqual([true, true]))
  heard = heard.filter((topic) => !topic?.startsWith('mark:'))
  raw = raw.filter((topic) => !topic.startsWith('mark:'))
}

const topics = {
  group: () => `group:${group.groupOrderId}`,
  product: () => `product:${group.offers[0]?.productId}`,
  station: () => `station:${group.stationId}`,
  leader: () => `leader:${group.leaderId}`,
}
const groupId = () => ({ id: group.groupOrderId })
const offerId = () => group.offers[0]?.offerId ?? ''

test.each<[string, keyof typeof topics, () => Promise<unknown>]>([
  [
    'the cutoff',
    'group',
    () => db.groupOrder.update({ where: groupId(), data: { cutoffAt: new Date(Date.now() + 9e6) } }),
  ],
  ['an offer', 'group', () => db.offer.update({ where: { id: offerId() }, data: { cap: 90 } })],
  ['a price', 'group', () => db.offerPrice.updateMany({ where: { offerId: offerId() }, data: { priceMinor: 570 } })],
  [
    'a new price version',
    'group',
    () => db.offerPrice.create({ data: { offerId: offerId(), version: 2, priceMinor: 580, costMinor: 100 } }),
  ],
  [
    'a station of the group',
    'group',
    () =>
      db.groupOrderStation.deleteMany({ where: { groupOrderId: group.groupOrderId, stationId: group.stationIds[1] } }),
  ],
  [
    'an answer',
    'group',
    async () => {
      const { id } = await makeUser(db)
      await db.question.create({
        data: { groupOrderId: group.groupOrderId, askerId: id, text: 'Ripe?', answer: 'Yes' },
      })
    },
  ],
  [
    'a product',
    'product',
    () => db.product.update({ where: { id: group.offers[0]?.productId }, data: { tile: 'rose' } }),
  ],
  ['a station', 'station', () => db.station.update({ where: { id: group.stationId }, data: { door: 'red' } })],
  ['the leader', 'leader', () => db.leader.update({ where: { id: group.leaderId }, data: { awning: 'plum' } })],
  [
    'stock that came',
    'product',
    () => db.stock.update({ where: { productId: group.offers[0]?.productId }, data: { onHand: { increment: 5 } } }),
  ],
])('%s tells its %s', async (_, topic, write) => {
  await write()
  await settled()
  expect(heard).toEqual([topics[topic]()])
})

test('a handing over leaves as much to be had as before, and tells nothing', async () => {
  const where = { productId: group.offers[0]?.productId ?? '' }
  await db.stock.update({ where, data: { reserved: { increment: 2 } } })
  await db.stock.update({ where, data: { reserved: { decrement: 2 }, onHand: { decrement: 2 } } })
  await settled()
  expect(heard).toEqual([])
})

test('the desk tells nothing inside its transaction, nor does a person who only gets a name', async () => {
  const { id: shopperId } = await makeUser(db)
  await settled()
  // what triggers told; the desk's own carries its sender, and comes when it comes
  const byTriggers = () => raw.filter((topic) => !topic.includes('#'))
  const place = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `test:${shopperId}`,
    shopperId,
    stationId: group.stationId,
    name: 'Lin',
    contact: 'lin@example.org',
    lines: [{ offerId: offerId(), quantity: 1 }],
    locale: 'en',
  })
  expect(place.ok).toBe(true)
  await db.user.update({ where: { id: shopperId }, data: { name: 'Lin' } })
  await settled()
  expect(byTriggers()).toEqual([])

  raw = []
  await db.user.update({ where: { id: shopperId }, data: { nickname: 'Linlin', showNickname: true } })
  await settled()
  expect(byTriggers()).toEqual([topics.group()])
})

test('a group that is cancelled gives stock back: whoever else sells it is told', async () => {
  const { productId = '' } = group.offers[0] ?? {}
  const second = await makeOpenGroup(db, { offers: [{ priceMinor: 500, source: 'stock', productId }] })
  await settled()
  heard = []
  await db.groupOrder.update({ where: { id: second.groupOrderId }, data: { state: 'cancelled' } })
  await settled()
  expect(new Set(heard)).toEqual(new Set([`group:${second.groupOrderId}`, `product:${productId}`]))
})

test('one statement over many groups tells each once', async () => {
  const many = await Promise.all([makeOpenGroup(db), makeOpenGroup(db), makeOpenGroup(db)])
  await settled()
  heard = []
  await pool.query(`update group_orders set version = version + 1 where id = any($1::uuid[])`, [
    many.map(({ groupOrderId }) => groupOrderId),
  ])
  await settled()
  expect(heard.toSorted()).toEqual(many.map(({ groupOrderId }) => `group:${groupOrderId}`).toSorted())
})

test('a rollback tells nothing', async () => {
  const client = await pool.connect()
  await client.query('begin')
  await client.query('update group_orders set version = version + 1 where id = $1', [group.groupOrderId])
  await client.query('rollback')
  client.release()
  await settled()
  expect(heard).toEqual([])
})

test('what a process tells is heard here at once, elsewhere by the database, and at most every 200 ms', async () => {
  const began = performance.now()
  for (let n = 0; n < 100; n += 1) tellChanged('group:busy')
  expect(heard).toEqual(['group:busy'])
  await vi.waitFor(() => expect(heard).toEqual(['group:busy', 'group:busy']))
  expect(performance.now() - began).toBeGreaterThan(190)
  await settled()
  expect(raw.map((payload) => payload.split('#')[0])).toEqual(['group:busy', 'group:busy'])
  expect(heard, 'not a second time by the database').toEqual(['group:busy', 'group:busy'])
})

test('after a lost connection anything may have changed; then it hears again', async () => {
  const { rows } = await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query = 'listen changes' and pid <> $1`,
    [(other as unknown as { processID: number }).processID],
  )
  expect(rows).toHaveLength(1)
  await vi.waitFor(() => expect(heard).toEqual([undefined]))
  expect(isListening()).toBe(false)
  await vi.waitFor(() => expect(heard).toEqual([undefined, undefined]), { timeout: 5_000 })
  heard = []
  await makeProduct(db)
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0))
})
