import { expect, test } from '@playwright/test'
import { Ajv2020 as Ajv, type ErrorObject } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { db } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import { openApi } from '#lib/web/api/openapi.ts'
import { makeProduct, makeStation, makeSupplier } from '#prisma/factories/catalogue.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { type ApiAnswer, type Json, type Program, programWith, raw } from './api.ts'
import { aroundExample, broken, fitting, RAW_BODIES, type Schema } from './arbitrary.ts'

/** FUZZ_SEED=… draws another course; what fails prints its seed and the request, shrunk. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122)
const RUNS = Number(process.env.FUZZ_RUNS ?? 40)

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }
type Operation = {
  id: string
  method: string
  path: string
  parameters: Parameter[]
  body: Schema | undefined
  example: unknown
  responses: Record<string, Json>
}
type Asked = { path: string; headers: Record<string, string>; body: unknown }

const document: Json = openApi()
const OPERATIONS: Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as Json).map(([method, each]) => {
    const operation = each as Json
    const content = operation.requestBody?.content['application/json']
    const { operationId: id, parameters, responses } = operation
    return {
      id,
      method: method.toUpperCase(),
      path,
      parameters,
      responses,
      body: content?.schema,
      example: content?.example,
    }
  }),
)

const ajv = new Ajv({ strict: false, allErrors: false })
ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i)
ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)))
ajv.addFormat('email', true)
ajv.addSchema({ $id: 'api', ...document })

/** Things that belong together, so that a request which names several of them can succeed. */
type Known = {
  products: string
  suppliers: string
  stations: string
  offers: string
  leaders: string
  groups: string
  orders: string
}

let program: Program
const known: Known[] = []
test.beforeAll(async () => {
  program = await programWith('*')
  for (const state of ['open', 'draft', 'open', 'dispatched', 'arrived'] as const) known.push(await makeKnown(state))
})

async function makeKnown(state: 'open' | 'draft' | 'dispatched' | 'arrived'): Promise<Known> {
  const isOver = state === 'dispatched' || state === 'arrived'
  const [product, station] = [await makeProduct(db, { onHand: 30 }), await makeStation(db)]
  const group = await makeOpenGroup(db, {
    state,
    stations: [station.id],
    ...(isOver && { cutoffInMs: -3_600_000 }),
    offers: [{ priceMinor: 560, productId: product.id }],
  })
  return {
    products: product.id,
    suppliers: (await makeSupplier(db)).id,
    stations: station.id,
    offers: group.offers[0]?.offerId ?? '',
    leaders: group.leaderId,
    groups: group.groupOrderId,
    orders: state === 'draft' ? (known[0]?.orders ?? '') : await orderOf(group),
  }
}

/** An order as this program would have placed it. */
async function orderOf({ groupOrderId, stationId, offers: [offer] }: MadeGroup): Promise<string> {
  const lines = [{ offerId: offer?.offerId ?? '', quantity: 2 }]
  const { orderId } = await makeOrder(db, { groupOrderId, stationId, lines })
  await db.order.update({ where: { id: orderId }, data: { idempotencyKey: `api:${program.id}:${orderId}` } })
  return orderId
}

/** Puts real ids and instants where tokens stand. */
function filled<T>(value: T): T {
  const text = JSON.stringify(value) ?? 'null'
  return JSON.parse(
    text
      .replaceAll(
        /@([a-z]+):(\d+)/g,
        (token, kind, index) => known[Number(index) % known.length]?.[kind as keyof Known] ?? token,
      )
      .replaceAll(/@hours:(-?\d+)/g, (_, hours) => new Date(Date.now() + Number(hours) * 3_600_000).toISOString()),
  )
}

const PATH_KINDS: [RegExp, string][] = [
  [/\/products\/\{id\}/, 'products'],
  [/\/suppliers\/\{id\}/, 'suppliers'],
  [/\/stations\/\{id\}/, 'stations'],
  [/\/group-orders\/\{id\}/, 'groups'],
  [/\/orders\/\{id\}/, 'orders'],
]

const oddText = fc.constantFrom(
  'x',
  '0',
  '-1',
  '%00',
  '..',
  '%E4%B8%AD',
  'a%2Fb',
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(300),
)

function pathOf({ path, parameters }: Operation, index: number): fc.Arbitrary<string> {
  const kind = PATH_KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? 'products'
  const one = (name: string) =>
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(`@${name === 'stationId' ? 'stations' : kind}:${index}`) },
      { weight: 1, arbitrary: oddText.filter((text) => text !== '%00' && text !== '..') },
    )
  const inPath = parameters.filter((each) => each.in === 'path')
  const inQuery = parameters.filter((each) => each.in === 'query')
  const query = fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, queryValue(name, schema)])), {
    requiredKeys: [],
  })
  return fc.tuple(fc.tuple(...inPath.map(({ name }) => one(name))), query).map(([ids, asked]) => {
    const filledPath = inPath.reduce((text, { name }, index) => text.replace(`{${name}}`, ids[index] ?? ''), path)
    const parts = Object.entries(asked).map(([name, value]) => `${name}=${value}`)
    return parts.length > 0 ? `${filledPath}?${parts.join('&')}` : filledPath
  })
}

const queryValue = (name: string, schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fitting(schema, name).map((value) =>
        String(value).startsWith('@') ? String(value) : encodeURIComponent(String(value)),
      ),
    },
    { weight: 1, arbitrary: oddText.filter((text) => text !== '%00') },
  )

