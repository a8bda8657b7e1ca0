import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { pool } from '#lib/db/client.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { serve } from '../child.ts'
import { percentile } from '../figures.ts'
import { groupId, offerId, SHOPPERS, stationId, userId } from '../world.ts'

/** Orders arrive at this pace, whoever is still waiting: as people do. */
export type ArriveInput = {
  group: number
  station: number
  offers: number
  perSecond: number
  seconds: number
  page?: string
}
export type ArriveResult = {
  placed: number
  /** How many orders the group order had before; and when each one after it was acknowledged, ms since 1970. */
  before: number
  acknowledgedAt: number[]
  /** Slowest of 99 in 100, ms. */
  p99: number
  /** How old the page was when it was asked for: an acknowledged order that it did not show. Milliseconds. */
  page?: { probes: number; oldestMs: number; p99Ms: number }
}

const PROBE_EVERY_MS = 40
/** A connection of its own for each probe: every server process is asked in turn. */
const fresh = new Agent({ keepAlive: false })
const now = () => performance.timeOrigin + performance.now()
let nextShopper = 0

async function arrive(input: ArriveInput): Promise<ArriveResult> {
  const { group, perSecond, seconds, page } = input
  const { rows } = await pool.query<{ orders: number }>('select orders from group_counters where group_order_id = $1', [
    groupId(group),
  ])
  const before = rows[0]?.orders ?? 0
  const acknowledgedAt: number[] = []
  const latencies: number[] = []
  const probing = { isOn: page !== undefined }
  const probes = page === undefined ? undefined : probe(page, probing)
  const waiting: Promise<void>[] = []
  const start = performance.now()
  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const wait = start + (sent * 1000) / perSecond - performance.now()
    if (wait > 1) await sleep(wait)
    const at = performance.now()
    waiting.push(
      placeOne(input).then(() => {
        acknowledgedAt.push(now())
        latencies.push(performance.now() - at)
      }),
    )
  }
  await Promise.all(waiting)
  probing.isOn = false
  const seen = (await probes) ?? []
  return {
    placed: acknowledgedAt.length,
    before,
    acknowledgedAt,
    p99: percentile(latencies, 0.99),
    ...(page !== undefined && { page: staleness(seen, before, acknowledgedAt) }),
  }
}

async function placeOne({ group, station, offers }: ArriveInput): Promise<void> {
  nextShopper = (nextShopper % SHOPPERS) + 1
  const first = Math.floor(Math.random() * (offers - 2))
  const answer = await orderDesk.place({
    groupOrderId: groupId(group),
    key: `bench:${crypto.randomUUID()}`,
    shopperId: userId(nextShopper),
    stationId: stationId(station),
    name: `Lin Wei ${nextShopper}`,
    contact: `shopper${nextShopper}@bench.example`,
    lines: [0, 1, 2].map((more) => ({ offerId: offerId(group, first + more), quantity: 500 })),
    locale: 'en',
  })
  if (!answer.ok) throw new Error(`the desk refused: ${answer.refusal.code}`)
}

type Probe = { askedAt: number; orders: number }

async function probe(page: string, probing: { isOn: boolean }): Promise<Probe[]> {
  const seen: Probe[] = []
  while (probing.isOn) {
    const askedAt = now()
    const orders = Number(/(\d[\d,]*) orders? in/.exec(await textOf(page))?.[1]?.replaceAll(',', '') ?? 0)
    seen.push({ askedAt, orders })
    await sleep(PROBE_EVERY_MS)
  }
  return seen
}

const textOf = (url: string) =>
  new Promise<string>((resolve, reject) => {
    get(url, { agent: fresh, headers: { 'accept-language': 'en' } }, (res) => {
      let text = ''
      res.setEncoding('utf8')
      res.on('data', (chunk) => {
        text += chunk
      })
      res.on('end', () => resolve(text))
    }).on('error', reject)
  })

/** For each probe: since when the first order that its page lacked had been acknowledged. */
function staleness(seen: Probe[], before: number, acknowledgedAt: number[]) {
  const ages = seen.map(({ askedAt, orders }) => {
    const missed = acknowledgedAt[orders - before]
    return missed !== undefined && missed < askedAt ? askedAt - missed : 0
  })
  return { probes: ages.length, oldestMs: Math.max(0, ...ages), p99Ms: percentile(ages, 0.99) }
}

await pool.query('select 1')
serve({ arrive })
