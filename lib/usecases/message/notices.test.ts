import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { Choice } from '#lib/domain/notices.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import type { Outgoing } from '#lib/infra/mail/deliver.ts'
import { readStopToken, stopToken } from '#lib/infra/mail/stop-link.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { ownNotices } from '#lib/queries/notices.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeLeader, makeUser } from '#prisma/factories/people.ts'
import { letters } from '#test/letters.ts'
import { arrived } from '../collection/collection.fixture.ts'
import { completeDueGroupOrders } from '../collection/complete.ts'
import { chooseNotices, stopNotices } from '../person/choose-notices.ts'
import { deliverDueMessages } from './deliver.ts'
import { announceDue } from './tell-due.ts'

async function someone(): Promise<Shopper> {
  const who = await shopperGate((await makeUser(db)).id)
  if (!who) throw new Error('the gate refuses a shopper')
  return who
}
const choice = (kind: Choice['kind'], isWanted = true): Choice => ({ kind, channel: 'email', isWanted })
const choose = (who: Shopper, choices: Choice[], quiet: { from: number; until: number } | null = null) =>
  chooseNotices(who, { choices, quiet })
const lettersTo = async ({ userId }: Shopper, template: string) => letters({ userId, template })
const joins = ({ groupOrderId, stationId, offers }: MadeGroup, { userId: shopperId }: Shopper) =>
  makeOrder(db, {
    ...{ groupOrderId, stationId, shopperId },
    lines: [{ offerId: offers[0]?.offerId ?? '', quantity: 1 }],
  })
/** Who ordered from a leader before. */
async function follower(leaderId: string, choices: Choice[]): Promise<Shopper> {
  const who = await someone()
  const past = await makeOpenGroup(db, { leaderId })
  await joins(past, who)
  // what opened in this test is not what it tests
  await db.groupOrder.update({ where: { id: past.groupOrderId }, data: { openingToldAt: new Date() } })
  await choose(who, choices)
  return who
}

test('a group that opens is told once, to those who ordered from this leader before and want to know', async () => {
  const leader = await makeLeader(db)
  const [keen, silent, refusing] = await Promise.all([
    follower(leader.id, [choice('opening')]),
    follower(leader.id, []),
    follower(leader.id, [choice('opening', false)]),
  ])
  const stranger = await someone()
  await choose(stranger, [choice('opening')])
  const { slug } = await makeOpenGroup(db, { leaderId: leader.id })
  const made = await Promise.all([announceDue(), announceDue(), announceDue()])
  expect(made.filter((count) => count > 0)).toHaveLength(1)
  await announceDue()
  const [letter, ...more] = await lettersTo(keen, 'groupOpened')
  expect(more).toEqual([])
  expect(letter?.text).toContain(`/g/${slug}`)
  for (const who of [silent, refusing, stranger]) expect(await lettersTo(who, 'groupOpened')).toEqual([])
})

test('closing soon is told to who is not in yet, and not of a group that has only just opened', async () => {
  const leader = await makeLeader(db)
  const [out, inside] = await Promise.all([
    follower(leader.id, [choice('closing')]),
    follower(leader.id, [choice('closing')]),
  ])
  const group = await makeOpenGroup(db, { leaderId: leader.id, cutoffInMs: 2 * 3_600_000 })
  const told = () => announceDue().then(() => lettersTo(out, 'groupClosing'))
  await pool.query(`update group_orders set opens_at = now() - interval '1 hour' where id = $1`, [group.groupOrderId])
  expect(await told()).toEqual([])
  await pool.query(`update group_orders set opens_at = now() - interval '2 days' where id = $1`, [group.groupOrderId])
  await joins(group, inside)
  expect(await told()).toHaveLength(1)
  expect(await told()).toHaveLength(1)
  expect(await lettersTo(inside, 'groupClosing')).toEqual([])
})

test('goods that wait after the window are told of once, then that nobody came; who came is not told', async () => {
  const { group, keeper, orders } = await arrived({ at: [0, 0], contact: 'lin@example.org' })
  const [left, gone] = orders.map(({ shopperId }) => ({ userId: shopperId }) as Shopper)
  await db.order.updateMany({
    where: { shopperId: gone?.userId },
    data: { state: 'collected', collectedAt: new Date() },
  })
  const pickupEnds = (ago: string) =>
    pool.query(
      `update group_orders set opens_at = now() - interval '9 days', cutoff_at = now() - interval '8 days',
         pickup_from = now() - interval '7 days', pickup_until = now() - $2::interval where id = $1`,
      [group.groupOrderId, ago],
    )
  await pickupEnds('1 minute')
  await announceDue()
  await announceDue()
  const [letter, ...more] = await lettersTo(left as Shopper, 'orderWaiting')
  expect([letter?.text.includes(orders[0]?.pickupCode ?? '?'), more]).toEqual([true, []])
  await pickupEnds('25 hours')
  await completeDueGroupOrders()
  expect(await lettersTo(left as Shopper, 'orderUncollected')).toHaveLength(1)
  for (const template of ['orderWaiting', 'orderUncollected'])
    expect(await lettersTo(gone as Shopper, template)).toEqual([])
  expect(keeper.stationId).toBe(group.stationId)
})

