import { Child } from '../child.ts'
import { fill } from '../databases.ts'
import { median } from '../figures.ts'
import { buildLimitsApp } from '../limits/next-app.ts'
import { httpTool, load } from '../load/load.ts'
import type { LoadRequest, LoadResult } from '../load/request.ts'
import type { ArriveInput, ArriveResult } from '../ours/crowd.ts'
import type { Bench, Finding, PhaseResult } from '../phase.ts'
import { reconciled } from '../reconciled.ts'
import { interleaved } from '../rounds.ts'
import { serveLimits, serveShop } from '../served.ts'
import { shopEnv } from '../shop.ts'
import { PRODUCTS, SHOPPERS } from '../world.ts'

const CONNECTIONS = 64
const OFFERS = 12
const STATIONS = 20
/** Pages that nobody has asked for yet: more than the rounds can ask for. */
const COLD = 9_000
/** The page that a chat post hits, and the first of the cold ones. */
const CROWD = 1
const FIRST_COLD = 2
const ORDERS_PER_SECOND = 100
/** Issue 3: against a static Next page, against its own quiet p99, and how soon it is right, seconds. */
const TARGET = { cached: 4, p99: 3, rightWithin: 1 }

const HEADERS = { accept: 'text/html', 'accept-language': 'en' }
const pageOf = (path: string): LoadRequest => ({ method: 'GET', path, headers: HEADERS })

export const pageWorld = (groups: number): string[] => [
  `call bench.make_base(${PRODUCTS}, ${STATIONS}, ${SHOPPERS})`,
  `call bench.make_groups(1, ${groups}, ${OFFERS}, ${PRODUCTS}, ${STATIONS}, interval '1 day')`,
]

/** The group page cold, from the cache, and while orders change it, against bare pages of Next. */
export async function pagePhase(bench: Bench): Promise<PhaseResult> {
  const { options, databases, say, onEnd } = bench
  const seconds = options.quick ? 2 : 5
  await buildLimitsApp()
  const url = await databases.make('page', 'template')
  await fill(url, pageWorld(COLD))
  const limits = await serveLimits(url)
  onEnd(limits.stop)
  const shop = await serveShop(url)
  onEnd(shop.stop)
  const crowd = new Child('ours/crowd.ts', shopEnv(url))
  onEnd(() => crowd.stop())
  const crowdPage = pageOf(`/g/bench-${CROWD}`)
  const sizes = [await sizeOf(`${limits.base}/static`), await sizeOf(shop.base + crowdPage.path)]

  let cold = FIRST_COLD
  const asked = (base: string, requests: LoadRequest[]) => load({ base, connections: CONNECTIONS, seconds, requests })
  const figures = ({ perSecond, p50, p99 }: LoadResult) => ({ 'pages/s': perSecond, p50, p99 })
  const measures = [
    { name: 'limit, static', run: async () => figures(await asked(limits.base, [pageOf('/static')])) },
    { name: 'ours, cached', run: async () => figures(await asked(shop.base, [crowdPage])) },
    {
      name: 'ours, with orders',
      run: async () => {
        const input: ArriveInput = {
          group: CROWD,
          station: (CROWD % STATIONS) + 1,
          offers: OFFERS,
          perSecond: ORDERS_PER_SECOND,
          seconds,
          page: shop.base + crowdPage.path,
        }
        const arriving = crowd.ask<ArriveResult>('arrive', input)
        const busy = figures(await asked(shop.base, [crowdPage]))
        const { page, p99, placed } = await arriving
        return { ...busy, 'oldest, ms': page?.oldestMs ?? 0, 'orders/s': placed / seconds, 'order p99': p99 }
      },
    },
    { name: 'limit, one query', run: async () => figures(await asked(limits.base, [pageOf('/one-query')])) },
    {
      name: 'ours, cold',
      run: async () => {
        const share = Math.floor((COLD - FIRST_COLD) / (options.rounds + 1))
        const requests = Array.from({ length: share }, (_, index) => pageOf(`/g/bench-${cold + index}`))
        const result = await load({ base: shop.base, connections: 16, seconds, requests })
        if (result.requests > share) throw new Error('too few cold pages for this machine')
        cold += share
        return figures(result)
      },
    },
  ]
  const found = await interleaved(options.rounds, measures, say)
  await crowd.finish()
  const remark = `a static page holds ${sizes[0]} kB, the group page with ${OFFERS} offers ${sizes[1]} kB, both uncompressed`
  return {
    findings: findingsOf(found),
    remarks: [remark, `load over HTTP: ${httpTool}, one thread`, await reconciled('the group page', url)],
  }
}

async function sizeOf(url: string): Promise<number> {
  return Math.round(
    (await (await fetch(url, { headers: { ...HEADERS, 'accept-encoding': 'identity' } })).arrayBuffer()).byteLength /
      1000,
  )
}

function findingsOf(found: (name: string) => number[]): Finding[] {
  const base = { phase: 'page', unit: 'pages/s', better: 'more' as const }
  const statics = { name: 'a static Next page', rounds: found('limit, static pages/s') }
  const quiet = found('ours, cached p99')
  const busy = `while ${Math.round(median(found('ours, with orders orders/s')))} orders/s arrive`
  return [
    {
      ...base,
      work: `group page from cache, ${CONNECTIONS} connections`,
      limit: statics,
      ours: found('ours, cached pages/s'),
      target: { ratio: TARGET.cached },
    },
    { ...base, work: `group page ${busy}`, limit: statics, ours: found('ours, with orders pages/s') },
    {
      ...base,
      work: `p99 of the group page ${busy}`,
      unit: 'ms',
      better: 'less',
      limit: { name: 'its own p99 when quiet', rounds: quiet },
      ours: found('ours, with orders p99'),
      target: { ratio: TARGET.p99 },
    },
    {
      ...base,
      work: `oldest answer of the group page ${busy}`,
      unit: 's',
      better: 'less',
      ours: [Math.max(...found('ours, with orders oldest, ms')) / 1000],
      target: { atMost: TARGET.rightWithin },
      note: 'the most over all rounds',
    },
    {
      ...base,
      work: 'group page cold, 16 connections',
      limit: { name: 'a one-query Next page, 64 connections', rounds: found('limit, one query pages/s') },
      ours: found('ours, cold pages/s'),
    },
  ]
}
