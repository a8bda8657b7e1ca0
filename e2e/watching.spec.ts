import { groupBody, makeShelf, orderBody, programWith, someKey } from './api/api.ts'
import { expect, test } from './fixtures.ts'
import { type OwnServer, startServer } from './own-server.ts'
import { Client } from './raw.ts'

const PORT = 3893
const TOKEN = 'a-token-for-the-metrics'
let guarded: OwnServer

test.beforeAll(async () => {
  guarded = await startServer(PORT, { METRICS_TOKEN: TOKEN })
})
test.afterAll(() => guarded.stop())

/** The number of one line of the metrics; 0 while it is not there. */
const numberOf = (text: string, line: string): number =>
  Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length) ?? 0,
  )

test('orders are counted over all processes, and no person is named @desktop', async () => {
  const program = await programWith('*')
  const shelf = await makeShelf(1)
  const group = await program.post('/group-orders', groupBody(shelf))
  const accepted = 'kaituan_desk_answers_total{request="place",answer="accepted"}'
  const metrics = async () => (await new Client().get('/api/metrics')).body
  const before = numberOf(await metrics(), accepted)
  const body = orderBody(shelf.stationId, group.json.offers[0].id)
  // each on a connection of its own: either process may answer
  for (let n = 0; n < 6; n += 1)
    expect((await program.post(`/group-orders/${group.json.id}/orders`, body, someKey())).status).toBe(201)
  const text = await metrics()
  expect(numberOf(text, accepted)).toBeGreaterThanOrEqual(before + 6)
  expect(numberOf(text, 'kaituan_database_up')).toBe(1)
  expect(numberOf(text, 'kaituan_open_groups')).toBeGreaterThan(0)
  expect(text).toMatch(/kaituan_http_request_seconds_count\{[^}]*route="\/api\/v1\/group-orders\/\{id\}\/orders"/)
  for (const known of [body.shopper.email, body.shopper.name, group.json.id, group.json.slug])
    expect(text).not.toContain(String(known))
})

test('where a token is set nobody reads the metrics without it, this machine neither @desktop', async () => {
  const ask = (authorization?: string) =>
    fetch(`${guarded.url}/api/metrics`, { headers: authorization ? { authorization } : {} })
  expect((await ask()).status).toBe(403)
  expect((await ask('Bearer wrong')).status).toBe(403)
  expect((await ask(`Bearer ${TOKEN}`)).status).toBe(200)
})

test('every answer has an id that a proxy may give, and the process says that it lives @desktop', async () => {
  const client = new Client()
  expect((await client.get('/about')).headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  const given = await client.get('/about', { 'x-request-id': 'from-the-proxy-1' })
  expect(given.headers.get('x-request-id')).toBe('from-the-proxy-1')
  expect((await client.get('/api/health/live')).body).toBe('{"status":"ok"}')
})
