import { expect, test } from '@playwright/test'
import { Ajv2020 as Ajv, type ErrorObject } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { db } from '#lib/db/client.ts'
import { openApi } from '#lib/web/api/openapi.ts'
import { makeProduct, makeStation, makeSupplier } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
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

let program: Program
const pool: Record<string, string[]> = {
  products: [],
  suppliers: [],
  stations: [],
  offers: [],
  leaders: [],
  groups: [],
  orders: [],
}
test.beforeAll(async () => {
  program = await programWith('*')
  for (const state of ['open', 'draft', 'dispatched', 'arrived'] as const) {
    const isOver = state === 'dispatched' || state === 'arrived'
    const products = [await makeProduct(db, { onHand: 30 }), await makeProduct(db, { unit: 'kg' })]
    const [station, supplier] = [await makeStation(db), await makeSupplier(db)]
    const group = await makeOpenGroup(db, {
      state,
      stations: [station.id],
      ...(isOver && { cutoffInMs: -3_600_000 }),
      offers: products.map(({ id: productId }) => ({ priceMinor: 560, productId })),
    })
    const [offer] = group.offers
    const order = await makeOrder(db, {
      groupOrderId: group.groupOrderId,
      stationId: station.id,
      lines: [{ offerId: offer?.offerId ?? '', quantity: 2 }],
    })
    await db.order.update({
      where: { id: order.orderId },
      data: { idempotencyKey: `api:${program.id}:${order.orderId}` },
    })
    learn({ products: products.map(({ id }) => id), suppliers: [supplier.id], stations: [station.id] })
    learn({ offers: group.offers.map(({ offerId }) => offerId), leaders: [group.leaderId] })
    learn({ groups: [group.groupOrderId], orders: [order.orderId] })
  }
})

function learn(ids: Record<string, string[]>): void {
  for (const [kind, found] of Object.entries(ids)) pool[kind]?.push(...found)
}

/** Puts real ids and instants where tokens stand. */
function filled<T>(value: T): T {
  const text = JSON.stringify(value) ?? 'null'
  return JSON.parse(
    text
      .replaceAll(
        /@([a-z]+):(\d+)/g,
        (token, kind, index) => pool[kind]?.at(Number(index) % pool[kind].length) ?? token,
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

function pathOf({ path, parameters }: Operation): fc.Arbitrary<string> {
  const kind = PATH_KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? 'products'
  const one = (name: string) =>
    fc.oneof(
      { weight: 9, arbitrary: fc.nat(40).map((index) => `@${name === 'stationId' ? 'stations' : kind}:${index}`) },
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

function bodyOf({ body, example }: Operation): fc.Arbitrary<unknown> {
  if (!body) return fc.constant(undefined)
  const fits = fitting(body)
  const near = example === undefined ? fits : aroundExample(example)
  return fc.oneof(
    { weight: 3, arbitrary: near },
    { weight: 3, arbitrary: fits },
    { weight: 3, arbitrary: broken(near) },
    { weight: 3, arbitrary: broken(fits) },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_BODIES.map((text) => ({ '@raw': text }))) },
  )
}

const headers = fc.record(
  {
    'idempotency-key': fc.oneof(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('', 'x y', '\u00e9', 'k'.repeat(201)),
      fc.uuid(),
    ),
    'accept-language': fc.constantFrom('zh', 'en;q=0.1,zh;q=0.9', ';;q=x,', 'x'.repeat(500)),
    'if-none-match': fc.constantFrom('*', '"x"', 'W/"x",,', ''),
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-8',
      'application/merge-patch+json',
      'text/plain',
      '',
    ),
  },
  { requiredKeys: [] },
)

const askedOf = (operation: Operation): fc.Arbitrary<Asked> =>
  fc.record({ path: pathOf(operation), headers, body: bodyOf(operation) })

for (const operation of OPERATIONS) {
  test(`${operation.id}: whatever is sent, the answer is one that is documented @desktop`, async () => {
    test.setTimeout(60_000)
    await fc.assert(
      fc.asyncProperty(askedOf(operation), async (asked) => {
        const answer = await send(operation, asked)
        expect(complaintAbout(operation, answer)).toBeUndefined()
        learnFrom(operation, answer)
      }),
      { seed: SEED, numRuns: RUNS, verbose: 1 },
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
  const reached = OPERATIONS.filter(({ id }) => succeeded.has(id)).map(({ id }) => id)
  expect(reached).toEqual(
    expect.arrayContaining([
      'createProduct',
      'createStation',
      'createGroupOrder',
      'placeOrder',
      'moveStock',
      'amendOrder',
    ]),
  )
})

const succeeded = new Set<string>()

async function send({ method }: Operation, { path, headers: sent, body }: Asked): Promise<ApiAnswer> {
  const given = filled({ path, body })
  const text = (given.body as Json)?.['@raw']
  const isText = typeof text === 'string'
  // a surrogate alone passes JSON only when escaped by hand, which JSON.stringify does
  return program.send(
    method,
    given.path,
    method === 'GET' || body === undefined ? undefined : isText ? text : JSON.stringify(given.body),
    sent,
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
function learnFrom({ id, method }: Operation, { status, json }: ApiAnswer): void {
  if (status >= 300) return
  succeeded.add(id)
  if (method !== 'POST' || !json?.id) return
  if (id === 'createProduct') learn({ products: [json.id] })
  if (id === 'createStation') learn({ stations: [json.id] })
  if (id === 'createGroupOrder') learn({ groups: [json.id], offers: json.offers.map((offer: Json) => offer.id) })
  if (id === 'placeOrder') learn({ orders: [json.id] })
}
