import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { lockAsCloser, lockAsDesk } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { lineTotalMinor, UNITS, type Unit } from '#lib/domain/quantity.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { letters } from '#test/letters.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { closeDueGroupOrders, closeGroupOrder } from './close.ts'

const early = { actorRole: 'leader', early: true } as const

async function join(group: MadeGroup, quantities: number[], stationId = group.stationId) {
  const { id: shopperId, email } = await makeUser(db)
  const answer = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `test:${shopperId}`,
    shopperId,
    stationId,
    name: 'Lin',
    contact: email ?? '',
    lines: quantities.flatMap((quantity, index) =>
      quantity > 0 ? [{ offerId: group.offers[index]?.offerId ?? '', quantity }] : [],
    ),
    locale: 'en',
  })
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.value.orderId
}

test('line_total in SQL is lineTotalMinor of the domain', async () => {
  const units = Object.keys(UNITS) as Unit[]
  const lines = fc.sample(
    fc.record({
      price: fc.integer({ min: 1, max: 20_000 }),
      quantity: fc.integer({ min: 1, max: 100_000 }),
      unit: fc.constantFrom(...units),
    }),
    2_000,
  )
  const { rows } = await pool.query<{ total: number }>(
    'select line_total(p, q, u) as total from unnest($1::int[], $2::int[], $3::int[]) as n(p, q, u)',
    [
      lines.map(({ price }) => price),
      lines.map(({ quantity }) => quantity),
      lines.map(({ unit }) => UNITS[unit].perPrice),
    ],
  )
  expect(rows.map(({ total }) => total)).toEqual(
    lines.map(({ price, quantity, unit }) => lineTotalMinor(price, quantity, unit)),
  )
})

test('everybody pays the final tier, who ordered early too; demand and picks are the sums of the lines', async () => {
  const group = await makeOpenGroup(db, {
    stations: 2,
    offers: [
      {
        priceMinor: 560,
        tiers: [
          { from: 2, priceMinor: 540 },
          { from: 3, priceMinor: 520 },
        ],
      },
      { priceMinor: 899, product: { unit: 'kg' }, tierBy: 'quantity', tiers: [{ from: 1_000, priceMinor: 801 }] },
    ],
  })
  const ids = [await join(group, [1, 0]), await join(group, [2, 700]), await join(group, [3, 500], group.stationIds[1])]
  expect(await closeGroupOrder(group.groupOrderId, early)).toEqual({ ok: true, value: 'confirmed' })
  const orders = await db.order.findMany({
    where: { id: { in: ids } },
    orderBy: { number: 'asc' },
    include: { lines: true },
  })
  expect(orders.map(({ state, totalMinor }) => ({ state, totalMinor }))).toEqual([
    { state: 'placed', totalMinor: 520 },
    { state: 'placed', totalMinor: 1040 + lineTotalMinor(801, 700, 'kg') },
    { state: 'placed', totalMinor: 1560 + lineTotalMinor(801, 500, 'kg') },
  ])
  for (const order of orders)
    expect(order.totalMinor).toBe(order.lines.reduce((sum, line) => sum + line.amountMinor, 0))
  expect(orders[0]?.lines[0]).toMatchObject({ priceMinor: 560, finalMinor: 520 })
  const { rows: bags } = await pool.query('select shelf from bags where group_order_id = $1 order by number', [
    group.groupOrderId,
  ])
  expect(bags.map(({ shelf }) => shelf)).toEqual([0, 1, 0]) // a row of its own at each station
  const demand = await db.demand.findMany({ where: { groupOrderId: group.groupOrderId } })
  expect(new Map(demand.map(({ productId, ordered }) => [productId, ordered]))).toEqual(
    new Map([
      [group.offers[0]?.productId, 6],
      [group.offers[1]?.productId, 1_200],
    ]),
  )
  expect(await letters({ template: 'groupClosed' })).toHaveLength(3)
})

test('under its minimum it fails: every order is cancelled, stock is free again, everybody is told', async () => {
  const group = await makeOpenGroup(db, { minimumOrders: 3, offers: [{ priceMinor: 560, source: 'stock', onHand: 9 }] })
  const ids = [await join(group, [2]), await join(group, [3])]
  const before = (await letters({ template: 'groupFailed' })).length
  expect(await closeGroupOrder(group.groupOrderId, early)).toEqual({ ok: true, value: 'failed' })
  for (const { state, paymentState, cancelReason } of await db.order.findMany({ where: { id: { in: ids } } }))
    expect({ state, paymentState, cancelReason }).toEqual({
      state: 'cancelled',
      paymentState: 'not_due',
      cancelReason: 'minimum_not_met',
    })
  expect(await db.stock.findUniqueOrThrow({ where: { productId: group.offers[0]?.productId } })).toMatchObject({
    onHand: 9,
    reserved: 0,
  })
  expect(await db.demand.count({ where: { groupOrderId: group.groupOrderId } })).toBe(0)
  expect((await letters({ template: 'groupFailed' })).length - before).toBe(2)
})

