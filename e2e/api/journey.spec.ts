import { expect, test } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import { cad, groupBody, inHours, makeShelf, orderBody, type Program, programWith, someKey } from './api.ts'

let everything: Program
test.beforeAll(async () => {
  everything = await programWith('*')
})

test('a shop is run by programs alone, from the supplier to the door @desktop', async () => {
  const goods = await programWith('catalogue')
  const runner = await programWith('operations')
  const seller = await programWith('orders')

  const supplier = await goods.post('/suppliers', { name: 'Growers' }, someKey())
  expect(supplier.status).toBe(201)
  const product = await goods.post('/products', {
    name: { en: 'Eggs', 'zh-CN': '鸡蛋' },
    unit: 'piece',
    price: cad(560),
    cost: cad(400),
    caseSize: 12,
    supplierId: supplier.json.id,
    ownerId: 'ignored',
  })
  expect(product.status).toBe(201)
  expect(product.json).toMatchObject({ price: cad(560), cost: cad(400), supplierId: supplier.json.id, active: true })
  expect(product.headers.get('location')).toBe(`/api/v1/products/${product.json.id}`)
  const station = await goods.post('/stations', { name: 'Blue door', address: '12 Maple Lane', capacity: 80 })
  const moved = await goods.post(`/products/${product.json.id}/stock-movements`, { quantity: 50, reason: 'received' })
  expect(moved.json).toMatchObject({ onHand: 50, reserved: 0, available: 50 })

  const draft = await runner.post('/group-orders', {
    ...groupBody({ stationId: station.json.id, productIds: [] }),
    offers: [
      {
        productId: product.json.id,
        price: cad(560),
        cap: 10,
        limitPerShopper: 4,
        tiers: [{ from: 2, price: cad(500) }],
      },
    ],
    draft: true,
  })
  expect(draft.json).toMatchObject({ state: 'draft', slug: expect.any(String) })
  const at = `/group-orders/${draft.json.id}`
  const offerId = draft.json.offers[0].id
  expect(await seller.post(`${at}/orders`, orderBody(station.json.id, offerId))).toMatchObject({
    status: 409,
    json: { code: 'NOT_PUBLISHED' },
  })
  expect((await runner.post(`${at}/publish`)).json.state).toBe('open')

  const placed = await seller.post(`${at}/orders`, orderBody(station.json.id, offerId, 3), someKey())
  expect(placed.status).toBe(201)
  expect(placed.json).toMatchObject({
    number: 1,
    total: cad(1680),
    state: 'placed',
    pickupCode: expect.stringMatching(/^\d{4}$/),
  })
  const order = `/orders/${placed.json.id}`
  const second = await seller.post(`${at}/orders`, orderBody(station.json.id, offerId, 4), someKey())
  expect(second.json.number).toBe(2)
  expect((await seller.get(order)).json).toMatchObject({ total: cad(1500), shopper: { name: 'Lin Wei' } })

  const tooMuch = await seller.patch(order, { lines: [{ offerId, quantity: 5 }] })
  expect(tooMuch).toMatchObject({ status: 409, json: { code: 'OVER_LIMIT', offerId, limit: 4, held: 3 } })
  const soldOut = await seller.post(`${at}/orders`, orderBody(station.json.id, offerId, 4))
  expect(soldOut).toMatchObject({ status: 409, json: { code: 'SOLD_OUT', offerId, left: 3 } })
  expect((await seller.patch(order, { lines: [{ offerId, quantity: 2 }] })).json.lines[0].quantity).toBe(2)
  expect((await seller.delete(`/orders/${second.json.id}`)).json.state).toBe('cancelled')
  expect((await runner.get(at)).json.offers[0]).toMatchObject({ sold: 2, left: 8, price: cad(560) })

  expect((await runner.post(`${at}/extend-cutoff`, { cutoffAt: inHours(8) })).status).toBe(200)
  expect((await runner.post(`${at}/close`)).json.state).toBe('confirmed')
  expect(await runner.post(`${at}/close`)).toMatchObject({ status: 409, json: { code: 'WRONG_STATE' } })
  expect(await seller.patch(order, { lines: [{ offerId, quantity: 1 }] })).toMatchObject({
    json: { code: 'CUTOFF_PASSED' },
  })
  expect((await runner.get(`${at}/purchase-list`)).json.lines).toEqual([
    expect.objectContaining({ productId: product.json.id, ordered: 2, cases: 1, surplus: 10 }),
  ])
  const lists = await runner.get(`${at}/pick-lists`)
  expect(lists.json.stations[0].orders[0]).toMatchObject({ number: 1, name: 'L**', lines: [{ offerId, quantity: 2 }] })
  expect(lists.text).not.toContain(placed.json.pickupCode)

  for (const step of ['buy', 'receive', 'dispatch']) {
    expect((await runner.post(`${at}/advance`, { step })).status).toBe(200)
  }
  const { pickupCode: code } = placed.json
  expect(await runner.post(`${order}/collect`, { code })).toMatchObject({ json: { code: 'NOT_ARRIVED' } })
  expect((await runner.post(`${at}/stations/${station.json.id}/arrival`)).json).toEqual({ orders: 1, isComplete: true })
  expect(await runner.post(`${order}/collect`, { code: '0000' })).toMatchObject({
    status: 409,
    json: { code: 'NO_SUCH_CODE' },
  })
  const part = { code, lines: [{ offerId, quantity: 1 }] }
  const key = someKey()
  const first = await runner.post(`${order}/collect`, part, key)
  expect(first.json).toMatchObject({ state: 'ready' })
  // the answer was lost: asked again, the second piece stays on the shelf
  const again = await runner.post(`${order}/collect`, part, key)
  expect(again.json).toEqual(first.json)
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  const rest = await runner.post(`${order}/collect`, { code, paid: true })
  expect(rest.json).toMatchObject({ state: 'collected', collectedAt: expect.any(String) })
  expect(await runner.post(`${order}/collect`, { code })).toMatchObject({
    status: 409,
    json: { code: 'ALREADY_COLLECTED' },
  })

  const trail = await db.auditEntry.findMany({
    where: { subjectId: { in: [draft.json.id, product.json.id, placed.json.id] } },
  })
  const byKey = new Map([goods, runner, seller].map(({ id }) => [id, true]))
  for (const { action, actorRole, actorId } of trail)
    expect([action, actorRole, byKey.has(actorId ?? '')]).toEqual([action, 'api', true])
})

