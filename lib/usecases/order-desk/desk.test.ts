import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { orderDesk, type PlaceInput } from './desk.ts'

const shoppers = (count: number) => Promise.all(Array.from({ length: count }, async () => (await makeUser(db)).id))

const order = (
  group: MadeGroup,
  shopperId: string,
  lines: [number, number][],
  more: Partial<PlaceInput> = {},
): PlaceInput => ({
  groupOrderId: group.groupOrderId,
  key: `test:${shopperId}:${Math.random()}`,
  shopperId,
  stationId: group.stationId,
  name: 'Lin',
  contact: 'lin@example.org',
  lines: lines.map(([offer, quantity]) => ({ offerId: group.offers[offer]?.offerId ?? '', quantity })),
  locale: 'en',
  ...more,
})

const soldOf = async (group: MadeGroup, offer = 0) =>
  (await db.offerCounter.findUniqueOrThrow({ where: { offerId: group.offers[offer]?.offerId ?? '' } })).sold
const liveSum = async (groupOrderId: string): Promise<number> => {
  const { rows } = await pool.query(
    `select coalesce(sum(l.quantity), 0)::int as sum from order_lines l join orders o on o.id = l.order_id where o.group_order_id = $1 and o.state <> 'cancelled'`,
    [groupOrderId],
  )
  return rows[0].sum
}

test('64 shoppers for the last 10: exactly 10 get one, numbers and codes are their own, each is told', async () => {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, cap: 10 }] })
  const answers = await Promise.all((await shoppers(64)).map((id) => orderDesk.place(order(group, id, [[0, 1]]))))
  const placed = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
  expect(placed).toHaveLength(10)
  expect(new Set(placed.map(({ number }) => number))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
  for (const answer of answers) if (!answer.ok) expect(answer.refusal).toMatchObject({ code: 'SOLD_OUT', left: 0 })
  expect(await soldOf(group)).toBe(10)
  expect(await liveSum(group.groupOrderId)).toBe(10)
  const codes = await db.order.findMany({ where: { groupOrderId: group.groupOrderId }, select: { pickupCode: true } })
  expect(new Set(codes.map(({ pickupCode }) => pickupCode)).size).toBe(10)
  expect(await db.message.count({ where: { template: 'orderPlaced' } })).toBe(10)
})

test('stock sold by two groups at once is never sold twice', async () => {
  const first = await makeOpenGroup(db, { offers: [{ priceMinor: 560, source: 'stock', onHand: 10 }] })
  const second = await makeOpenGroup(db, {
    offers: [{ priceMinor: 590, source: 'stock', productId: first.offers[0]?.productId }],
  })
  const answers = await Promise.all(
    (await shoppers(30)).map((id, n) => orderDesk.place(order(n % 2 ? first : second, id, [[0, 1]]))),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(10)
  expect(await db.stock.findUniqueOrThrow({ where: { productId: first.offers[0]?.productId } })).toMatchObject({
    onHand: 10,
    reserved: 10,
  })
})

test('50 submits of one key make one order, and every one of them gets the same answer', async () => {
  const group = await makeOpenGroup(db)
  const [shopper = ''] = await shoppers(1)
  const input = order(group, shopper, [[0, 2]], { key: 'test:one-key' })
  const answers = await Promise.all(Array.from({ length: 50 }, () => orderDesk.place(input)))
  expect(new Set(answers.map((answer) => answer.ok && answer.value.orderId)).size).toBe(1)
  expect(answers.filter((answer) => answer.ok && !answer.value.repeated)).toHaveLength(1)
  expect(await soldOf(group)).toBe(2)
  expect(await orderDesk.place({ ...input, name: 'Someone else' })).toMatchObject({
    ok: false,
    refusal: { code: 'IDEMPOTENCY_KEY_REUSED' },
  })
})

test('one key in two group orders at once: one order', async () => {
  const [first, second] = [await makeOpenGroup(db), await makeOpenGroup(db)]
  const [shopper = ''] = await shoppers(1)
  const answers = await Promise.all(
    [first, second].map((group) => orderDesk.place(order(group, shopper, [[0, 1]], { key: 'test:shared' }))),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } })
})

test('a refusal consumes no key', async () => {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, cap: 1 }] })
  const [one = '', two = ''] = await shoppers(2)
  await orderDesk.place(order(group, one, [[0, 1]]))
  const refused = order(group, two, [[0, 1]], { key: 'test:again' })
  expect(await orderDesk.place(refused)).toMatchObject({ ok: false })
  await db.offer.update({ where: { id: group.offers[0]?.offerId }, data: { cap: 2 } })
  expect(await orderDesk.place(refused)).toMatchObject({ ok: true, value: { repeated: false } })
})

test('two baskets in opposite product order, many at once: no deadlock, nothing lost', async () => {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560 }, { priceMinor: 980 }] })
  const other = await makeOpenGroup(db, {
    offers: group.offers.map(({ productId }) => ({ priceMinor: 500, productId, source: 'stock' as const })),
  })
  await db.stock.createMany({ data: group.offers.map(({ productId }) => ({ productId, onHand: 1_000 })) })
  const ids = await shoppers(40)
  const answers = await Promise.all(
    ids.flatMap((id, n) => [
      orderDesk.place(
        order(
          group,
          id,
          n % 2
            ? [
                [0, 1],
                [1, 1],
              ]
            : [
                [1, 1],
                [0, 1],
              ],
        ),
      ),
      orderDesk.place(
        order(
          other,
          id,
          n % 2
            ? [
                [1, 1],
                [0, 1],
              ]
            : [
                [0, 1],
                [1, 1],
              ],
        ),
      ),
    ]),
  )
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect([await soldOf(group, 0), await soldOf(group, 1)]).toEqual([40, 40])
})

