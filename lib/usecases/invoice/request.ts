import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { actorOf, type Shopper } from '#lib/domain/who.ts'
import { type Buyer, writeInvoice } from './write.ts'

export type InvoiceRequest = Buyer & { orderId: string }

/**
 * A shopper asks for the tax invoice of their order. Asked again, it is the same one.
 * @returns the invoice's id. Refuses ORDER_NOT_FOUND (no order of theirs), NO_INVOICE_YET (not collected, or not paid)
 */
export const requestInvoice = (
  who: Shopper,
  { orderId, ...buyer }: InvoiceRequest,
): Promise<Outcome<{ invoiceId: string }, { code: 'ORDER_NOT_FOUND' | 'NO_INVOICE_YET' }>> =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; currency: string; state: string; paid: string; total: number }>(
      `select id, currency, state, payment_state as paid, total_minor as total from orders
       where id = $1 and shopper_id = $2 for update`,
      [orderId, who.userId],
    )
    const [order] = rows
    if (!order) return refuse({ code: 'ORDER_NOT_FOUND' })
    const isPaid = order.paid === 'paid' || order.paid === 'part_refunded'
    if (order.state !== 'collected' || !isPaid || order.total === 0) return refuse({ code: 'NO_INVOICE_YET' })
    return accept({ invoiceId: await writeInvoice(tx, order, actorOf(who, 'shopper'), buyer) })
  })
