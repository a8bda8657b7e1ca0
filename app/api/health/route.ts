import { pool } from '#lib/db/client.ts'

export const dynamic = 'force-dynamic'

/** 200 when the database answers, else 503. */
export async function GET(): Promise<Response> {
  try {
    await pool.query('select 1')
    return Response.json({ status: 'ok' })
  } catch {
    return Response.json({ status: 'unavailable' }, { status: 503 })
  }
}
