import { readFileSync } from 'node:fs'
import { inRoot } from '#bin/lib/paths.mjs'
import { onDatabase } from '../databases.ts'
import { load } from '../load/load.ts'
import { KEY } from '../load/request.ts'
import type { Bench, Finding } from '../phase.ts'
import type { Served } from '../served.ts'
import { groupId, offerId, stationId } from '../world.ts'
import { stationOf } from './desk.ts'

type Peers = {
  source: string
  peers: { name: string; ordersPerSecond: number; callsPerOrder: number; soldOfStock100?: number }[]
  productListsPerSecond: { least: number; most: number }
}
const { source, peers, productListsPerSecond }: Peers = JSON.parse(readFileSync(inRoot('bench/peers.json'), 'utf8'))

/** At least so many orders of ours for each of the better peer (issue 3). */
const TIMES_BETTER = 100
const STOCK = 100
const SHOPPERS = 64

type Asked = {
  bench: Bench
  shop: Served
  databaseUrl: string
  apiKey: string
  /** Orders of ours over the API at 64 connections. */
  ordersPerSecond: number[]
  /** A group order that nobody has ordered from yet. */
  group: number
}

/** Ours in the same shape as the peers were measured in; they did not run in this run, and the table says so. */
export async function peerFindings(asked: Asked): Promise<{ findings: Finding[]; remarks: string[] }> {
  const best = peers.reduce((one, other) => (other.ordersPerSecond > one.ordersPerSecond ? other : one))
  const sold = await soldOfStock(asked)
  const lists = await productLists(asked)
  const base = { phase: 'peers' }
  return {
    findings: [
      ...peers.map(
        ({ name, ordersPerSecond, callsPerOrder }): Finding => ({
          ...base,
          work: '3-line orders over the API, 64 connections',
          unit: 'orders/s',
          better: 'more',
          limit: { name: `${name}, ${callsPerOrder} calls an order, not in this run`, rounds: [ordersPerSecond] },
          ours: asked.ordersPerSecond,
          ...(name === best.name && { target: { ratio: TIMES_BETTER } }),
        }),
      ),
      {
        ...base,
        work: 'product lists',
        unit: 'lists/s',
        better: 'more',
        limit: { name: 'the fastest peer, not in this run', rounds: [productListsPerSecond.most] },
        ours: lists,
      },
      {
        ...base,
        work: `sold of a stock of ${STOCK} to ${SHOPPERS} shoppers at once`,
        unit: 'pieces',
        better: 'less',
        limit: { name: `${best.name}, not in this run`, rounds: [best.soldOfStock100 ?? STOCK] },
        ours: [sold],
        target: { atMost: STOCK, atLeast: STOCK },
      },
    ],
    remarks: [`peers: ${source}`],
  }
}

/** 64 connections order single pieces of one product of which 100 are in store, until long after they are gone. */
async function soldOfStock({ bench, shop, databaseUrl, apiKey, group }: Asked): Promise<number> {
  const offer = offerId(group, 0)
  await onDatabase(databaseUrl, async (client) => {
    await client.query(`update offers set source = 'stock' where id = $1`, [offer])
    await client.query('insert into stock (product_id, on_hand) select product_id, $2 from offers where id = $1', [
      offer,
      STOCK,
    ])
    await client.query(
      `insert into stock_movements (id, product_id, quantity, reason, on_hand_after)
       select bench.new_id(), product_id, $2::int, 'received', $2::int from offers where id = $1`,
      [offer, STOCK],
    )
  })
  const requests = Array.from({ length: SHOPPERS }, (_, index) => ({
    method: 'POST' as const,
    path: `/api/v1/group-orders/${groupId(group)}/orders`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, 'idempotency-key': KEY },
    body: JSON.stringify({
      stationId: stationId(stationOf(group)),
      shopper: { name: `Lin Wei ${index + 1}`, email: `shopper${index + 1}@bench.example` },
      lines: [{ offerId: offer, quantity: 1 }],
      payment: 'on_pickup',
    }),
  }))
  await load({ base: shop.base, connections: SHOPPERS, seconds: bench.options.quick ? 2 : 3, requests }, true)
  return onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ sold: number }>(
      `select coalesce(sum(l.quantity), 0)::int as sold from order_lines l join orders o on o.id = l.order_id
       where l.offer_id = $1 and o.state <> 'cancelled'`,
      [offer],
    )
    return rows[0]?.sold ?? 0
  })
}

async function productLists({ bench, shop, apiKey }: Asked): Promise<number[]> {
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' }
  const asked = {
    base: shop.base,
    connections: 16,
    seconds: 3,
    requests: [{ method: 'GET' as const, path: '/api/v1/products', headers }],
  }
  await load(asked)
  const rounds: number[] = []
  for (let round = 1; round <= bench.options.rounds; round += 1) rounds.push((await load(asked)).perSecond)
  return rounds
}
