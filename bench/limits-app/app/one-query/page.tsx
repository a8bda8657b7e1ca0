import { pool } from '../../lib/order.ts'
import { Goods } from '../goods.tsx'

export const dynamic = 'force-dynamic'

/** Rendered for every request, after one query. */
export default async function Page() {
  const { rows } = await pool.query<{ slug: string }>('select slug from group_orders where id = $1', [
    '01900006-0000-7000-8000-000000000001',
  ])
  return <Goods title={rows[0]?.slug ?? ''} />
}
