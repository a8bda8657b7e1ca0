import { databaseClock } from '#lib/db/locks.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { paidOut } from '#lib/domain/earnings.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { lockEarner } from './account.ts'

export type PayoutInput = {
  /** Made with the form: a form sent twice pays once. */
  payoutId: string
  accountId: number
  /** What was sent, minor units of the account's currency. */
  amountMinor: number
  /** What the bank calls the transfer. */
  reference: string
}

export type PayoutRefusal =
  | { code: 'NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'BAD_PAYOUT'; field: 'amount' }
  | { code: 'MORE_THAN_OWED'; field: 'amount'; owedMinor: number }
  | { code: 'REFERENCE_USED'; field: 'reference' }

/**
 * Records that the bank sent a leader or keeper what they earned.
 * @returns what they are still owed, minor units. Refuses NOT_FOUND, BAD_PAYOUT (nothing), MORE_THAN_OWED, REFERENCE_USED (the
 *   transfer is recorded already), IDEMPOTENCY_KEY_REUSED (the same form with another amount or reference)
 */
export const payOut = (
  who: AdminFor<'money'>,
  { payoutId, accountId, amountMinor, reference }: PayoutInput,
): Promise<Outcome<{ owedMinor: number }, PayoutRefusal>> =>
  sqlTransaction(async (tx) => {
    const account = await lockEarner(tx, accountId)
    if (!account) return refuse({ code: 'NOT_FOUND' })
    const { balanceMinor, role, ownerId, currency } = account
    const { rows } = await tx.query<{ id: string; account_id: number; amount_minor: number; reference: string }>(
      'select id, account_id, amount_minor, reference from payouts where id = $1 or (account_id = $2 and reference = $3)',
      [payoutId, accountId, reference],
    )
    const same = rows.find(({ id }) => id === payoutId)
    if (same) {
      const isSame = same.account_id === accountId && same.amount_minor === amountMinor && same.reference === reference
      return isSame ? accept({ owedMinor: balanceMinor }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    }
    if (amountMinor <= 0) return refuse({ code: 'BAD_PAYOUT', field: 'amount' })
    if (rows.length > 0) return refuse({ code: 'REFERENCE_USED', field: 'reference' })
    if (amountMinor > balanceMinor) return refuse({ code: 'MORE_THAN_OWED', field: 'amount', owedMinor: balanceMinor })
    await postToLedger(tx, [paidOut({ payoutId, role, ownerId, amountMinor, adminId: who.userId, currency })])
    await tx.query(
      `insert into payouts (id, role, owner_id, account_id, currency, amount_minor, reference, at, made_by, region)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        payoutId,
        role,
        ownerId,
        accountId,
        currency,
        amountMinor,
        reference,
        await databaseClock(tx),
        who.userId,
        env.REGION,
      ],
    )
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'payout.record',
        subjectType: 'payout',
        subjectId: payoutId,
        data: { role, amountMinor },
      },
    ])
    return accept({ owedMinor: balanceMinor - amountMinor })
  })