test('amending and cancelling move what is sold; a stranger finds no order', async () => {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, limitPerShopper: 3 }, { priceMinor: 980 }] })
  const [owner = '', stranger = ''] = await shoppers(2)
  const placed = await orderDesk.place(order(group, owner, [[0, 2]]))
  if (!placed.ok) throw new Error('not placed')
  const { groupOrderId } = group
  const { orderId } = placed.value
  const lines = [
    { offerId: group.offers[0]?.offerId ?? '', quantity: 3 },
    { offerId: group.offers[1]?.offerId ?? '', quantity: 1 },
  ]
  expect(await orderDesk.amend({ groupOrderId, orderId, shopperId: stranger, lines })).toMatchObject({
    refusal: { code: 'ORDER_NOT_FOUND' },
  })
  expect(await orderDesk.amend({ groupOrderId, orderId, shopperId: owner, lines })).toMatchObject({
    ok: true,
    value: { totalMinor: 2660 },
  })
  expect([await soldOf(group, 0), await soldOf(group, 1)]).toEqual([3, 1])
  const tooMany = [{ offerId: group.offers[0]?.offerId ?? '', quantity: 4 }]
  expect(await orderDesk.amend({ groupOrderId, orderId, shopperId: owner, lines: tooMany })).toMatchObject({
    refusal: { code: 'OVER_LIMIT', limit: 3 },
  })
  expect(await orderDesk.cancel({ groupOrderId, orderId, shopperId: stranger })).toMatchObject({
    refusal: { code: 'ORDER_NOT_FOUND' },
  })
  expect(await orderDesk.cancel({ groupOrderId, orderId, shopperId: owner })).toMatchObject({ ok: true })
  expect(await orderDesk.cancel({ groupOrderId, orderId, shopperId: owner })).toMatchObject({
    ok: true,
    value: { repeated: true },
  })
  expect([await soldOf(group, 0), await soldOf(group, 1)]).toEqual([0, 0])
  expect((await db.groupCounter.findUniqueOrThrow({ where: { groupOrderId } })).orders).toBe(0)
})

test('one impossible request in a batch never fails its neighbours', async () => {
  const group = await makeOpenGroup(db)
  const ids = await shoppers(8)
  const answers = await Promise.allSettled([
    ...ids.map((id) => orderDesk.place(order(group, id, [[0, 1]]))),
    // a shopper who does not exist breaks a foreign key
    orderDesk.place(order(group, '0197f000-0000-7000-8000-000000000000', [[0, 1]])),
  ])
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(8)
  expect(answers.at(-1)?.status).toBe('rejected')
  expect(await soldOf(group)).toBe(8)
})

test('shoppers against four closers at the cutoff: it closes once, and nothing acknowledged is missing', async () => {
  const group = await makeOpenGroup(db, {
    cutoffInMs: 1_200,
    offers: [{ priceMinor: 560, tiers: [{ from: 5, priceMinor: 520 }] }],
  })
  const ids = await shoppers(24)
  const { groupOrderId } = group
  const until = Date.now() + 2_500
  const accepted: string[] = []
  const refused: string[] = []
  const closings: boolean[] = []
  const shop = async (id: string) => {
    while (Date.now() < until) {
      const answer = await orderDesk.place(order(group, id, [[0, 1]]))
      if (answer.ok) accepted.push(answer.value.orderId)
      else {
        refused.push(answer.refusal.code)
        return
      }
    }
  }
  const close = async () => {
    while (Date.now() < until) {
      const answer = await closeGroupOrder(groupOrderId, { actorRole: 'system' })
      if (answer.ok) closings.push(true)
      await new Promise((done) => setImmediate(done))
    }
  }
  await Promise.all([...ids.map(shop), close(), close(), close(), close()])
  expect(closings).toHaveLength(1)
  expect(refused.length).toBeGreaterThan(0)
  expect(new Set(refused)).toEqual(new Set(['CUTOFF_PASSED']))
  const frozen = await db.order.findMany({ where: { groupOrderId }, include: { lines: true } })
  expect(frozen.map(({ id }) => id).sort()).toEqual([...accepted].sort())
  expect(
    frozen.every(
      ({ state, totalMinor, placedAt }) => state === 'placed' && totalMinor === 520 && placedAt < group.cutoffAt,
    ),
  ).toBe(true)
  const demand = await db.demand.findMany({ where: { groupOrderId } })
  expect(demand.map(({ ordered, orders }) => ({ ordered, orders }))).toEqual([
    { ordered: accepted.length, orders: accepted.length },
  ])
  const bags = await pool.query('select order_id from bags where group_order_id = $1', [groupOrderId])
  expect(bags.rows.map(({ order_id }) => order_id).sort()).toEqual([...accepted].sort())
}, 30_000)
