import type { SqlTx } from '#lib/db/transaction.ts'
import { newId } from '#lib/infra/ids.ts'
import { type AuditFacts, auditSql } from '../audit.ts'

export type Surplus = { productId: string; quantity: number; note: string }

/**
 * Takes goods into stock that came with a purchase order and that nobody ordered, leaving a movement each, in the caller's
 * transaction. Stock rows are locked in id order, as the desk does.
 * @param surplus pieces or grams, above 0; each product once
 */
export async function receiveSurplus(
  tx: SqlTx,
  actor: Pick<AuditFacts, 'actorRole'> & { actorId: string },
  surplus: readonly Surplus[],
): Promise<void> {
  if (surplus.length === 0) return
  const ids = surplus.map(({ productId }) => productId)
  await tx.query(
    `insert into stock (product_id) select n from unnest($1::uuid[]) as n order by n on conflict (product_id) do nothing`,
    [ids],
  )
  await tx.query('select 1 from stock where product_id = any($1::uuid[]) order by product_id for update', [ids])
  const { rows } = await tx.query<{ productId: string; onHandAfter: number }>(
    `update stock s set on_hand = s.on_hand + n.quantity from unnest($1::uuid[], $2::int[]) as n(product_id, quantity)
     where s.product_id = n.product_id returning s.product_id as "productId", s.on_hand as "onHandAfter"`,
    [ids, surplus.map(({ quantity }) => quantity)],
  )
  const onHand = new Map(rows.map(({ productId, onHandAfter }) => [productId, onHandAfter]))
  const movements = surplus.map((each) => ({ ...each, id: newId(), onHandAfter: onHand.get(each.productId) ?? 0 }))
  await tx.query(
    `insert into stock_movements (id, product_id, quantity, reason, note, on_hand_after, actor_id)
     select id, product, quantity, 'received', note, after, $6
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::int[]) as n(id, product, quantity, note, after)`,
    [
      movements.map(({ id }) => id),
      ids,
      movements.map(({ quantity }) => quantity),
      movements.map(({ note }) => note),
      movements.map(({ onHandAfter }) => onHandAfter),
      actor.actorId,
    ],
  )
  await auditSql(
    tx,
    movements.map(({ id, productId, quantity, onHandAfter }) => ({
      ...actor,
      action: 'stock.adjust',
      subjectType: 'product',
      subjectId: productId,
      data: { movementId: id, reason: 'received', quantity, onHandAfter },
    })),
  )
}
