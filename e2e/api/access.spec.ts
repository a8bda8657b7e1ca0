import { expect, test } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import { API_SCOPES } from '#lib/domain/api-scopes.ts'
import { newId } from '#lib/infra/ids.ts'
import { groupBody, type Json, makeShelf, orderBody, type Program, programWith, raw, someMail } from './api.ts'

type Described = { method: string; path: string; scopes: string[] }

let operations: Described[]
let keys: Record<string, Program>
let revoked: Program
test.beforeAll(async () => {
  const { json } = await raw('GET', '/openapi.json')
  operations = Object.entries(json.paths as Json).flatMap(([path, item]) =>
    Object.entries(item as Json).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      scopes: (operation as Json).security.map(({ key }: { key: [string] }) => key[0]),
    })),
  )
  keys = Object.fromEntries(
    await Promise.all([...API_SCOPES, '*'].map(async (scope) => [scope, await programWith(scope)] as const)),
  )
  revoked = await programWith('*')
  await db.apiKey.update({ where: { id: revoked.id }, data: { revokedAt: new Date() } })
})

const somewhere = (path: string) => path.replaceAll(/\{\w+\}/g, () => newId())
/** A body that nothing is made of, for those that take one. */
const bodyOf = ({ method }: Described) => (method === 'POST' || method === 'PATCH' ? '{' : undefined)

test('there is an operation for each of the design’s addresses @desktop', () => {
  const known = operations.map(({ method, path }) => `${method} ${path}`)
  expect(known).toEqual(
    expect.arrayContaining([
      'POST /products',
      'POST /products/{id}/stock-movements',
      'GET /stations',
      'POST /stations',
      'POST /group-orders',
      'GET /group-orders/{id}',
      'POST /group-orders/{id}/publish',
      'POST /group-orders/{id}/orders',
      'GET /orders/{id}',
      'PATCH /orders/{id}',
      'DELETE /orders/{id}',
      'POST /group-orders/{id}/close',
      'GET /group-orders/{id}/purchase-list',
      'GET /group-orders/{id}/pick-lists',
      'POST /orders/{id}/collect',
    ]),
  )
})

test('without a key, with a revoked one or one that is none, every operation is shut @desktop', async () => {
  for (const each of operations) {
    const at = `${each.method} ${each.path}`
    const path = somewhere(each.path)
    for (const authorization of ['', `Bearer ${revoked.key}`, 'Bearer kt_x']) {
      const headers: Record<string, string> = authorization ? { authorization } : {}
      const answer = await raw(each.method, path, bodyOf(each), headers)
      expect(answer, at).toMatchObject({ status: 401, json: { code: 'UNAUTHENTICATED', status: 401 } })
      expect(answer.headers.get('www-authenticate'), at).toContain('Bearer')
      expect(answer.headers.get('content-type'), at).toBe('application/problem+json')
    }
  }
})

test('every operation opens to its scopes and to no other @desktop', async () => {
  for (const each of operations) {
    for (const scope of API_SCOPES) {
      const answer = await (keys[scope] as Program).send(each.method, somewhere(each.path), bodyOf(each))
      const at = `${each.method} ${each.path} as ${scope}`
      if (each.scopes.includes(scope)) expect([401, 403], at).not.toContain(answer.status)
      else expect(answer, at).toMatchObject({ status: 403, json: { code: 'SCOPE_MISSING', scopes: each.scopes } })
    }
    const answer = await (keys['*'] as Program).send(each.method, somewhere(each.path), bodyOf(each))
    expect([401, 403], `${each.method} ${each.path} as *`).not.toContain(answer.status)
  }
})

test('a revoked key is shut out at once, in every process @desktop', async () => {
  const program = await programWith('read')
  const ask = () => Promise.all(Array.from({ length: 8 }, () => program.get('/products?limit=1')))
  expect(new Set((await ask()).map(({ status }) => status))).toEqual(new Set([200]))
  await db.apiKey.update({ where: { id: program.id }, data: { revokedAt: new Date() } })
  await db.$executeRaw`select pg_notify('changes', ${`api-key:${program.id}`})`
  await expect.poll(async () => (await ask()).every(({ status }) => status === 401), { timeout: 2_000 }).toBe(true)
})

test('the use of a key can be seen @desktop', async () => {
  const program = await programWith('read')
  await program.get('/products?limit=1')
  await expect
    .poll(async () => (await db.apiKey.findUniqueOrThrow({ where: { id: program.id } })).lastUsedAt)
    .not.toBeNull()
})

test('nobody but the program that placed an order sees whose it is, or touches it @desktop', async () => {
  const shelf = await makeShelf(1)
  const [all, seller, rival] = [keys['*'] as Program, await programWith('orders'), await programWith('orders')]
  const group = await all.post('/group-orders', groupBody(shelf))
  const at = `/group-orders/${group.json.id}`
  const offerId = group.json.offers[0].id
  const mail = someMail()
  const placed = await seller.post(
    `${at}/orders`,
    orderBody(shelf.stationId, offerId, 1, { name: 'Wendy Ho', email: mail }),
  )
  const order = `/orders/${placed.json.id}`

  expect((await seller.get(order)).json).toMatchObject({
    shopper: { name: 'Wendy Ho', contact: mail },
    pickupCode: placed.json.pickupCode,
  })
  const own = await seller.get(`${at}/orders`)
  expect(own.json.data).toEqual([
    expect.objectContaining({ shopper: { name: 'Wendy Ho', contact: mail }, pickupCode: null }),
  ])

  for (const scope of ['read', 'operations', '*']) {
    for (const path of [order, `${at}/orders`]) {
      const seen = await (keys[scope] as Program).get(path)
      expect(seen.status, `${scope} ${path}`).toBe(200)
      expect(seen.text, `${scope} ${path}`).toContain('"W**"')
      for (const secret of ['Wendy', mail, `"${placed.json.pickupCode}"`])
        expect(seen.text, `${scope} ${path}`).not.toContain(secret)
    }
  }
  expect((await rival.get(order)).status).toBe(404)
  expect((await rival.get(`${at}/orders`)).json.data).toEqual([])
  for (const other of [rival, all]) {
    expect((await other.patch(order, { lines: [{ offerId, quantity: 2 }] })).status).toBe(404)
    expect((await other.delete(order)).status).toBe(404)
  }
  expect((await seller.get(order)).json).toMatchObject({ state: 'placed', lines: [{ quantity: 1 }] })
})
