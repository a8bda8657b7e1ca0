import type { Tx } from '#lib/db/transaction.ts'
import type { StockLevel } from '#lib/domain/stock.ts'

/**
 * Locks a product's stock, so that movements and the desk's reservations follow one another.
 * @returns its level, made with zeros when nothing was ever moved; undefined when there is no such product
 */
export async function lockStock(tx: Tx, productId: string): Promise<StockLevel | undefined> {
  await tx.$executeRaw`insert into stock (product_id)
    select id from products where id = ${productId}::uuid on conflict (product_id) do nothing`
  const rows = await tx.$queryRaw<StockLevel[]>`select on_hand as "onHand", reserved from stock
    where product_id = ${productId}::uuid for update`
  return rows[0]
}
