import { spawnSync } from 'node:child_process'
import { inRoot, NODE } from '#bin/lib/paths.mjs'
import { checkpoint, fill, onDatabase } from '../databases.ts'
import { buildLimitsApp } from '../limits/next-app.ts'
import { httpTool } from '../load/load.ts'
import type { LoadRequest } from '../load/request.ts'
import type { Bench, Finding, PhaseResult } from '../phase.ts'
import { reconciled } from '../reconciled.ts'
import { interleaved, type Measure } from '../rounds.ts'
import { type Served, serveLimits, serveShop } from '../served.ts'
import { shopEnv } from '../shop.ts'
import { rushWorld } from './desk.ts'
import { apiOrders, bareForms, bareOrders, checkoutForms, type Flavour, placed } from './orders-over-http.ts'
import { peerFindings } from './peers.ts'

const CONNECTIONS = [16, 64] as const
const FORM_CONNECTIONS = 16
/** The group order that browsers order from: their baskets hold its offers. */
const FORM_GROUP = 1
/** Browsers that post: enough that none has many orders. */
const PEOPLE = 1_000
const FLAVOURS = ['whole', 'lean'] as const
/** Issue 3: against the bare route, and against the bare server action. */
const TARGET = { api: 0.9, form: 0.85 }

/** Everything that is there while orders are measured over HTTP. */
type Stage = {
  shop: Served
  shopUrl: string
  limits: Served
  limitsUrl: string
  apiKey: string
  forms: LoadRequest[]
  /** Seconds from the start to the first answer, one a start. */
  starts: number[]
  idleMb: number
}

/** Orders over HTTP: the API and the browser's form, against a bare Next app that makes one SQL call. */
export async function apiPhase(bench: Bench): Promise<PhaseResult> {
  const { options, say } = bench
  const seconds = options.quick ? 2 : 5
  // one for the form, one for each measurement, one for the peers' stock
  const groups = 2 + (options.rounds + 1) * (CONNECTIONS.length * 3 + 2)
  const stage = await opened(bench, groups)
  const { shop, shopUrl, apiKey, starts, idleMb } = stage
  const found = await interleaved(options.rounds, measuresOf(stage, seconds), say)
  const ordersPerSecond = found(`${apiName(64)} orders/s`)
  const peers = await peerFindings({ bench, shop, databaseUrl: shopUrl, apiKey, ordersPerSecond, group: groups })
  return {
    findings: [
      ...orderFindings(found),
      ...costFindings(found),
      ...peers.findings,
      ...houseFindings(starts, idleMb, shop.usage().memoryMb),
    ],
    remarks: [
      `load over HTTP: ${httpTool}, one thread; ${PEOPLE} browsers post the checkout's own form; the worker does not run meanwhile`,
      ...peers.remarks,
      await reconciled('orders over HTTP', shopUrl),
    ],
  }
}

async function opened({ options, databases, onEnd }: Bench, groups: number): Promise<Stage> {
  await buildLimitsApp()
  await fill(await databases.make('api', 'template'), rushWorld(groups))
  const shopUrl = await databases.make('api_ours', 'api')
  const limitsUrl = await databases.make('api_limit', 'api')
  const limits = await serveLimits(limitsUrl)
  onEnd(limits.stop)
  const starts: number[] = []
  const start = async () => {
    const one = await serveShop(shopUrl)
    onEnd(one.stop)
    starts.push(one.startMs / 1000)
    return one
  }
  let shop = await start()
  while (starts.length < options.rounds) {
    await shop.stop()
    shop = await start()
  }
  const idleMb = shop.usage().memoryMb
  const forms = await checkoutForms(shop.base, shopUrl, FORM_GROUP, PEOPLE)
  return { shop, shopUrl, limits, limitsUrl, apiKey: keyFor(shopUrl), forms, starts, idleMb }
}

