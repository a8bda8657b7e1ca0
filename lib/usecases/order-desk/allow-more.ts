import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'

/**
 * A shopper allows that their order takes up to one more of each when a bit is left over, or takes that back. It is charged at
 * the price of their line and only where they pay at pickup; it counts until the goods are in.
 * @returns what holds now. Refuses ORDER_NOT_FOUND, and ORDER_NOT_OPEN once the bags are ready or the order is cancelled
 */
export const allowMore = (
  who: Shopper,
  { orderId, takesMore }: { orderId: string; takesMore: boolean },
): Promise<Outcome<{ takesMore: boolean }, { code: 'ORDER_NOT_FOUND' | 'ORDER_NOT_OPEN' }>> =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ state: string; takesMore: boolean }>(
      'select state, takes_more as "takesMore" from orders where id = $1 and shopper_id = $2 for update',
      [orderId, who.userId],
    )
    const [order] = rows
    if (!order) return refuse({ code: 'ORDER_NOT_FOUND' })
    if (order.state !== 'placed') return refuse({ code: 'ORDER_NOT_OPEN' })
    if (order.takesMore === takesMore) return accept({ takesMore })
    await tx.query('update orders set takes_more = $2 where id = $1', [orderId, takesMore])
    await auditSql(tx, [
      {
        ...{ actorId: who.userId, actorRole: 'shopper' as const },
        action: 'order.allow_more',
        subjectType: 'order',
        subjectId: orderId,
        data: { takesMore },
      },
    ])
    return accept({ takesMore })
  })
