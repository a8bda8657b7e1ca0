import pg from 'pg'
import { SHOPPERS, threePlaces } from '../world.ts'
import type { SqlLoad } from './pgbench.ts'

const CALL = {
  name: 'place',
  text: 'select bench.place_numbered($1::boolean, $2::int, $3::int, $4::int, $5::int, $6::int)',
}

/** The limit without pgbench: as many connections, each of which places its next order when the last is in. */
export async function sqlLoop({ url, group, how, flavour, clients, seconds }: SqlLoad): Promise<number> {
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString: url }))
  await Promise.all(connections.map((each) => each.connect()))
  let orders = 0
  const start = performance.now()
  const until = start + seconds * 1000
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < until) {
        const shopper = 1 + Math.floor(Math.random() * SHOPPERS)
        await connection.query({ ...CALL, values: [flavour === 'whole', group, shopper, ...threePlaces(how)] })
        orders += 1
      }
    }),
  )
  const perSecond = (orders * 1000) / (performance.now() - start)
  await Promise.all(connections.map((each) => each.end()))
  return perSecond
}
