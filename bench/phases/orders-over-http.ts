import { Child } from '../child.ts'
import { load } from '../load/load.ts'
import { KEY, type Load, type LoadRequest } from '../load/request.ts'
import { type Fields, multipart, withValues } from '../multipart.ts'
import type { Checkout, CheckoutInput } from '../ours/browsers.ts'
import type { Served } from '../served.ts'
import { shopEnv } from '../shop.ts'
import { groupId, offerId, quantityAt, SHOPPERS, stationId, threePlaces } from '../world.ts'
import { stationOf } from './desk.ts'

/** So many different orders are prepared for each load. */
const VARIANTS = 2_000
const BASKETS = 8
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' }

export type Flavour = 'lean' | 'whole'
type Wanted = { shopper: number; station: string; places: number[] }

const wanted = (group: number, index: number): Wanted => ({
  shopper: ((group * VARIANTS + index) % SHOPPERS) + 1,
  station: stationId(stationOf(group)),
  places: threePlaces('spread'),
})
const person = (shopper: number) => ({ name: `Lin Wei ${shopper}`, email: `shopper${shopper}@bench.example` })
const linesOf = (group: number, places: number[]) =>
  places.map((place) => ({ offerId: offerId(group, place), quantity: quantityAt(place) }))

/** Orders as a program sends them to /api/v1. */
export const apiOrders = (group: number, apiKey: string): LoadRequest[] =>
  Array.from({ length: VARIANTS }, (_, index) => {
    const { shopper, station, places } = wanted(group, index)
    return {
      method: 'POST',
      path: `/api/v1/group-orders/${groupId(group)}/orders`,
      headers: { ...JSON_TYPE, authorization: `Bearer ${apiKey}`, 'idempotency-key': KEY },
      body: JSON.stringify({
        stationId: station,
        shopper: person(shopper),
        lines: linesOf(group, places),
        payment: 'on_pickup',
      }),
    }
  })

/** The same orders for the bare route, at the same address. */
export const bareOrders = (group: number, flavour: Flavour): LoadRequest[] =>
  Array.from({ length: VARIANTS }, (_, index) => {
    const { shopper, station, places } = wanted(group, index)
    const lines = linesOf(group, places)
    const body = {
      isWhole: flavour === 'whole',
      stationId: station,
      shopper: person(shopper),
      lines,
    }
    return {
      method: 'POST',
      path: `/api/v1/group-orders/${groupId(group)}/orders`,
      headers: { ...JSON_TYPE, 'idempotency-key': KEY },
      body: JSON.stringify(body),
    }
  })

const formHeaders = (base: string, type: string, cookie: string) => ({
  'content-type': type,
  origin: base,
  accept: 'text/html',
  'accept-language': 'en',
  ...(cookie && { cookie }),
})

/** The bare form's post, its fields as that page shows them. */
export async function bareForms(base: string, group: number, flavour: Flavour): Promise<LoadRequest[]> {
  const page = await (await fetch(`${base}/form`)).text()
  const hidden = [...page.matchAll(/name="(\$ACTION[^"]*)"(?: value="([^"]*)")?/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  if (hidden.length === 0) throw new Error('the bare form holds no action')
  return Array.from({ length: VARIANTS }, (_, index) => {
    const { shopper, station, places } = wanted(group, index)
    const { name, email } = person(shopper)
    const fields: Fields = [
      ...hidden,
      ...Object.entries({ flavour, groupOrderId: groupId(group), stationId: station, key: KEY, email, name }),
      ...linesOf(group, places).flatMap(
        ({ offerId: id, quantity }): Fields => [
          ['offerId', id],
          ['quantity', String(quantity)],
        ],
      ),
    ]
    const { body, type } = multipart(fields)
    return { method: 'POST', path: '/form', headers: formHeaders(base, type, ''), body }
  })
}

/**
 * The checkout's own form, read as a browser without JavaScript reads it, for many people: each has a session of their own,
 * and one of eight baskets.
 */
export async function checkoutForms(
  base: string,
  databaseUrl: string,
  group: number,
  people: number,
): Promise<LoadRequest[]> {
  const browsers = new Child('ours/browsers.ts', { ...shopEnv(databaseUrl), E2E_BASE_URL: base })
  try {
    const slug = `bench-${group}`
    const checkouts: Checkout[] = []
    for (let shopper = 1; shopper <= BASKETS; shopper += 1) {
      const input: CheckoutInput = { slug, group, shopper, places: threePlaces('spread') }
      checkouts.push(await browsers.ask<Checkout>('checkout', input))
    }
    const tokens = await browsers.ask<string[]>('sessions', { first: 1, count: people })
    return tokens.map((token, index) => {
      const { cookies, fields } = checkouts[index % BASKETS] as Checkout
      const jar = Object.entries(cookies).map(([name, value]) => `${name}=${name.endsWith('session') ? token : value}`)
      const { body, type } = multipart(withValues(fields, { key: KEY, name: person(index + 1).name }))
      return { method: 'POST', path: `/g/${slug}/checkout`, headers: formHeaders(base, type, jar.join('; ')), body }
    })
  } finally {
    await browsers.stop()
  }
}

/**
 * Orders per second over HTTP, where each that was answered is in the database, and what one costs the server's processes,
 * which a busy machine blurs less than the pace.
 */
export async function placed(
  server: Served,
  asked: Omit<Load, 'base'>,
  count: () => Promise<number>,
): Promise<{ 'orders/s': number; p99: number; 'cpu ms': number }> {
  const before = await count()
  const { cpuMs } = server.usage()
  const { requests, perSecond, p99 } = await load({ base: server.base, ...asked })
  const used = server.usage().cpuMs - cpuMs
  const stored = (await count()) - before
  if (stored < requests)
    throw new Error(`${requests} orders were answered, ${stored} are there: ${asked.requests[0]?.path}`)
  return { 'orders/s': perSecond, p99, 'cpu ms': used / stored }
}
