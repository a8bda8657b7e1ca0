import { databaseClock } from '#lib/db/locks.ts'
import type { SqlTx } from '#lib/db/transaction.ts'
import type { Movement } from '#lib/domain/ledger.ts'
import { DISPUTE_AFTER, type DisputeState, type PaymentFact } from '#lib/domain/payment.ts'
import { type Disputed, disputeLost, disputeReinstated, disputeWithdrawn } from '#lib/domain/payment-books.ts'
import { newId } from '#lib/infra/ids.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { lockPaymentByIntent } from './payment-row.ts'

type Fact = Extract<PaymentFact, { kind: 'dispute' }>

/** What a provider tells of a dispute; the caller holds its lock. @returns what that did here */
export async function applyDispute(tx: SqlTx, fact: Fact, provider: string): Promise<string> {
  const payment = fact.intent ? await lockPaymentByIntent(tx, fact.intent) : undefined
  const { rows } = await tx.query<{ id: string; state: DisputeState }>(
    'select id, state from disputes where reference = $1 for update',
    [fact.reference],
  )
  const [known] = rows
  const state = known ? DISPUTE_AFTER[known.state][fact.state] : fact.state
  const isOver = state === 'won' || state === 'lost' || state === 'withdrawn'
  const now = await databaseClock(tx)
  const id = known?.id ?? newId()
  await tx.query(
    `insert into disputes (id, provider, reference, intent, payment_id, amount_minor, currency, reason, state, opened_at, due_by, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (reference) do update set state = excluded.state, reason = excluded.reason, due_by = coalesce(excluded.due_by, disputes.due_by),
       closed_at = coalesce(disputes.closed_at, excluded.closed_at)`,
    [
      id,
      provider,
      fact.reference,
      fact.intent ?? null,
      payment?.id ?? null,
      fact.amountMinor,
      fact.currency,
      fact.reason.slice(0, 60),
      state,
      fact.openedAt,
      fact.dueBy ?? null,
      isOver ? now : null,
    ],
  )
  const { reference, currency } = fact
  const disputed = { reference, currency, amountMinor: fact.amountMinor, orderId: payment?.order_id ?? undefined }
  const written = await postToLedger(tx, movementsOf(fact, disputed, state))
  if (written.size === 0 && known?.state === state) return 'ignored'
  if (known?.state !== state)
    await auditSql(tx, [
      {
        actorRole: 'system',
        action: known ? 'dispute.change' : 'dispute.open',
        subjectType: 'dispute',
        subjectId: id,
        data: { state, amountMinor: fact.amountMinor, ...(payment && { paymentId: payment.id }) },
      },
    ])
  return `dispute_${state}`
}

function movementsOf({ funds }: Fact, disputed: Disputed, state: DisputeState): Movement[] {
  if (disputed.amountMinor === 0) return []
  const moved = funds && (funds.moved === 'withdrawn' ? disputeWithdrawn : disputeReinstated)(disputed, funds.feeMinor)
  return [...(moved ? [moved] : []), ...(state === 'lost' ? [disputeLost(disputed)] : [])]
}
