import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { refundedToWallet } from '#lib/domain/ledger-wallet.ts'
import { roundHalfEven } from '#lib/domain/money.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { type AuditFacts, auditSql } from '../audit.ts'
import { partsBooked } from '../collection/earned.ts'
import { afterRefund } from '../collection/refunded.ts'
import { postToLedger } from '../ledger/post.ts'
import { giveBackOnline } from '../payment/give-back.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'

export type RefundInput = {
  /** Made with the form: a form sent twice refunds once. */
  refundId: string
  orderId: string
  /** Minor units, above 0. */
  amountMinor: number
  /** Told to the shopper. */
  reason: string
}

export type RefundRefusal =
  | { code: 'NOT_FOUND' | 'ORDER_NOT_PAID' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'AMOUNT_NEEDED'; field: 'amount' }
  | { code: 'MORE_THAN_PAID'; field: 'amount'; leftMinor: number }
  | { code: 'TELL_WHY'; field: 'reason' }

type Row = {
  number: number
  shopper_id: string
  currency: string
  total_minor: number
  payment_state: string
  is_to_provider: boolean
  contact: string
  locale: string
  title: LocalText
}

const MIN_REASON = 2

/**
 * Gives back a part of what was paid for an order that was handed over, or all of it: something was missing, broken or bad.
 * To the shopper's wallet, or to where it was paid online from, as the shopper chose. The tax in it goes back too, so does
 * the leader's part; an invoice gets its credit note. Deposits are paid back for containers, not here.
 * @returns what of it can still be refunded, minor units. Refuses NOT_FOUND, NOT_PAID, AMOUNT_NEEDED, MORE_THAN_PAID, TELL_WHY,
 *   IDEMPOTENCY_KEY_REUSED
 */
export const refundOrder = (
  who: AdminFor<'money'>,
  input: RefundInput,
): Promise<Outcome<{ leftMinor: number }, RefundRefusal>> =>
  sqlTransaction((tx) => refundIn(tx, { ...actorOf(who, 'admin'), userId: who.userId }, input))

/** Who gives back, for the trail and the books. */
export type Refunder = Pick<AuditFacts, 'actorId' | 'actorRole'> & { userId: string }

/** The same in the transaction of whatever it follows from. */
export async function refundIn(
  tx: SqlTx,
  who: Refunder,
  { refundId, orderId, amountMinor, reason: typed }: RefundInput,
): Promise<Outcome<{ leftMinor: number }, RefundRefusal>> {
  const { userId, ...actor } = who
  const reason = typed.trim()
  if (amountMinor <= 0) return refuse({ code: 'AMOUNT_NEEDED', field: 'amount' })
  if (reason.length < MIN_REASON) return refuse({ code: 'TELL_WHY', field: 'reason' })
  const order = await lockPaid(tx, orderId)
  if (!order) return refuse({ code: 'NOT_FOUND' })
  const before = await refundsOf(tx, orderId)
  const parts = await partsBooked(tx, orderId)
  const leftMinor = order.total_minor - parts.depositMinor - before.sumMinor
  const known = before.refunds.find(({ id }) => id === refundId)
  if (known)
    return known.amount_minor === amountMinor ? accept({ leftMinor }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
  if (order.payment_state !== 'paid' && order.payment_state !== 'part_refunded')
    return refuse({ code: 'ORDER_NOT_PAID' })
  if (amountMinor > leftMinor) return refuse({ code: 'MORE_THAN_PAID', field: 'amount', leftMinor })
  await tx.query(
    'insert into order_refunds (id, order_id, amount_minor, reason, refunded_by) values ($1, $2, $3, $4, $5)',
    [refundId, orderId, amountMinor, reason, userId],
  )
  await tx.query('update orders set payment_state = $2::"PaymentState" where id = $1', [
    orderId,
    amountMinor === leftMinor ? 'refunded' : 'part_refunded',
  ])
  const { currency, shopper_id: shopperId } = order
  // the last part takes the tax that is left: what went back of it is the whole
  const taxMinor = Number(roundHalfEven(BigInt(parts.taxMinor) * BigInt(amountMinor), BigInt(leftMinor)))
  const refunded = refundedToWallet({
    ...{ refundId, orderId, shopperId, adminId: userId, amountMinor, taxMinor, reason, currency },
  })
  await postToLedger(tx, [refunded])
  const refundedMinor = before.sumMinor + amountMinor
  await afterRefund(tx, { id: orderId, currency }, { refundId, amountMinor, refundedMinor }, actor)
  // paid online, it goes on to where it came from unless the shopper chose the wallet
  await giveBackOnline(tx, [{ orderId, amountMinor, reason: 'refunded' }])
  await auditSql(tx, [
    {
      ...actor,
      action: 'order.refund',
      subjectType: 'order',
      subjectId: orderId,
      data: { refundId, amountMinor, reason },
    },
  ])
  await tell(tx, order, amountMinor, reason, orderId)
  return accept({ leftMinor: leftMinor - amountMinor })
}

async function lockPaid(tx: SqlTx, orderId: string): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>(
    `select o.number, o.shopper_id, o.currency, o.total_minor, o.payment_state,
       o.payment_method = 'online' and o.refund_to = 'provider' as is_to_provider, o.contact, u.locale, g.title
     from orders o join users u on u.id = o.shopper_id join group_orders g on g.id = o.group_order_id
     where o.id = $1 and o.state <> 'cancelled' for update of o`,
    [orderId],
  )
  return rows[0]
}

async function refundsOf(tx: SqlTx, orderId: string) {
  const { rows: refunds } = await tx.query<{ id: string; amount_minor: number }>(
    'select id, amount_minor from order_refunds where order_id = $1',
    [orderId],
  )
  return { refunds, sumMinor: refunds.reduce((sum, { amount_minor }) => sum + amount_minor, 0) }
}

async function tell(tx: SqlTx, order: Row, amountMinor: number, reason: string, orderId: string): Promise<void> {
  if (!order.contact) return
  await postMessages(tx, [
    {
      to: contactOf(order.contact),
      userId: order.shopper_id,
      template: 'orderRefunded',
      locale: localeOf(order.locale),
      facts: {
        number: order.number,
        group: { text: order.title },
        amount: { money: amountMinor, currency: order.currency },
        reason,
        to: order.is_to_provider ? 'provider' : 'wallet',
        url: { path: `/orders/${orderId}` },
      },
    },
  ])
}
