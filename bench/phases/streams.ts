import { setTimeout as sleep } from 'node:timers/promises'
import { Child } from '../child.ts'
import { fill } from '../databases.ts'
import { percentile } from '../figures.ts'
import type { ArriveInput, ArriveResult } from '../ours/crowd.ts'
import type { SeenResult, WatchInput, WatchResult } from '../ours/viewers.ts'
import type { Bench, PhaseResult } from '../phase.ts'
import { reconciled } from '../reconciled.ts'
import { serveShop } from '../served.ts'
import { shopEnv } from '../shop.ts'
import { groupId } from '../world.ts'
import { pageWorld } from './page.ts'

const VIEWERS = 2_000
const OFFERS = 12
const GROUP = 1
const STATION = 2
const ORDERS_PER_SECOND = 20
/** The last event may still be on its way when the last order is in. */
const SETTLE_MS = 2_000

/** So many open event streams of one group order while orders flow. */
export async function streamsPhase({ options, databases, say, onEnd }: Bench): Promise<PhaseResult> {
  const seconds = options.quick ? 3 : 10
  const url = await databases.make('streams', 'template')
  await fill(url, pageWorld(4))
  const shop = await serveShop(url)
  onEnd(shop.stop)
  const viewers = new Child('ours/viewers.ts', shopEnv(url))
  const crowd = new Child('ours/crowd.ts', shopEnv(url))
  onEnd(() => viewers.stop())
  onEnd(() => crowd.stop())
  const idleMb = shop.usage().memoryMb
  const watch: WatchInput = { url: `${shop.base}/api/live?group=${groupId(GROUP)}`, count: VIEWERS }
  const opened = await viewers.ask<WatchResult>('watch', watch)
  say(`${opened.connected} streams are open after ${Math.round(opened.ms)} ms, ${opened.failed} failed`)
  const openMb = shop.usage().memoryMb

  const rounds: Round[] = []
  for (let round = 0; round <= options.rounds; round += 1) {
    const one = await oneRound(crowd, viewers, seconds)
    say(`round ${round}  last viewer after ${one.middle.toFixed(2)} s, at most ${one.latest.toFixed(2)} s`)
    if (round > 0) rounds.push(one)
  }
  const failed = VIEWERS - opened.connected + (rounds.at(-1)?.broken ?? 0)
  const loadedMb = shop.usage().memoryMb
  const base = { phase: 'streams', better: 'less' as const }
  const about = `${VIEWERS} streams, ${ORDERS_PER_SECOND} orders/s`
  return {
    findings: [
      {
        ...base,
        work: `streams that did not open or broke, of ${VIEWERS}`,
        unit: 'streams',
        ours: [failed],
        target: { atMost: 0 },
      },
      {
        ...base,
        work: `order to the last viewer, median; ${about}`,
        unit: 's',
        ours: rounds.map(({ middle }) => middle),
      },
      {
        ...base,
        work: `order to the last viewer, the slowest order; ${about}`,
        unit: 's',
        ours: rounds.map(({ latest }) => latest),
        target: { atMost: 1 },
      },
      { ...base, work: `events a stream; ${about}`, unit: '/s', ours: rounds.map(({ events }) => events) },
      { ...base, work: 'memory of the server, no stream', unit: 'MB', ours: [idleMb] },
      { ...base, work: `memory of the server, ${VIEWERS} streams open`, unit: 'MB', ours: [openMb] },
      { ...base, work: `memory of the server, ${VIEWERS} streams, after the orders`, unit: 'MB', ours: [loadedMb] },
    ],
    remarks: [await reconciled('the streams', url)],
  }
}

/** Seconds from an acknowledged order to the last viewer; events a stream and second; streams that broke so far. */
type Round = { middle: number; latest: number; events: number; broken: number }

async function oneRound(crowd: Child, viewers: Child, seconds: number): Promise<Round> {
  const input: ArriveInput = { group: GROUP, station: STATION, offers: OFFERS, perSecond: ORDERS_PER_SECOND, seconds }
  const { before, placed, acknowledgedAt } = await crowd.ask<ArriveResult>('arrive', input)
  await sleep(SETTLE_MS)
  const { events, broken, lastHeardAt } = await viewers.ask<SeenResult>('seen')
  const delays = lastHeardAt.flatMap(([orders, at]) => {
    const acknowledged = acknowledgedAt[orders - before - 1]
    return acknowledged === undefined ? [] : [(at - acknowledged) / 1000]
  })
  if (delays.length < placed) throw new Error(`${placed - delays.length} of ${placed} orders did not reach all streams`)
  return {
    middle: percentile(delays, 0.5),
    latest: Math.max(...delays),
    events: events / VIEWERS / seconds,
    broken,
  }
}