function bodyOf({ body, example }: Operation, index: number): fc.Arbitrary<unknown> {
  if (!body) return fc.constant(undefined)
  const fits = fitting(body)
  const near = example === undefined ? fits : aroundExample(example, index)
  return fc.oneof(
    { weight: 6, arbitrary: near },
    { weight: 3, arbitrary: fits },
    { weight: 3, arbitrary: broken(near) },
    { weight: 3, arbitrary: broken(fits) },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_BODIES.map((text) => ({ '@raw': text }))) },
  )
}

const headers = fc.record(
  {
    'idempotency-key': fc.oneof(
      { weight: 6, arbitrary: fc.constant('@new') },
      { weight: 1, arbitrary: fc.constantFrom('a', 'b', 'c') },
      { weight: 1, arbitrary: fc.constantFrom('', 'x y', '\u00e9', 'k'.repeat(201)) },
    ),
    'accept-language': fc.constantFrom('zh', 'en;q=0.1,zh;q=0.9', ';;q=x,', 'x'.repeat(500)),
    'if-none-match': fc.constantFrom('*', '"x"', 'W/"x",,', ''),
    'content-type': fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          'application/json',
          'application/json; charset=utf-8',
          'application/merge-patch+json',
        ),
      },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', '') },
    ),
  },
  { requiredKeys: [] },
)

const askedOf = (operation: Operation): fc.Arbitrary<Asked> =>
  fc.nat(40).chain((index) => fc.record({ path: pathOf(operation, index), headers, body: bodyOf(operation, index) }))

/** What spoils things for others comes last: goods out of the catalogue, stations shut, group orders ended. */
const SPOILING = ['patchProduct', 'patchStation', 'cancelGroupOrder', 'closeGroupOrder']
const inOrder = OPERATIONS.toSorted((a, b) => SPOILING.indexOf(a.id) - SPOILING.indexOf(b.id))

for (const operation of inOrder) {
  test(`${operation.id}: whatever is sent, the answer is one that is documented @desktop`, async () => {
    test.setTimeout(60_000)
    await fc.assert(
      fc.asyncProperty(askedOf(operation), async (asked) => {
        const answer = await send(operation, asked)
        expect(complaintAbout(operation, answer)).toBeUndefined()
        learnFrom(operation, answer)
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })
}

test('openapi.json is what the fuzz goes by @desktop', async () => {
  const { json } = await raw('GET', '/openapi.json')
  expect(json.paths).toEqual(JSON.parse(JSON.stringify(document.paths)))
})

test(`the fuzz meets successes and refusals alike (FUZZ_SEED=${SEED}) @desktop`, async () => {
  expect(OPERATIONS.length).toBeGreaterThan(30)
  // a fuzz whose every request is refused at the door proves nothing of what lies behind
  const behind = [
    'createProduct',
    'createStation',
    'createGroupOrder',
    'placeOrder',
    'moveStock',
    'amendOrder',
    'cancelOrder',
  ]
  expect(behind.filter((id) => !succeeded.has(id))).toEqual([])
})

const succeeded = new Set<string>()

async function send({ method }: Operation, { path, headers: sent, body }: Asked): Promise<ApiAnswer> {
  const given = filled({ path, body })
  const text = (given.body as Json)?.['@raw']
  const isText = typeof text === 'string'
  const headersSent = sent['idempotency-key'] === '@new' ? { ...sent, 'idempotency-key': newId() } : sent
  // a surrogate alone passes JSON only when escaped by hand, which JSON.stringify does
  return program.send(
    method,
    given.path,
    method === 'GET' || body === undefined ? undefined : isText ? text : JSON.stringify(given.body),
    headersSent,
  )
}

/** What is wrong with an answer; undefined where it is as documented. */
function complaintAbout(
  { id, method, path, responses }: Operation,
  { status, headers: got, json, text }: ApiAnswer,
): string | undefined {
  const at = `${id}: ${status} ${text.slice(0, 600)}`
  if (status >= 500) return `a failure: ${at}`
  // an id that holds no uuid, or a slash, is another address
  const documented = responses[status] ?? (status === 404 || status === 405 ? 'anywhere' : undefined)
  if (!documented) return `undocumented: ${at}`
  if (status === 304) return text === '' ? undefined : `a 304 with a body: ${at}`
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  if (got.get('content-type') !== type) return `content-type ${got.get('content-type')}: ${at}`
  if (documented === 'anywhere') return json?.status === status ? undefined : `no problem: ${at}`
  const at_ = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
  const pointer = at_.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
  const validate = ajv.getSchema(`api#/${pointer}`)
  if (!validate) return `no schema: ${at}`
  return validate(json) ? undefined : `${explain(validate.errors)}: ${at}`
}

const explain = (errors: ErrorObject[] | null | undefined) =>
  errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')

/** What was made is used by what follows. */
function learnFrom({ id }: Operation, { status, json }: ApiAnswer): void {
  if (status >= 300) return
  succeeded.add(id)
  const base = known[0] as Known
  if (id === 'createProduct') known.push({ ...base, products: json.id })
  if (id === 'createStation') known.push({ ...base, stations: json.id })
  if (id === 'createGroupOrder') {
    const [offer] = json.offers
    const made = { groups: json.id, stations: json.stationIds[0] ?? base.stations }
    known.push({ ...base, ...made, offers: offer?.id ?? base.offers, products: offer?.productId ?? base.products })
  }
  if (id === 'placeOrder') {
    const group = known.find(({ groups }) => groups === json.groupOrderId) ?? base
    known.push({ ...group, orders: json.id })
  }
}
