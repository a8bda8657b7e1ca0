import pg from 'pg'
import { onDatabase } from '../databases.ts'

/** What the lists of an evening need, as plain SQL over the same rows: nothing is written, nothing is checked. */
const STATEMENTS = [
  `select o.group_order_id, f.product_id, sum(l.quantity), count(distinct l.order_id)
   from orders o join order_lines l on l.order_id = o.id join offers f on f.id = l.offer_id
   where o.state = 'placed' and o.group_order_id >= $1 group by 1, 2`,
  `select o.group_order_id, o.station_id, f.product_id, sum(l.quantity), count(*)
   from orders o join order_lines l on l.order_id = o.id join offers f on f.id = l.offer_id
   where o.state = 'placed' and o.group_order_id >= $1 group by 1, 2, 3`,
  `select o.group_order_id, o.station_id, o.number, o.name, o.contact, array_agg(f.product_id), array_agg(l.quantity)
   from orders o join order_lines l on l.order_id = o.id join offers f on f.id = l.offer_id
   where o.state = 'placed' and o.group_order_id >= $1 group by o.id`,
]

/** Values stay as the server sent them: a plain client. */
const RAW = { getTypeParser: () => (value: string) => value }

/**
 * The limit of an evening: demand by group and product, totals by group, station and product, and every bag with its lines,
 * each by one GROUP BY over all group orders, fetched row by row.
 * @param firstGroup id from which group orders count
 * @returns milliseconds
 */
export function groupBys(url: string, firstGroup: string): Promise<number> {
  return onDatabase(url, async (client) => {
    const start = performance.now()
    for (const text of STATEMENTS) await drained(client, text, [firstGroup])
    return performance.now() - start
  })
}

function drained(client: pg.Client, text: string, values: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0
    const query = client.query(new pg.Query({ text, values, rowMode: 'array', types: RAW } as pg.QueryConfig))
    // a listener keeps pg from gathering the rows
    query.on('row', () => {
      rows += 1
    })
    query.on('error', reject)
    query.on('end', () => resolve(rows))
  })
}
