import { spawnSync } from 'node:child_process'
import { inRoot, NODE } from '#bin/lib/paths.mjs'
import type { Wish } from './crowd.ts'
import type { Site } from './site.ts'

export type Count = { acknowledged: number; lost: number; lostDone: number; refused: number }

const MOST_SHOWN = 5

type Row = {
  id: string
  key: string
  number: number
  answered: number
  total: number
  state: string
  name: string
  lines: { offerId: string; quantity: number }[]
}

/**
 * What every fault must leave: each lost answer becomes known by its key; each acknowledged order is there as acknowledged,
 * once; nothing else is; and reconcile finds no breach.
 * @throws with what is wrong
 */
export async function check(site: Site, at: string | undefined): Promise<Count> {
  for (const crowd of site.crowds) await crowd.settle(at)
  const wishes = site.crowds.flatMap((crowd) => crowd.wishes)
  const wrong = [...site.crowds.flatMap(({ complaints }) => complaints), ...(await differences(site, wishes))]
  if (wrong.length > 0) throw new Error(`${wrong.length} wrong:\n  ${wrong.slice(0, MOST_SHOWN).join('\n  ')}`)
  reconcile(site.url)
  const lost = wishes.filter(({ wasLost }) => wasLost)
  return {
    acknowledged: wishes.filter(({ state }) => state === 'acknowledged').length,
    lost: lost.length,
    lostDone: lost.filter(({ wasDone }) => wasDone).length,
    refused: wishes.filter(({ state }) => state === 'refused').length,
  }
}

async function differences(site: Site, wishes: Wish[]): Promise<string[]> {
  const groups = [...new Set(wishes.map(({ group }) => group.groupOrderId))]
  const rows = await site.sql<Row>(
    `select o.id, split_part(o.idempotency_key, ':', 3) as key, o.number, o.answered_minor as answered, o.total_minor as total,
       o.state, o.name, json_agg(json_build_object('offerId', l.offer_id, 'quantity', l.quantity)) as lines
     from orders o join order_lines l on l.order_id = o.id where o.group_order_id = any($1::uuid[]) group by o.id`,
    [groups],
  )
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const found = wishes.flatMap((wish) => differenceOf(wish, byKey.get(wish.key)))
  const known = new Set(wishes.filter(({ state }) => state === 'acknowledged').map(({ key }) => key))
  const unknown = rows.filter(({ key }) => !known.has(key)).map(({ id }) => `order ${id} was acknowledged to nobody`)
  return [...found, ...unknown]
}

function differenceOf({ key, state, answer, body, code }: Wish, row: Row | undefined): string[] {
  if (state === 'refused') return row ? [`order ${row.id} was refused (${code}) and is there`] : []
  if (!row) return [`order #${answer?.number} (${answer?.id}, key ${key}) was acknowledged and is missing`]
  const kept = { id: row.id, number: row.number, totalMinor: row.answered, name: row.name, lines: linesOf(row.lines) }
  const wanted = { ...answer, name: body.shopper.name, lines: linesOf(body.lines) }
  const isSame = JSON.stringify(kept) === JSON.stringify(wanted)
  return isSame ? [] : [`order ${row.id} is ${JSON.stringify(kept)}, acknowledged ${JSON.stringify(wanted)}`]
}

const linesOf = (lines: Row['lines']): string[] => lines.map(({ offerId, quantity }) => `${offerId} ${quantity}`).sort()

/** npm run reconcile's own script on this database. @throws with its breaches */
export function reconcile(url: string): void {
  const env = { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'silent' }
  const { status, stdout, stderr } = spawnSync(NODE, ['bin/reconcile.ts'], { cwd: inRoot(), env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`reconcile is not green:\n${stdout}${stderr}`)
}