/** Each measurement that wants one gets a group order that nobody has ordered from. */
function measuresOf({ shop, shopUrl, limits, limitsUrl, apiKey, forms }: Stage, seconds: number): Measure[] {
  let group = FORM_GROUP
  const nextGroup = () => {
    group += 1
    return group
  }
  type Requests = () => LoadRequest[] | Promise<LoadRequest[]>
  const against =
    (server: Served, url: string) =>
    (name: string, connections: number, requestsOf: Requests): Measure => ({
      name,
      run: async () => {
        await checkpoint(url)
        const requests = await requestsOf()
        return placed(server, { connections, seconds, requests }, () => ordersIn(url))
      },
    })
  const limit = against(limits, limitsUrl)
  const ours = against(shop, shopUrl)
  const bareRoute = (connections: number, flavour: Flavour) =>
    limit(bareName(connections, flavour), connections, () => bareOrders(nextGroup(), flavour))
  const bareAction = (flavour: Flavour) =>
    limit(actionName(flavour), FORM_CONNECTIONS, () => bareForms(limits.base, nextGroup(), flavour))
  return [
    ...CONNECTIONS.flatMap((connections) => [
      bareRoute(connections, 'whole'),
      ours(apiName(connections), connections, () => apiOrders(nextGroup(), apiKey)),
      bareRoute(connections, 'lean'),
    ]),
    bareAction('whole'),
    ours('ours, form', FORM_CONNECTIONS, () => forms),
    bareAction('lean'),
  ]
}

const ordersIn = (url: string): Promise<number> =>
  onDatabase(url, async (client) => (await client.query('select count(*)::int as n from orders')).rows[0].n)

const bareName = (connections: number, flavour: Flavour) => `limit, route, ${connections} connections, ${flavour}`
const apiName = (connections: number) => `ours, API, ${connections} connections`
const actionName = (flavour: Flavour) => `limit, server action, ${flavour}`

/** A key as npm run api-key makes it. */
function keyFor(url: string): string {
  const args = ['bin/api-key.ts', '--name', 'bench', '--scopes', '*']
  const { stdout, stderr, status } = spawnSync(NODE, args, { cwd: inRoot(), env: shopEnv(url) })
  if (status !== 0) throw new Error(`no API key: ${stderr}`)
  return JSON.parse(stdout.toString()).key
}

/** Against what does the same work; `lean` leaves out what an order must have, and shows what that costs. */
const target = (flavour: Flavour, ratio: number) => (flavour === 'whole' ? { target: { ratio } } : {})

function orderFindings(found: (name: string) => number[]): Finding[] {
  const base = { phase: 'api', unit: 'orders/s', better: 'more' as const }
  return FLAVOURS.flatMap((flavour): Finding[] => [
    ...CONNECTIONS.map(
      (connections): Finding => ({
        ...base,
        work: `POST /api/v1 …/orders, ${connections} connections`,
        limit: {
          name: `bare Next route, one SQL call, ${flavour}`,
          rounds: found(`${bareName(connections, flavour)} orders/s`),
        },
        ours: found(`${apiName(connections)} orders/s`),
        ...target(flavour, TARGET.api),
      }),
    ),
    {
      ...base,
      work: `checkout form, ${FORM_CONNECTIONS} connections`,
      limit: { name: `bare server action, one SQL call, ${flavour}`, rounds: found(`${actionName(flavour)} orders/s`) },
      ours: found('ours, form orders/s'),
      ...target(flavour, TARGET.form),
    },
  ])
}

/** Processor time of the server's processes an order, without the database's. */
function costFindings(found: (name: string) => number[]): Finding[] {
  const base = { phase: 'api', unit: 'ms', better: 'less' as const }
  const limit = (name: string) => ({ name: 'the bare one, whole', rounds: found(`${name} cpu ms`) })
  return [
    {
      ...base,
      work: 'processor time of the server for an API order',
      limit: limit(bareName(64, 'whole')),
      ours: found(`${apiName(64)} cpu ms`),
    },
    {
      ...base,
      work: 'processor time of the server for a form order',
      limit: limit(actionName('whole')),
      ours: found('ours, form cpu ms'),
    },
  ]
}

const houseFindings = (starts: number[], idleMb: number, loadedMb: number): Finding[] => [
  { phase: 'api', work: 'server start to first 200 of /api/health', unit: 's', better: 'less', ours: starts },
  { phase: 'api', work: 'memory of the server, two processes, idle', unit: 'MB', better: 'less', ours: [idleMb] },
  { phase: 'api', work: 'memory of the server after the load', unit: 'MB', better: 'less', ours: [loadedMb] },
]
