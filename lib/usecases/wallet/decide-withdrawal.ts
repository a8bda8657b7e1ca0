import { sqlTransaction } from '#lib/db/transaction.ts'
import { withdrawalDecided } from '#lib/domain/ledger-wallet.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'

export type DecisionInput = {
  withdrawalId: string
  as: 'paid' | 'refused'
  /** What the bank calls the transfer, or why it is refused: told to the shopper. */
  note: string
}

export type DecisionRefusal = { code: 'NOT_FOUND' | 'ALREADY_DECIDED' } | { code: 'TELL_WHY'; field: 'note' }

type Row = { user_id: string; amount_minor: number; currency: string; state: string; contact: string; locale: string }

const MIN_NOTE = 2

/**
 * The office has paid a withdrawal out, or refuses it: then the money is back in the wallet. The shopper is told.
 * Refuses NOT_FOUND, ALREADY_DECIDED (otherwise; the same again does nothing), TELL_WHY.
 */
export const decideWithdrawal = (
  who: AdminFor<'money'>,
  { withdrawalId, as, note: typed }: DecisionInput,
): Promise<Outcome<{ as: 'paid' | 'refused' }, DecisionRefusal>> =>
  sqlTransaction(async (tx) => {
    const note = typed.trim()
    if (note.length < MIN_NOTE) return refuse({ code: 'TELL_WHY', field: 'note' })
    const { rows } = await tx.query<Row>(
      `select w.user_id, w.amount_minor, w.currency, w.state, coalesce(u.email, u.phone, '') as contact, u.locale
       from withdrawals w join users u on u.id = w.user_id where w.id = $1 for update of w`,
      [withdrawalId],
    )
    const [row] = rows
    if (!row) return refuse({ code: 'NOT_FOUND' })
    if (row.state !== 'wanted') return row.state === as ? accept({ as }) : refuse({ code: 'ALREADY_DECIDED' })
    const { user_id: userId, amount_minor: amountMinor, currency } = row
    await tx.query(
      `update withdrawals set state = $2::"WithdrawalState", decided_at = clock_timestamp(), decided_by = $3, note = $4 where id = $1`,
      [withdrawalId, as, who.userId, note],
    )
    await postToLedger(tx, [
      withdrawalDecided({ withdrawalId, userId, adminId: who.userId, amountMinor, currency, reason: note }, as),
    ])
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: as === 'paid' ? 'wallet.pay_withdrawal' : 'wallet.refuse_withdrawal',
        subjectType: 'user',
        subjectId: userId,
        data: { withdrawalId, amountMinor },
      },
    ])
    if (row.contact)
      await postMessages(tx, [
        {
          to: contactOf(row.contact),
          userId,
          template: as === 'paid' ? 'withdrawalPaid' : 'withdrawalRefused',
          locale: localeOf(row.locale),
          facts: { amount: { money: amountMinor, currency }, reason: note, url: { path: '/me/wallet' } },
        },
      ])
    return accept({ as })
  })
