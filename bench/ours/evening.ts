import { pool } from '#lib/db/client.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { manyPickLists } from '#lib/queries/pick-list.ts'
import { combinedPurchaseList, manyPurchaseLists } from '#lib/queries/purchase-list.ts'
import { closeDueGroupOrders } from '#lib/usecases/group-order/close.ts'
import { serve } from '../child.ts'
import { ADMIN, groupId } from '../world.ts'

export type ListsInput = { first: number; count: number }
export type ClosedResult = { closed: number; ms: number }
export type ListsResult = { ms: number; bags: number; lines: number; products: number; peakMb: number }

/** Of so many group orders at once, twice side by side: an answer stays of a size that a process holds easily. */
const AT_ONCE = 500
const LANES = 2

async function close(): Promise<ClosedResult> {
  const start = performance.now()
  const closed = await closeDueGroupOrders()
  return { closed, ms: performance.now() - start }
}

/** Every purchase list and every pick list of these group orders, and what they make the operator buy together. */
async function lists({ first, count }: ListsInput): Promise<ListsResult> {
  const who = await adminGate(ADMIN, 'stock')
  if (!who) throw new Error('the admin of the benchmark may not see the lists')
  const start = performance.now()
  const sum = { bags: 0, lines: 0, products: 0 }
  let next = first
  const share = Math.min(AT_ONCE, Math.ceil(count / LANES))
  const lane = async () => {
    while (next < first + count) {
      const ids = Array.from({ length: Math.min(share, first + count - next) }, (_, index) => groupId(next + index))
      next += share
      const [bought, picked] = await Promise.all([manyPurchaseLists(who, ids), manyPickLists(who, ids)])
      for (const { lines } of bought) sum.products += lines.length
      for (const { orders } of picked.flatMap(({ stations }) => stations)) {
        sum.bags += orders.length
        for (const { lines } of orders) sum.lines += lines.length
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  await combinedPurchaseList(who)
  return { ms: performance.now() - start, ...sum, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }
}

await pool.query('select 1')
serve({ close, lists })