test('codes cannot be tried out: ten for an order, however many ask at once @desktop', async () => {
  const shelf = await makeShelf(1)
  const group = await everything.post('/group-orders', groupBody(shelf))
  const order = await everything.post(
    `/group-orders/${group.json.id}/orders`,
    orderBody(shelf.stationId, group.json.offers[0].id),
  )
  const guesses = Array.from({ length: 30 }, (_, index) => String(1000 + index)).filter(
    (code) => code !== order.json.pickupCode,
  )
  const answers = await Promise.all(
    guesses.map((code) => everything.post(`/orders/${order.json.id}/collect`, { code })),
  )
  expect(answers.filter(({ json }) => json.code === 'NO_SUCH_CODE')).toHaveLength(10)
  expect(answers.filter(({ status, json }) => status === 429 && json.code === 'TOO_MANY_TRIES')).toHaveLength(
    guesses.length - 10,
  )
})

test('a group order may be changed, moved and called off @desktop', async () => {
  const shelf = await makeShelf()
  const group = await everything.post('/group-orders', groupBody(shelf))
  const at = `/group-orders/${group.json.id}`
  const [kept] = group.json.offers
  const edited = await everything.patch(at, {
    story: { en: 'Now with one thing less' },
    offers: [{ productId: kept.productId, price: cad(590) }],
    version: group.json.version,
  })
  expect(edited.json.offers).toEqual([
    expect.objectContaining({ id: kept.id, price: cad(590) }),
    expect.objectContaining({ withdrawn: true, left: 0 }),
  ])
  expect(await everything.patch(at, { story: 'stale', version: group.json.version })).toMatchObject({
    status: 409,
    json: { code: 'STALE' },
  })
  expect(await everything.patch(at, { cutoffAt: inHours(9) })).toMatchObject({
    status: 409,
    json: { code: 'ONLY_IN_DRAFT', errors: [{ pointer: '#/cutoffAt' }] },
  })
  const window = { pickupFrom: inHours(30), pickupUntil: inHours(33) }
  expect((await everything.post(`${at}/move-pickup`, window)).json).toMatchObject(window)
  const below = await everything.patch(at, {
    offers: [
      { productId: kept.productId, price: cad(590) },
      { productId: shelf.productIds[1], price: cad(100) },
    ],
  })
  expect(below).toMatchObject({ status: 409, json: { code: 'BELOW_COST', errors: [{ pointer: '#/offers/1/price' }] } })
  expect((await everything.post(`${at}/cancel`, { reason: 'Storm' })).json).toMatchObject({
    state: 'cancelled',
    cancelReason: 'Storm',
  })
})

