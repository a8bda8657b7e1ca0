import { Child } from '../child.ts'
import { checkpoint, fill, onDatabase } from '../databases.ts'
import { groupBys } from '../limits/group-by.ts'
import type { ClosedResult, ListsResult } from '../ours/evening.ts'
import type { Bench } from '../phase.ts'
import { reconciled } from '../reconciled.ts'
import { shopEnv } from '../shop.ts'
import { groupId } from '../world.ts'

/** An evening of DESIGN's city: 40 orders a group order, 3 lines an order. */
const ORDERS_EACH = 40
const LINES_EACH = ORDERS_EACH * 3
const OFFERS = 12
const PRODUCTS = 200
const MOST_STATIONS = 3_000
const MOST_SHOPPERS = 300_000
/** Closed and listed before the clock starts, so that no size pays for a cold process. */
const WARM_UP = 420

export type Evening = {
  lines: number
  groups: number
  /** Milliseconds, one a round. */
  limit: number[]
  close: number[]
  lists: number[]
  peakMb: number
  remark: string
}

/**
 * One evening of so many lines, in so many rounds: the plain GROUP BYs, then the freeze of all its group orders, then all
 * lists of them. Each round has a fresh copy of the same rows.
 */
export async function evening(bench: Bench, lines: number, rounds: number): Promise<Evening> {
  const { databases, say } = bench
  const groups = Math.round(lines / LINES_EACH)
  const start = performance.now()
  const template = await databases.make('evening', 'template')
  await fill(template, worldOf(groups))
  say(`${lines} lines in ${groups} group orders are made (${Math.round((performance.now() - start) / 1000)} s)`)
  const result: Evening = { lines, groups, limit: [], close: [], lists: [], peakMb: 0, remark: '' }
  for (let round = 1; round <= rounds; round += 1) {
    // the last round, or the only one, needs no copy
    const url = round === rounds ? template : await databases.make('evening_round', 'evening')
    await oneRound(bench, url, groups, result)
    say(
      `round ${round}  ${lines} lines: GROUP BYs ${ms(result.limit)}, freeze ${ms(result.close)}, lists ${ms(result.lists)}`,
    )
    if (round === rounds) result.remark = await reconciled(`an evening of ${lines} lines`, url)
    else await databases.drop('evening_round')
  }
  await databases.drop('evening')
  return result
}

const ms = (rounds: number[]) => `${Math.round(rounds.at(-1) ?? 0)} ms`

function worldOf(groups: number): string[] {
  const all = groups + WARM_UP
  const stations = Math.min(all, MOST_STATIONS)
  const shoppers = Math.min(all * ORDERS_EACH, MOST_SHOPPERS)
  return [
    `call bench.make_base(${PRODUCTS}, ${stations}, ${shoppers})`,
    `call bench.make_groups(1, ${all}, ${OFFERS}, ${PRODUCTS}, ${stations}, interval '-1 minute')`,
    `call bench.make_orders(1, ${all}, ${OFFERS}, ${PRODUCTS}, ${shoppers}, ${ORDERS_EACH})`,
    // not due before it is their turn
    `update group_orders set state = 'draft' where id > '${groupId(WARM_UP)}'`,
  ]
}

async function oneRound({ onEnd }: Bench, url: string, groups: number, result: Evening): Promise<void> {
  const first = groupId(WARM_UP + 1)
  await groupBys(url, first)
  result.limit.push(await groupBys(url, first))
  const child = new Child('ours/evening.ts', shopEnv(url))
  onEnd(() => child.stop())
  await child.ask<ClosedResult>('close')
  await child.ask<ListsResult>('lists', { first: 1, count: WARM_UP })
  await onDatabase(url, async (client) => {
    await client.query('set session_replication_role = replica').catch(() => {})
    await client.query(`update group_orders set state = 'open' where state = 'draft'`)
    await client.query('vacuum analyze group_orders')
  })
  await checkpoint(url)
  const { closed, ms: closeMs } = await child.ask<ClosedResult>('close')
  if (closed !== groups) throw new Error(`${closed} of ${groups} group orders were closed`)
  const {
    bags,
    lines,
    peakMb,
    ms: listsMs,
  } = await child.ask<ListsResult>('lists', { first: WARM_UP + 1, count: groups })
  if (lines !== groups * LINES_EACH || bags !== groups * ORDERS_EACH)
    throw new Error(`the lists hold ${bags} bags and ${lines} lines of ${groups * LINES_EACH}`)
  result.close.push(closeMs)
  result.lists.push(listsMs)
  result.peakMb = Math.max(result.peakMb, peakMb)
  await child.finish()
}
