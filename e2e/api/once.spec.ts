import { expect, test } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import { newToken } from '#lib/infra/ids.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { cad, groupBody, makeShelf, orderBody, type Program, programWith, type Shelf, someKey } from './api.ts'

let program: Program
let shelf: Shelf
test.beforeAll(async () => {
  program = await programWith('*')
  shelf = await makeShelf(1)
})

const newProduct = (sku: string) => ({ sku, name: 'Leeks', unit: 'kg', price: cad(560), cost: cad(300) })

/** What each creating address takes, and how many there are afterwards. */
const CREATING = {
  '/products': async () => {
    const sku = `T-${newToken(10)}`
    return { path: '/products', body: newProduct(sku), count: () => db.product.count({ where: { sku } }) }
  },
  '/suppliers': async () => {
    const name = { en: newToken(12) }
    return { path: '/suppliers', body: { name }, count: () => db.supplier.count({ where: { name: { equals: name } } }) }
  },
  '/stations': async () => {
    const name = { en: newToken(12) }
    const count = () => db.station.count({ where: { name: { equals: name } } })
    return { path: '/stations', body: { name, address: 'here' }, count }
  },
  '/stock-movements': async () => {
    const { productIds } = await makeShelf(1)
    const count = async () => (await db.stockMovement.count({ where: { productId: productIds[0] } })) - 1
    return { path: `/products/${productIds[0]}/stock-movements`, body: { quantity: 5, reason: 'received' }, count }
  },
  '/group-orders': async () => {
    const title = { en: newToken(12) }
    const count = () => db.groupOrder.count({ where: { title: { equals: title } } })
    return { path: '/group-orders', body: groupBody(shelf, { title }), count }
  },
  '/orders': async () => {
    const group = await program.post('/group-orders', groupBody(shelf))
    const count = () => db.order.count({ where: { groupOrderId: group.json.id } })
    const body = orderBody(shelf.stationId, group.json.offers[0].id)
    return { path: `/group-orders/${group.json.id}/orders`, body, count }
  },
}

for (const [name, make] of Object.entries(CREATING)) {
  test(`one key makes one thing, however many ask at once: ${name} @desktop`, async () => {
    const { path, body, count } = await make()
    const key = someKey()
    const answers = await Promise.all(Array.from({ length: 12 }, () => program.post(path, body, key)))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(11)
    expect(await count()).toBe(1)
  })

  test(`the same key with another body is refused: ${name} @desktop`, async () => {
    const { path, body, count } = await make()
    const key = someKey()
    await program.post(path, body, key)
    const other =
      'shopper' in body ? { ...body, shopper: { ...body.shopper, name: 'Somebody else' } } : { ...body, ...CHANGED }
    expect(await program.post(path, other, key)).toMatchObject({
      status: 409,
      json: { code: 'IDEMPOTENCY_KEY_REUSED' },
    })
    expect(await count()).toBe(1)
    // spelling is not meaning: other order of members, other spaces
    const respelled = JSON.stringify(Object.fromEntries(Object.entries(body).reverse()), null, 2)
    expect((await program.post(path, respelled, key)).headers.get('idempotency-replayed')).toBe('true')
  })

  test(`a key that cannot be read is refused, a missing one promises nothing: ${name} @desktop`, async () => {
    const { path, body, count } = await make()
    for (const unreadable of ['a b', 'x'.repeat(201), 'ключ'.replace(/./g, '\u00e9')]) {
      const refused = await program.post(path, body, { 'idempotency-key': unreadable })
      expect(refused, unreadable).toMatchObject({ status: 422, json: { code: 'BAD_IDEMPOTENCY_KEY' } })
    }
    expect(await count()).toBe(0)
    expect((await program.post(path, body)).status).toBe(201)
  })
}

/** Something that every creating body but an order's understands or would be refused for. */
const CHANGED = { name: 'Another name', quantity: 6, title: 'Another title' }

test('a key belongs to its program @desktop', async () => {
  const { path, body, count } = await CREATING['/orders']()
  const key = someKey()
  const other = await programWith('*')
  expect((await program.post(path, body, key)).headers.get('idempotency-replayed')).toBeNull()
  expect((await other.post(path, body, key)).headers.get('idempotency-replayed')).toBeNull()
  expect(await count()).toBe(2)
})

test('a refusal uses no key up @desktop', async () => {
  const sku = `T-${newToken(10)}`
  const key = someKey()
  const refused = await program.post('/products', { ...newProduct(sku), cost: cad(900) }, key)
  expect(refused).toMatchObject({ status: 409, json: { code: 'BELOW_COST' } })
  expect((await program.post('/products', newProduct(sku), key)).status).toBe(201)
})

test('the first answer stays, whatever becomes of the thing @desktop', async () => {
  const key = someKey()
  const body = newProduct(`T-${newToken(10)}`)
  const first = await program.post('/products', body, key)
  await program.patch(`/products/${first.json.id}`, { price: cad(999) })
  expect((await program.post('/products', body, key)).text).toBe(first.text)
})

test('who got no answer asks by the key and learns done or not done @desktop', async () => {
  const { path, body } = await CREATING['/orders']()
  const key = newToken(16)
  const asked = `/orders?idempotencyKey=${key}`
  expect((await program.get(asked)).json).toEqual({ data: [], nextCursor: null })
  const placed = await program.post(path, body, { 'idempotency-key': key })
  const found = await program.get(asked)
  expect(found.json.data).toEqual([expect.objectContaining({ id: placed.json.id, pickupCode: placed.json.pickupCode })])
  const other = await programWith('*')
  expect((await other.get(asked)).json.data).toEqual([])
  expect((await program.get('/orders')).status).toBe(422)
})

test('a program says through whose link an order came; a link that is no link does nothing @desktop', async () => {
  const group = await program.post('/group-orders', groupBody(shelf))
  const carrier = await makeCarrier(db, { groupOrderId: group.json.id })
  const placed = async (code: string | undefined) => {
    const body = { ...orderBody(shelf.stationId, group.json.offers[0].id), ...(code && { carrier: code }) }
    const { status, json } = await program.post(`/group-orders/${group.json.id}/orders`, body, someKey())
    expect([status, json.total]).toEqual([201, cad(560)])
    return (await db.order.findUniqueOrThrow({ where: { id: json.id } })).carriedBy
  }
  expect(await placed(carrier.code)).toBe(carrier.id)
  expect([await placed('nosuchcode'), await placed(undefined)]).toEqual([null, null])
})
