import { expect, test } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import {
  cad,
  groupBody,
  inHours,
  type Json,
  makeShelf,
  orderBody,
  type Program,
  programWith,
  raw,
  type Shelf,
} from './api.ts'

let program: Program
let shelf: Shelf
let group: Json
test.beforeAll(async () => {
  program = await programWith('*')
  shelf = await makeShelf(1)
  group = (await program.post('/group-orders', groupBody(shelf))).json
})

const order = (more: object = {}) => ({ ...orderBody(shelf.stationId, group.offers[0].id), ...more })
const place = (body: unknown, headers?: Record<string, string>) =>
  program.post(`/group-orders/${group.id}/orders`, body, headers)

test('openapi.json is open to everybody and complete @desktop', async () => {
  const { status, json } = await raw('GET', '/openapi.json')
  expect(status).toBe(200)
  expect(json.openapi).toBe('3.1.0')
  for (const [path, item] of Object.entries(json.paths as Json))
    for (const [method, each] of Object.entries(item as Json) as [string, Json][]) {
      const at = `${method} ${path}`
      expect(each.summary, at).not.toBe(each.operationId)
      if (each.requestBody) expect(each.requestBody.content['application/json'].example, at).toBeDefined()
      expect(Object.keys(each.responses), at).toEqual(expect.arrayContaining(['401', '403', '429', '503']))
    }
})

test('what is no address answers in JSON @desktop', async () => {
  for (const path of [
    '/nothing',
    '/products/1',
    `/products/${newId()}`,
    '/group-orders/x/orders/y',
    '/orders/x/collect/z',
  ]) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const answer = await program.send(method, path, method === 'POST' ? {} : undefined)
      expect([404, 405], `${method} ${path}`).toContain(answer.status)
      expect(answer.headers.get('content-type'), `${method} ${path}`).toBe('application/problem+json')
    }
  }
  const shut = await program.send('DELETE', '/products')
  expect(shut).toMatchObject({ status: 405, json: { code: 'METHOD_NOT_ALLOWED' } })
  expect(shut.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS')
})

test('a body that cannot be read is told apart from one that is wrong @desktop', async () => {
  expect(await place('{')).toMatchObject({ status: 400, json: { code: 'MALFORMED_JSON' } })
  expect(await place('')).toMatchObject({ status: 400, json: { code: 'MALFORMED_JSON' } })
  expect(await place('{"quantity": NaN}')).toMatchObject({ status: 400, json: { code: 'MALFORMED_JSON' } })
  expect(await place('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
    status: 415,
    json: { code: 'UNSUPPORTED_MEDIA_TYPE' },
  })
  for (const wrong of ['null', '[]', '1', '"x"', '{}'])
    expect(await place(wrong)).toMatchObject({ status: 422, json: { code: 'INVALID' } })
})

for (const quantity of [
  '0',
  '-1',
  '1.5',
  '1e309',
  '-1e309',
  '100001',
  '1e15',
  '9007199254740993',
  '"2"',
  '"NaN"',
  'null',
  '[2]',
]) {
  test(`a quantity of ${quantity} is refused with 422 @desktop`, async () => {
    const body = JSON.stringify(order()).replace('"quantity":1', `"quantity":${quantity}`)
    const answer = await place(body)
    expect(answer).toMatchObject({ status: 422, json: { code: 'INVALID' } })
    expect(answer.json.errors).toEqual([{ pointer: '#/lines/0/quantity', detail: expect.any(String) }])
  })
}

test('what is missing and what is of the wrong kind are told apart @desktop', async () => {
  const { stationId: _, ...rest } = order({ lines: [{ offerId: group.offers[0].id, quantity: '2' }] })
  expect((await place(rest)).json.errors).toEqual([
    { pointer: '#/stationId', detail: 'This is needed.' },
    { pointer: '#/lines/0/quantity', detail: 'This should be of type number.' },
  ])
})

test('more pieces than a line may hold are bad input, whatever is left @desktop', async () => {
  expect(await place(order({ lines: [{ offerId: group.offers[0].id, quantity: 5_000 }] }))).toMatchObject({
    status: 422,
    json: { code: 'BAD_QUANTITY', offerId: group.offers[0].id },
  })
})

test('texts that no database can hold are refused with 422 @desktop', async () => {
  for (const name of ['a\u0000b', '\ud800', 'x\udc00y']) {
    expect(await place(order({ shopper: { name, email: 'lin@example.org' } }))).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '#/shopper/name' }] },
    })
    expect(await program.post('/stations', { name: { en: name }, address: 'x' })).toMatchObject({ status: 422 })
  }
  const smuggled = JSON.stringify(order()).replace('Lin Wei', 'Lin\\u0000Wei')
  expect(await place(smuggled)).toMatchObject({ status: 422 })
})

test('members that nobody knows are ignored, and pollute nothing @desktop', async () => {
  const body = JSON.stringify({ ...order(), total: cad(1), price: cad(1), role: 'admin', ownerId: newId() }).replace(
    '{',
    '{"__proto__": {"isAdmin": true, "stationId": "x"}, "constructor": {"prototype": {"polluted": 1}},',
  )
  const answer = await place(body)
  expect(answer.status).toBe(201)
  expect(answer.json.total).toEqual(cad(560))
  expect((await program.get('/products?limit=1&__proto__[x]=1&constructor=2')).status).toBe(200)
})

