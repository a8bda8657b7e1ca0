import { db } from '#lib/db/client.ts'
import { newToken } from '#lib/infra/ids.ts'
import { createApiKey } from '#lib/usecases/api-key/create.ts'
import { makeProduct, makeStation } from '#prisma/factories/catalogue.ts'

const BASE = process.env.E2E_BASE_URL ?? 'http://localhost:3000'

// biome-ignore lint/suspicious/noExplicitAny: what a test reads out of an answer is what it asserts
export type Json = any
export type ApiAnswer = { status: number; json: Json; text: string; headers: Headers }

/** A program: sends JSON with its key, and nothing else. */
export class Program {
  readonly id: string
  readonly key: string
  constructor(made: { id: string; key: string }) {
    this.id = made.id
    this.key = made.key
  }

  get = (path: string, headers?: Record<string, string>) => this.send('GET', path, undefined, headers)
  post = (path: string, body?: unknown, headers?: Record<string, string>) => this.send('POST', path, body, headers)
  patch = (path: string, body: unknown) => this.send('PATCH', path, body)
  delete = (path: string) => this.send('DELETE', path)

  /** A body that is no string is sent as JSON. */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return raw(method, path, body, { authorization: `Bearer ${this.key}`, ...headers })
  }
}

/** A request as it is: no key, no manners. */
export async function raw(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: { ...type, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, json: parsed(text), headers: answer.headers }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A program with a key of its own. */
export async function programWith(scopes: string, leaderId?: string): Promise<Program> {
  const made = await createApiKey('shell', { name: `e2e ${scopes}`, scopes, leaderId })
  if (!made.ok) throw new Error(made.refusal.code)
  return new Program(made.value)
}

export const cad = (amount: number) => ({ amount, currency: 'CAD' })
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
export const someKey = () => ({ 'idempotency-key': newToken(16) })
export const someMail = () => `e2e-${newToken(10)}@example.org`

export type Shelf = { stationId: string; productIds: string[] }

/** A station, and products at 5.60 that cost 3.92. */
export async function makeShelf(products = 2): Promise<Shelf> {
  const { id: stationId } = await makeStation(db)
  const productIds: string[] = []
  for (let made = 0; made < products; made++) productIds.push((await makeProduct(db, { onHand: 40 })).id)
  return { stationId, productIds }
}

/** The body of a group order that is open now. */
export const groupBody = ({ stationId, productIds }: Shelf, more: object = {}) => ({
  title: { en: 'Box', 'zh-CN': '箱子' },
  opensAt: inHours(-1),
  cutoffAt: inHours(6),
  pickupFrom: inHours(20),
  pickupUntil: inHours(23),
  stationIds: [stationId],
  offers: productIds.map((productId) => ({ productId, price: cad(560) })),
  ...more,
})

export const orderBody = (stationId: string, offerId: string, quantity = 1, shopper: object = {}) => ({
  stationId,
  shopper: { name: 'Lin Wei', email: someMail(), ...shopper },
  lines: [{ offerId, quantity }],
  payment: 'on_pickup',
})
