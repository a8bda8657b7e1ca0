import { sqlTransaction } from '#lib/db/transaction.ts'
import { withdrawalWanted } from '#lib/domain/ledger-wallet.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { lockWallet } from './wallet.ts'

export type WithdrawalInput = {
  /** Made with the form: a form sent twice asks once. */
  withdrawalId: string
  /** Minor units. */
  amountMinor: number
}

export type WithdrawalRefusal =
  | { code: 'WITHDRAWALS_OFF' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'AMOUNT_NEEDED'; field: 'amount' }
  | { code: 'WALLET_TOO_LOW'; field: 'amount'; balanceMinor: number; neededMinor: number }

/**
 * A shopper asks for money of their wallet to be paid out; it leaves the wallet at once and waits for the office. Only where the
 * operator allows it: money held for people is regulated in many places.
 * @returns what is left in the wallet, minor units. Refuses WITHDRAWALS_OFF, AMOUNT_NEEDED, WALLET_TOO_LOW (TRUST I4),
 *   IDEMPOTENCY_KEY_REUSED
 */
export const askWithdrawal = (
  who: Shopper,
  { withdrawalId, amountMinor }: WithdrawalInput,
): Promise<Outcome<{ balanceMinor: number }, WithdrawalRefusal>> =>
  sqlTransaction(async (tx) => {
    const { rows: operators } = await tx.query<{ allowed: boolean }>(
      'select allows_withdrawals as allowed from operator where id = 1',
    )
    if (!operators[0]?.allowed) return refuse({ code: 'WITHDRAWALS_OFF' })
    if (amountMinor <= 0) return refuse({ code: 'AMOUNT_NEEDED', field: 'amount' })
    const { userId } = who
    const balanceMinor = await lockWallet(tx, userId, env.CURRENCY)
    const { rows } = await tx.query<{ user_id: string; amount_minor: number }>(
      'select user_id, amount_minor from withdrawals where id = $1',
      [withdrawalId],
    )
    const [known] = rows
    if (known)
      return known.user_id === userId && known.amount_minor === amountMinor
        ? accept({ balanceMinor })
        : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    if (amountMinor > balanceMinor)
      return refuse({ code: 'WALLET_TOO_LOW', field: 'amount', balanceMinor, neededMinor: amountMinor })
    await tx.query('insert into withdrawals (id, user_id, amount_minor, currency) values ($1, $2, $3, $4)', [
      withdrawalId,
      userId,
      amountMinor,
      env.CURRENCY,
    ])
    await postToLedger(tx, [withdrawalWanted({ withdrawalId, userId, amountMinor, currency: env.CURRENCY })])
    await auditSql(tx, [
      {
        actorId: userId,
        actorRole: 'shopper',
        action: 'wallet.ask_withdrawal',
        subjectType: 'user',
        subjectId: userId,
        data: { withdrawalId, amountMinor },
      },
    ])
    return accept({ balanceMinor: balanceMinor - amountMinor })
  })
