import { expect, test } from '@playwright/test'
import { Client, filled, formWith } from '../raw.ts'
import { ROUTES } from './route-table.ts'
import { having } from './table.ts'
import { makeWorld, type Role, type World } from './world.ts'

let world: World
test.beforeAll(async () => {
  world = await makeWorld()
})

const nonceOf = (policy: string) => /script-src 'nonce-([\w+/=]{16,})'/.exec(policy)?.[1]

for (const { file, path, for: allowed } of ROUTES.filter((row) => row.file.endsWith('page.tsx'))) {
  test(`${file} has every header, and only scripts that we wrote @desktop`, async () => {
    const role: Role = Array.isArray(allowed) ? (allowed[0] as Role) : 'shopper'
    const { headers, body } = await world.people[role].client.get(path(world))
    const policy = headers.get('content-security-policy') ?? ''
    const nonce = nonceOf(policy)
    expect(nonce).toBeTruthy()
    expect(policy).toContain(`script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval';`)
    for (const rule of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(rule)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toMatch(/private.*no-store|no-store.*private/)
    expect(headers.get('x-powered-by')).toBeNull()
    const unsigned = [...body.matchAll(/<script\b([^>]*)>/g)].filter(([, text]) => !text?.includes(`nonce="${nonce}"`))
    expect(unsigned.map(([tag]) => tag)).toEqual([])
    expect(body).not.toMatch(/<[^>]+\son\w+="/)
  })
}

test('each page has a nonce of its own @desktop', async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => new Client().get('/about')))
  const nonces = answers.map(({ headers }) => nonceOf(headers.get('content-security-policy') ?? ''))
  expect(new Set(nonces).size).toBe(4)
})

test('what only some may read is kept by no cache, as a page, as a payload and as a file @desktop', async () => {
  const { admin, shopper } = world.people
  for (const [client, path] of [
    [shopper.client, `/orders/${world.orderId}`],
    [shopper.client, '/me'],
    [admin.client, '/admin/inventory.csv'],
    [admin.client, '/admin/people'],
    [new Client(), '/admin/inventory.csv'],
  ] as const) {
    for (const { headers } of [await client.get(path), await client.payload(path)])
      expect(headers.get('cache-control'), path).toContain('no-store')
  }
})

test('a write from elsewhere, or from nowhere, is refused whatever it is @desktop', async () => {
  const { client } = world.people.admin
  const page = await client.get('/me')
  const fields = filled(formWith(page.body, having('nickname')), { name: 'Evil' })
  for (const origin of [
    'https://evil.example',
    'http://localhost.evil.example',
    'null',
    'http://localhost:1',
    '',
    null,
  ]) {
    for (const path of ['/me', '/api/auth/callback/code', '/api/auth/signout', '/api/health', '/no/such/page']) {
      expect((await client.post(path, fields, {}, origin)).status, `${origin} ${path}`).toBe(403)
    }
    const action = fields.find(([name]) => name.startsWith('$ACTION'))?.[0] ?? ''
    const headers = { 'next-action': action.replace(/\D+/, ''), ...(origin !== null && { origin }) }
    const answer = await client.send('/me', { method: 'POST', body: '[]', headers })
    expect(answer.status, `${origin} as a script would`).toBe(403)
  }
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    expect((await client.send('/me', { method, headers: { origin: 'https://evil.example' } })).status).toBe(403)
})

test('next-auth’s other doors are shut @desktop', async () => {
  const doors = [
    'signin',
    'signin/code',
    'signout',
    'csrf',
    'session',
    'providers',
    'error',
    'verify-request',
    'callback/code',
  ]
  for (const door of doors) {
    const { status } = await new Client().get(`/api/auth/${door}?callbackUrl=https://evil.example&token=000000`)
    expect([404, 405], door).toContain(status)
    if (door === 'callback/code') continue
    expect((await new Client().post(`/api/auth/${door}`, [['contact', 'x@example.org']])).status, door).toBe(404)
  }
})

test('headers that steer the house are not taken from outside @desktop', async () => {
  const steering = {
    'x-nonce': 'evil',
    'content-security-policy': "script-src 'unsafe-inline'",
    'x-middleware-subrequest': 'middleware:middleware',
    'x-forwarded-host': 'evil.example',
    'x-client-ip': '203.0.113.9',
  }
  const { status, location } = await new Client().get('/admin', steering)
  expect([status, location]).toEqual([307, '/sign-in?next=%2Fadmin'])
  const { body, headers } = await new Client().get('/', steering)
  expect(headers.get('content-security-policy')).not.toContain("unsafe-inline' ")
  expect(body).not.toContain('evil')
})

test('the way back after a choice of language stays on this site @desktop', async () => {
  const client = new Client()
  const form = formWith((await client.get('/')).body, having('lang'))
  for (const referer of [
    'https://evil.example//evil.example/x',
    'http://localhost//evil.example',
    'https://evil.example/\\evil',
  ]) {
    const { status, location } = await client.post('/', filled(form, { lang: 'en' }), { referer })
    expect([303, 307]).toContain(status)
    expect(location, referer).toMatch(/^\/(?![/\\])/)
  }
})

/** Every name that some page looks for in its query. */
const NAMES =
  'next error all placed saved show done proof order undone q page place low adjust state action type subject before from group to station'
const ODD = ['a&NAME=b', '%00', '-1', '1e309', "'--", encodeURIComponent('语'.repeat(300))]

for (const { file, path, for: allowed } of ROUTES) {
  test(`${file} answers odd queries without failing @desktop`, async () => {
    const role: Role = Array.isArray(allowed) ? (allowed[0] as Role) : 'shopper'
    const got = await Promise.all(
      ODD.map(async (value) => {
        const query = NAMES.split(' ').map((name) => `${name}=${value.replace('NAME', name)}`)
        const { status } = await world.people[role].client.get(`${path(world)}?${query.join('&')}`)
        return `${value.slice(0, 20)} ${status < 500 ? 'answered' : status}`
      }),
    )
    expect(got).toEqual(ODD.map((value) => `${value.slice(0, 20)} answered`))
  })
}

test('addresses that cannot be read are answered without failing @desktop', async () => {
  const { shopper, keeper, admin } = world.people
  const odd = ['%00', 'a%00b', '%E0%A4%A', '%ff', 'x'.repeat(3_000), '..%2f..%2fetc%2fpasswd']
  const got = await Promise.all(
    odd.flatMap((text) =>
      [
        [shopper, '/g/'],
        [shopper, '/orders/'],
        [shopper, '/media/'],
        [shopper, '/'],
        [keeper, '/station/'],
        [admin, '/admin/group-orders/'],
        [admin, '/admin/inventory/'],
        [admin, '/admin/products/'],
      ].map(async ([person, base]) => {
        const { status } = await (person as typeof shopper).client.get(`${base}${text}`)
        return status < 500 ? 'answered' : `${base}${text} ${status}`
      }),
    ),
  )
  expect(got.filter((each) => each !== 'answered')).toEqual([])
})

test('a NUL in a text never fails: it is left out @desktop', async () => {
  const { client } = world.people.neighbour
  const name = 'Li\u0000n'
  const form = formWith((await client.get('/me')).body, having('nickname'))
  const { status, body } = await client.post('/me', filled(form, { name, nickname: 'Lin' }))
  expect(status).toBe(200)
  expect(body).not.toContain('Something went wrong')
  expect(
    (
      await client.post(
        '/sign-in',
        filled(formWith((await client.get('/sign-in')).body, having(['contact', ''])), {
          contact: 'a\u0000@example.org',
        }),
      )
    ).location,
  ).toBe('/sign-in/code')
})
