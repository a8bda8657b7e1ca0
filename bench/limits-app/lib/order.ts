import pg from 'pg'

const kept = globalThis as unknown as { pool?: pg.Pool }
kept.pool ??= new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL || 10) })
export const pool = kept.pool

export type Asked = {
  /** Also the relay number, the audit entry and the message. */
  isWhole: boolean
  groupOrderId: string
  key: string
  email: string
  stationId: string
  name: string
  offerIds: string[]
  quantities: number[]
}
export type Placed = { order_id: string; number: number; total_minor: number }

/** Does all that one order needs in one call of a SQL function (bench/sql/place_order.sql), prepared once a connection. */
export async function placeOrder(asked: Asked): Promise<Placed> {
  const { rows } = await pool.query<Placed>({
    name: 'place',
    text: 'select * from bench.place_for($1::boolean, $2::uuid, $3, $4, $5::uuid, $6, $7::uuid[], $8::int[])',
    values: [
      asked.isWhole,
      asked.groupOrderId,
      asked.key,
      asked.email,
      asked.stationId,
      asked.name,
      asked.offerIds,
      asked.quantities,
    ],
  })
  return rows[0] as Placed
}
