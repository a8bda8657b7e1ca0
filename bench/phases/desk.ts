import { Child } from '../child.ts'
import { checkpoint, fill, onDatabase } from '../databases.ts'
import { type Flavour, sqlLimit, sqlTool } from '../limits/pgbench.ts'
import type { RushInput, RushResult } from '../ours/rush.ts'
import type { Bench, Finding, PhaseResult } from '../phase.ts'
import { reconciled } from '../reconciled.ts'
import { interleaved, type Measure } from '../rounds.ts'
import { shopEnv } from '../shop.ts'
import { PRODUCTS, SHOPPERS, type Spread } from '../world.ts'

const STATIONS = 20
const CLIENTS = [1, 16, 64] as const
const FLAVOURS = ['lean', 'whole'] as const
const SPREADS = ['spread', 'hot'] as const
/** Against the one-call limit at 64 clients (issue 3). */
const TARGETS: Record<Spread, number> = { spread: 1.3, hot: 4 }
const WORK: Record<Spread, string> = {
  spread: '3-line orders over 200 products',
  hot: '3-line orders, one product in all of them',
}

/** Fills a database for the rush: group orders with all 200 products each, and people enough. */
export const rushWorld = (groups: number): string[] => [
  `call bench.make_base(${PRODUCTS}, ${STATIONS}, ${SHOPPERS})`,
  `call bench.make_groups(1, ${groups}, ${PRODUCTS}, ${PRODUCTS}, ${STATIONS}, interval '1 day')`,
]
export const stationOf = (group: number): number => (group % STATIONS) + 1

/** The order desk in process against one SQL function call per order: spread and hot, lean and whole. */
export async function deskPhase({ options, databases, say, onEnd }: Bench): Promise<PhaseResult> {
  const seconds = options.quick ? 4 : 6
  const groups = (options.rounds + 1) * 16
  const world = await databases.make('rush', 'template')
  await fill(world, rushWorld(groups))
  const limitUrl = await databases.make('desk_limit', 'rush')
  const oursUrl = await databases.make('desk_ours', 'rush')
  const desk = new Child('ours/rush.ts', shopEnv(oursUrl))
  onEnd(() => desk.stop())

  // every measurement has a group order of its own: none meets the rows of another
  let group = 0
  const oursOf = (how: Spread): Measure => ({
    name: `ours, 64 shoppers, ${how}`,
    run: async () => {
      group += 1
      await checkpoint(oursUrl)
      const input: RushInput = { group, station: stationOf(group), shoppers: 64, seconds, how }
      const { perSecond, refused } = await desk.ask<RushResult>('rush', input)
      if (Object.keys(refused).length > 0) throw new Error(`the desk refused: ${JSON.stringify(refused)}`)
      return perSecond
    },
  })
  const limitOf = (how: Spread, flavour: Flavour, clients: number): Measure => ({
    name: nameOf(how, flavour, clients),
    run: async () => {
      group += 1
      await checkpoint(limitUrl)
      const short = clients === 64 ? seconds : Math.ceil(seconds / 2)
      return sqlLimit({ url: limitUrl, group: ((group - 1) % groups) + 1, how, flavour, clients, seconds: short })
    },
  })
  const measures = SPREADS.flatMap((how) => [
    limitOf(how, 'whole', 64),
    oursOf(how),
    limitOf(how, 'lean', 64),
    ...[1, 16].flatMap((clients) => FLAVOURS.map((flavour) => limitOf(how, flavour, clients))),
  ])
  const found = await interleaved(options.rounds, measures, say)
  await desk.finish()
  const kept = await onDatabase(
    oursUrl,
    async (client) => (await client.query('select count(*)::int as n from orders')).rows[0].n,
  )
  return {
    findings: SPREADS.flatMap((how) => findingsOf(how, found)),
    remarks: [`limits: ${sqlTool}; ${kept} orders of ours are in`, await reconciled('desk', oursUrl)],
  }
}

const nameOf = (how: Spread, flavour: Flavour, clients: number) => `limit, ${clients} clients, ${how}, ${flavour}`

function findingsOf(how: Spread, found: (name: string) => number[]): Finding[] {
  const ours = found(`ours, 64 shoppers, ${how}`)
  return FLAVOURS.flatMap((flavour) =>
    CLIENTS.map(
      (clients): Finding => ({
        phase: 'desk',
        work: WORK[how],
        unit: 'orders/s',
        better: 'more',
        limit: { name: `one SQL call, ${clients} clients, ${flavour}`, rounds: found(nameOf(how, flavour, clients)) },
        ours,
        ...(clients === 64 && { target: { ratio: TARGETS[how] } }),
      }),
    ),
  )
}
