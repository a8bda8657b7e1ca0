import { pool } from '#lib/db/client.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { serve } from '../child.ts'
import { percentile } from '../figures.ts'
import { groupId, offerId, quantityAt, SHOPPERS, type Spread, stationId, threePlaces, userId } from '../world.ts'

export type RushInput = { group: number; station: number; shoppers: number; seconds: number; how: Spread }
export type RushResult = {
  orders: number
  perSecond: number
  p50: number
  p99: number
  refused: Record<string, number>
}

let nextShopper = 0

/** One order through the desk, by the next person: nobody orders twice before everybody has ordered once. */
function placeOne({ group, station, how }: RushInput) {
  nextShopper = (nextShopper % SHOPPERS) + 1
  return orderDesk.place({
    groupOrderId: groupId(group),
    key: `bench:${crypto.randomUUID()}`,
    shopperId: userId(nextShopper),
    stationId: stationId(station),
    name: `Lin Wei ${nextShopper}`,
    contact: `shopper${nextShopper}@bench.example`,
    lines: threePlaces(how).map((place) => ({ offerId: offerId(group, place), quantity: quantityAt(place) })),
    locale: nextShopper % 2 === 0 ? 'zh-CN' : 'en',
  })
}

/** The desk in process: so many shoppers, each of whom orders again as soon as the answer is there. */
async function rush(input: RushInput): Promise<RushResult> {
  const latencies: number[] = []
  const refused: Record<string, number> = {}
  const start = performance.now()
  const until = start + input.seconds * 1000
  await Promise.all(
    Array.from({ length: input.shoppers }, async () => {
      for (let at = performance.now(); at < until; at = performance.now()) {
        const answer = await placeOne(input)
        if (answer.ok) latencies.push(performance.now() - at)
        else refused[answer.refusal.code] = (refused[answer.refusal.code] ?? 0) + 1
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  return {
    orders: latencies.length,
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    refused,
  }
}

await pool.query('select 1')
serve({ rush })