test('what is sold from stock is not bought again', async () => {
  const group = await makeOpenGroup(db, {
    offers: [{ priceMinor: 560, source: 'stock', onHand: 5 }, { priceMinor: 300 }],
  })
  await join(group, [2, 1])
  await closeGroupOrder(group.groupOrderId, early)
  expect(
    (await db.demand.findMany({ where: { groupOrderId: group.groupOrderId } })).map(({ productId }) => productId),
  ).toEqual([group.offers[1]?.productId])
  expect(await db.stock.findUniqueOrThrow({ where: { productId: group.offers[0]?.productId } })).toMatchObject({
    onHand: 5,
    reserved: 2,
  })
})

test('refused: before the cutoff unless early, a draft, twice, and what does not exist', async () => {
  const refused = { ok: false, refusal: { code: 'WRONG_STATE' } }
  const open = await makeOpenGroup(db)
  expect(await closeGroupOrder(open.groupOrderId, { actorRole: 'system' })).toEqual(refused)
  const draft = await makeOpenGroup(db, { state: 'draft' })
  expect(await closeGroupOrder(draft.groupOrderId, early)).toEqual(refused)
  const scheduled = await makeOpenGroup(db, { state: 'scheduled' })
  expect(await closeGroupOrder(scheduled.groupOrderId, early)).toEqual(refused)
  await closeGroupOrder(open.groupOrderId, early)
  expect(await closeGroupOrder(open.groupOrderId, early)).toEqual(refused)
  expect(await closeGroupOrder('0197f000-0000-7000-8000-000000000000', early)).toEqual(refused)
})

test('a night in which everything was down: many closers at once close each overdue group once, the scheduled too', async () => {
  const groups = [
    await makeOpenGroup(db, { cutoffInMs: -8 * 3_600_000 }),
    await makeOpenGroup(db, { cutoffInMs: -3_600_000, opensInMs: -9 * 3_600_000, state: 'scheduled' }),
    await makeOpenGroup(db, { cutoffInMs: -60_000 }),
  ]
  const open = await makeOpenGroup(db)
  const closed = await Promise.all(Array.from({ length: 6 }, () => closeDueGroupOrders()))
  expect(closed.reduce((sum, each) => sum + each, 0)).toBe(3)
  const states = await db.groupOrder.findMany({ where: { id: { in: groups.map(({ groupOrderId }) => groupOrderId) } } })
  expect(states.every(({ state, closedAt }) => state === 'failed' && closedAt !== null)).toBe(true)
  expect((await db.groupOrder.findUniqueOrThrow({ where: { id: open.groupOrderId } })).state).toBe('open')
})

// of this database alone: other files of tests wait for locks of their own on the same server
const WAITING = `select 1 from pg_locks l join pg_database d on d.oid = l.database
  where l.locktype = 'advisory' and not l.granted and d.datname = current_database()`
const waitingForLock = async () => (await pool.query(WAITING)).rowCount

test('a close waits for the desk that is deciding, and a desk for the close', async () => {
  const group = await makeOpenGroup(db)
  const { groupOrderId } = group
  for (const [lock, work] of [
    [(tx: SqlTx) => lockAsDesk(tx, groupOrderId), () => closeGroupOrder(groupOrderId, early)],
    [
      (tx: SqlTx) => lockAsCloser(tx, [groupOrderId]),
      () => join(group, [1]).catch((refusal: Error) => refusal.message),
    ],
  ] as const) {
    const held = Promise.withResolvers<void>()
    const taken = Promise.withResolvers<void>()
    const holder = sqlTransaction(async (tx) => {
      await lock(tx)
      taken.resolve()
      await held.promise
    })
    await taken.promise
    const waiter = work()
    await vi.waitFor(async () => expect(await waitingForLock()).toBe(1), { timeout: 5_000 })
    held.resolve()
    await holder
    await waiter
  }
  // the desk came after the close, and learnt of it
  expect(await db.order.count({ where: { groupOrderId } })).toBe(0)
})
