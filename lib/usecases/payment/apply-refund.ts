import { databaseClock } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import { type PaymentFact, type ProviderRefundState, REFUND_AFTER } from '#lib/domain/payment.ts'
import { refundedOnline, refundReturned } from '#lib/domain/payment-books.ts'
import { newId } from '#lib/infra/ids.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { asPaid, lockPaymentByIntent, type PaymentRow, tellRefunded } from './payment-row.ts'

type Fact = Extract<PaymentFact, { kind: 'refund' }>
type RefundRow = { id: string; state: ProviderRefundState; amount_minor: number; reason: string }

const ENDED: ReadonlySet<ProviderRefundState> = new Set(['done', 'failed'])

/** What a provider tells of a refund: one of ours, or one that somebody made at its own site. @returns what that did here */
export async function applyRefund(tx: SqlTx, fact: Fact): Promise<string> {
  // the payment first: whoever moves a refund has it
  const payment = await lockPaymentByIntent(tx, fact.intent)
  const { rows } = await tx.query<RefundRow>(
    'select id, state, amount_minor, reason from provider_refunds where id = $1 or reference = $2 for update',
    [fact.refundId ?? null, fact.reference],
  )
  const [known] = rows
  if (!known) return takeUp(tx, fact, payment)
  const state = REFUND_AFTER[known.state][fact.to]
  if (state === known.state) return 'ignored'
  await tx.query(
    `update provider_refunds set state = $2, reference = $3, next_try_at = null, ended_at = case when $4 then $5::timestamptz end where id = $1`,
    [known.id, state, fact.reference, ENDED.has(state), await databaseClock(tx)],
  )
  if (!payment) return `refund_${state}`
  if (state === 'failed') await putBack(tx, payment, known)
  await tellRefunded(tx, payment)
  return `refund_${state}`
}

/** A refund did not arrive: the money is with the provider again, and the shopper has it in their wallet. */
export async function putBack(
  tx: SqlTx,
  payment: PaymentRow,
  { id: refundId, amount_minor: amountMinor, reason }: Pick<RefundRow, 'id' | 'amount_minor' | 'reason'>,
): Promise<void> {
  const refund = { refundId, amountMinor, isByHand: reason === 'by_hand' }
  await postToLedger(tx, [refundReturned(asPaid(payment), refund)])
  await auditSql(tx, [
    {
      actorRole: 'system',
      action: 'payment.refund_returned',
      subjectType: 'payment',
      subjectId: payment.id,
      data: { refundId, amountMinor },
    },
  ])
}

/** One that we did not make. Without its payment it waits for the success, or belongs to something else the operator sells. */
async function takeUp(tx: SqlTx, fact: Fact, payment: PaymentRow | undefined): Promise<string> {
  const state = REFUND_AFTER.wanted[fact.to]
  const now = await databaseClock(tx)
  const refundId = fact.refundId ?? newId()
  await tx.query(
    `insert into provider_refunds (id, payment_id, intent, amount_minor, state, reason, reference, wanted_at, ended_at)
     values ($1, $2, $3, $4, $5, 'by_hand', $6, $7, $8)`,
    [
      refundId,
      payment?.id ?? null,
      fact.intent,
      fact.amountMinor,
      state,
      fact.reference,
      now,
      ENDED.has(state) ? now : null,
    ],
  )
  if (!payment || state === 'failed') return 'refund_noted'
  await postToLedger(tx, [refundedOnline(asPaid(payment), { refundId, amountMinor: fact.amountMinor, isByHand: true })])
  await tellRefunded(tx, payment)
  await auditSql(tx, [
    {
      actorRole: 'system',
      action: 'payment.refund_by_hand',
      subjectType: 'payment',
      subjectId: payment.id,
      data: { refundId, amountMinor: fact.amountMinor },
    },
  ])
  return 'refund_by_hand'
}