test('the operator’s own leader opens what names none; a key’s leader opens its own @desktop', async () => {
  const shelf = await makeShelf(1)
  const [one, two] = await Promise.all([1, 2].map(() => everything.post('/group-orders', groupBody(shelf))))
  expect(one?.json.leaderId).toBe(two?.json.leaderId)
  const leader = await db.leader.findFirstOrThrow({ where: { state: 'approved', id: { not: one?.json.leaderId } } })
  const bound = await programWith('*', leader.id)
  const own = await bound.post('/group-orders', groupBody(shelf))
  expect(own.json.leaderId).toBe(leader.id)
  expect(await bound.post('/group-orders', groupBody(shelf, { leaderId: one?.json.leaderId }))).toMatchObject({
    status: 409,
    json: { code: 'UNKNOWN_LEADER' },
  })
  const foreign = `/group-orders/${one?.json.id}`
  for (const path of [foreign, `${foreign}/orders`, `${foreign}/purchase-list`, `${foreign}/pick-lists`])
    expect((await bound.get(path)).status, path).toBe(404)
  const [offer] = one?.json.offers ?? []
  expect((await bound.post(`${foreign}/orders`, orderBody(shelf.stationId, offer.id))).status).toBe(404)
  expect((await bound.post(`${foreign}/close`)).status).toBe(404)
  const listed = await bound.get('/group-orders?limit=100')
  expect(new Set(listed.json.data.map(({ leaderId }: { leaderId: string }) => leaderId))).toEqual(new Set([leader.id]))
})

test('goods sold by weight tell their tolerance, and orders what they may come to @desktop', async () => {
  const { stationId } = await makeShelf(1)
  const sold = { name: 'Trout', price: cad(1_200), cost: cad(800), toleranceBps: 1_000 }
  const pieces = await everything.post('/products', { ...sold, unit: 'piece' })
  expect(pieces).toMatchObject({ status: 422, json: { code: 'BAD_TOLERANCE' } })
  const product = await everything.post('/products', { ...sold, unit: 'kg' })
  expect(product.json).toMatchObject({ unit: 'kg', toleranceBps: 1_000 })
  const group = await everything.post('/group-orders', {
    ...groupBody({ stationId, productIds: [] }),
    offers: [{ productId: product.json.id, price: cad(1_200) }],
  })
  const [offer] = group.json.offers
  expect(offer).toMatchObject({ toleranceBps: 1_000 })
  const placed = await everything.post(
    `/group-orders/${group.json.id}/orders`,
    orderBody(stationId, offer.id, 1_500),
    someKey(),
  )
  expect((await everything.get(`/orders/${placed.json.id}`)).json).toMatchObject({
    total: cad(1_800),
    tolerance: cad(180),
    lines: [{ quantity: 1_500, actual: null, toleranceBps: 1_000, amount: cad(1_800) }],
  })
})
