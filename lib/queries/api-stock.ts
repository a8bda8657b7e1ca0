import { pool } from '#lib/db/client.ts'
import type { ApiReader } from '#lib/domain/who.ts'
import { type ApiPage, type ApiRows, cut, oneMore } from './api-page.ts'

/** Pieces, or grams where the unit is weighed. */
export type ApiStockRow = {
  productId: string
  sku: string
  unit: string
  onHand: number
  reserved: number
  available: number
  reorderAt: number
  place: string
}

/** What lies in store, of every product that ever did. */
export async function apiStock(_who: ApiReader, page: ApiPage): Promise<ApiRows<ApiStockRow>> {
  const { rows } = await pool.query<ApiStockRow>(
    `select s.product_id as "productId", p.sku, p.unit, s.on_hand as "onHand", s.reserved,
       s.on_hand - s.reserved as available, s.reorder_at as "reorderAt", s.place
     from stock s join products p on p.id = s.product_id
     where $1::uuid is null or s.product_id > $1 order by s.product_id limit $2`,
    [page.cursor ?? null, oneMore(page)],
  )
  return cut(rows, page, ({ productId }) => productId)
}

export type ApiMovement = {
  id: string
  productId: string
  quantity: number
  reason: string
  note: string
  onHandAfter: number
  orderId: string | null
  undoesId: string | null
  createdAt: Date
}

/** Why a product's stock changed, oldest first; undefined for a product that is none. */
export async function apiMovements(
  _who: ApiReader,
  productId: string,
  page: ApiPage,
): Promise<ApiRows<ApiMovement> | undefined> {
  const { rowCount } = await pool.query('select 1 from products where id = $1', [productId])
  if (!rowCount) return undefined
  const { rows } = await pool.query<ApiMovement>(
    `select id, product_id as "productId", quantity, reason, note, on_hand_after as "onHandAfter", order_id as "orderId",
       undoes_id as "undoesId", created_at as "createdAt"
     from stock_movements where product_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [productId, page.cursor ?? null, oneMore(page)],
  )
  return cut(rows, page, ({ id }) => id)
}