test('money is the shop’s own or none @desktop', async () => {
  const product = { name: 'Leeks', unit: 'piece', cost: cad(100) }
  for (const price of [
    { amount: 560, currency: 'USD' },
    { amount: 560 },
    560,
    '5.60',
    { amount: -1, currency: 'CAD' },
    { amount: 5.5, currency: 'CAD' },
    { amount: 0, currency: 'CAD' },
    { amount: 1e12, currency: 'CAD' },
  ]) {
    const answer = await program.post('/products', { ...product, price })
    expect(answer, JSON.stringify(price)).toMatchObject({ status: 422, json: { code: 'INVALID' } })
    expect(answer.json.errors[0].pointer).toContain('#/price')
  }
})

test('times need an offset and make sense @desktop', async () => {
  for (const cutoffAt of [
    '2026-12-04T20:00:00',
    '2026-12-04',
    'tomorrow',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    0,
  ]) {
    const answer = await program.post('/group-orders', groupBody(shelf, { cutoffAt }))
    expect(answer, String(cutoffAt)).toMatchObject({ status: 422, json: { errors: [{ pointer: '#/cutoffAt' }] } })
  }
  expect(await program.post('/group-orders', groupBody(shelf, { pickupUntil: inHours(10) }))).toMatchObject({
    status: 422,
    json: { code: 'PICKUP_ENDS_BEFORE_START', errors: [{ pointer: '#/pickupUntil' }] },
  })
  expect(await program.post('/group-orders', groupBody(shelf, { cutoffAt: inHours(-0.5) }))).toMatchObject({
    status: 409,
    json: { code: 'CUTOFF_IN_PAST' },
  })
  const [productId] = shelf.productIds
  const twice = [1, 2].map(() => ({ productId, price: cad(560) }))
  expect(await program.post('/group-orders', groupBody(shelf, { offers: twice }))).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '#/offers' }] },
  })
  expect(
    await program.post('/group-orders', groupBody(shelf, { stationIds: [shelf.stationId, shelf.stationId] })),
  ).toMatchObject({
    status: 422,
  })
})

test('stock cannot be driven out of its bounds @desktop', async () => {
  const { productIds } = await makeShelf(1)
  const at = `/products/${productIds[0]}/stock-movements`
  expect(await program.post(at, { quantity: -41, reason: 'damaged', note: 'fell' })).toMatchObject({
    status: 409,
    json: { code: 'STOCK_BELOW_ZERO', available: 40 },
  })
  expect(await program.post(at, { quantity: 1e9, reason: 'received' })).toMatchObject({ status: 422 })
  for (let times = 0; times < 19; times++) await program.post(at, { quantity: 100_000_000, reason: 'received' })
  await program.post(at, { quantity: 99_999_960, reason: 'received' })
  expect(await program.post(at, { quantity: 1, reason: 'received' })).toMatchObject({
    status: 422,
    json: { code: 'BAD_QUANTITY' },
  })
  expect(await db.stock.findUniqueOrThrow({ where: { productId: productIds[0] as string } })).toMatchObject({
    onHand: 2_000_000_000,
  })
})

test('an address is an e-mail address or a phone number @desktop', async () => {
  expect(await place(order({ shopper: { name: 'Lin' } }))).toMatchObject({ status: 422 })
  expect(await place(order({ shopper: { name: 'Lin', email: 'nobody' } }))).toMatchObject({
    status: 422,
    json: { code: 'BAD_CONTACT', errors: [{ pointer: '#/shopper' }] },
  })
  expect((await place(order({ shopper: { name: 'Lin', phone: '(604) 555-0188' } }))).status).toBe(201)
})

test('problems speak the reader’s language, with a code that does not @desktop', async () => {
  const english = await place(order({ stationId: newId() }))
  const chinese = await place(order({ stationId: newId() }), { 'accept-language': 'zh-CN' })
  expect(english.json).toMatchObject({ code: 'STATION_NOT_SERVED', title: 'Station not served', status: 409 })
  expect(chinese.json).toMatchObject({ code: 'STATION_NOT_SERVED', title: '不送此自提点' })
  expect(chinese.headers.get('content-language')).toBe('zh-CN')
  expect(english.json.type).toBe('/api/docs#code-STATION_NOT_SERVED')
})

test('reads carry an ETag that changes with what they tell @desktop', async () => {
  const path = `/group-orders/${group.id}`
  const first = await program.get(path)
  const etag = first.headers.get('etag') ?? ''
  expect(first.headers.get('cache-control')).toBe('private, no-cache')
  for (const match of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const same = await program.get(path, { 'if-none-match': match })
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag])
  }
  await place(order())
  const after = await program.get(path, { 'if-none-match': etag })
  expect(after.status).toBe(200)
  expect(after.headers.get('etag')).not.toBe(etag)
  expect((await program.get('/products?limit=1')).headers.get('etag')).toBeTruthy()
})

test('lists are read page by page, each row once, also while rows arrive @desktop', async () => {
  const path = `/group-orders/${group.id}/orders`
  for (let made = 0; made < 5; made++) await place(order())
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Json = (await program.get(`${path}?limit=2${cursor ? `&cursor=${cursor}` : ''}`)).json
    expect(page.data.length).toBeLessThanOrEqual(2)
    seen.push(...page.data.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
    if (seen.length === 2) await place(order())
  } while (cursor)
  const stored = await db.order.findMany({
    where: { groupOrderId: group.id },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  expect(seen).toEqual(stored.map(({ id }) => id))
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'limit=-1', 'limit=1e1', 'cursor=x'])
    expect(await program.get(`${path}?${query}`), query).toMatchObject({ status: 422, json: { code: 'INVALID' } })
})