async function queued(userId: string, template: string) {
  const { id } = await db.message.create({
    data: {
      ...{ userId, channel: 'email', to: 'lin@example.org', template, locale: 'en' },
      facts: {
        ...{ code: '123456', minutes: 10, orders: 1, minimum: 2 },
        number: 7,
        group: { text: { en: 'Box' } },
        amount: '1',
        reason: 'x',
        to: 'wallet',
        url: { path: '/' },
      },
    },
  })
  return id
}
const messageOf = (id: string) => db.message.findUniqueOrThrow({ where: { id } })
async function deliverAll(): Promise<Outgoing[]> {
  const sent: Outgoing[] = []
  while ((await deliverDueMessages(async (message) => void sent.push(message))) > 0);
  return sent
}

test('what its reader does not want is not sent, whatever is queued already; what must reach them is', async () => {
  const who = await someone()
  const [refund, failed] = [await queued(who.userId, 'orderRefunded'), await queued(who.userId, 'groupFailed')]
  await choose(who, [choice('refunded', false)])
  const sent = await deliverAll()
  expect(sent.filter(({ id }) => id === refund)).toEqual([])
  expect(sent.find(({ id }) => id === failed)?.stop).toBeUndefined()
  expect(await messageOf(refund)).toMatchObject({ state: 'unwanted', facts: {} })
})

test('a notice holds the link that ends it, for mail programs as well', async () => {
  const who = await someone()
  const id = await queued(who.userId, 'orderRefunded')
  const letter = (await deliverAll()).find((sent) => sent.id === id)
  const token = /\/notices\/(\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
  expect(letter?.stop).toMatch(new RegExp(`/api/webhooks/notices/${token}$`))
  expect(readStopToken(token)).toEqual({ userId: who.userId, kind: 'refunded', channel: 'email' })
  for (const forged of ['', 'x.y', `${token}x`, token.slice(1)]) expect(readStopToken(forged)).toBeUndefined()
})

test('quiet hours keep notices back until they end, and codes come through', async () => {
  const who = await someone()
  // all day but its last minute, whatever the time is now
  const { rows } = await pool.query<{ minute: number }>(
    `select extract(hour from t)::int * 60 + extract(minute from t)::int as minute from (select now() at time zone $1 as t) as n`,
    [env.TIME_ZONE],
  )
  const minute = rows[0]?.minute ?? 0
  await choose(who, [], { from: (minute + 1430) % 1440, until: (minute + 60) % 1440 })
  const [refund, code] = [await queued(who.userId, 'orderRefunded'), await queued(who.userId, 'signInCode')]
  const sent = await deliverAll()
  const waiting = await messageOf(refund)
  expect(waiting).toMatchObject({ state: 'queued', attempts: 0 })
  expect(waiting.nextTryAt.getTime()).toBeGreaterThan(Date.now())
  expect(sent.map(({ id }) => id)).not.toContain(refund)
  expect(sent.map(({ id }) => id)).toContain(code)
})

test('choices are kept with the time they were made, and only changes reach the trail', async () => {
  const who = await someone()
  const trail = () => db.auditEntry.count({ where: { subjectId: who.userId, action: 'person.notices' } })
  await choose(who, [choice('opening'), choice('closed', false)], { from: 1320, until: 420 })
  const first = await db.noticeChoice.findFirstOrThrow({ where: { userId: who.userId, kind: 'opening' } })
  expect(await ownNotices(who)).toMatchObject({
    ...{ quietFrom: 1320, quietUntil: 420, channels: [{ channel: 'email' }] },
    wanted: { opening: ['email'], closing: [], closed: [], arrived: ['email'] },
  })
  await choose(who, [choice('opening'), choice('closed', false)], { from: 1320, until: 420 })
  expect(await trail()).toBe(1)
  await choose(who, [choice('opening'), choice('closed', false)])
  expect([await trail(), (await ownNotices(who)).quietFrom]).toEqual([2, null])
  expect(await db.noticeChoice.findFirstOrThrow({ where: { userId: who.userId, kind: 'opening' } })).toEqual(first)
  const stop = { kind: 'opening', channel: 'email' } as const
  await Promise.all([stopNotices(who.userId, stop), stopNotices(who.userId, stop)])
  expect([await trail(), (await ownNotices(who)).wanted.opening]).toEqual([3, []])
  // of somebody who is gone there is nothing to end
  await stopNotices('0199aaaa-0000-7000-8000-000000000000', stop)
  expect(stopToken({ userId: who.userId, ...stop })).toContain('.')
})
