import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import type { Movement } from '#lib/domain/ledger.ts'
import { type TopUpSource, toppedUp } from '#lib/domain/ledger-wallet.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'
import { lockWallet } from './wallet.ts'

export type TopUpInput = {
  /** Made with the form: a form sent twice moves money once. */
  topUpId: string
  userId: string
  /** Minor units of the instance's currency; below 0 takes back what was put in by mistake. */
  amountMinor: number
  source: TopUpSource
  /** Told to the shopper. */
  reason: string
}

export type TopUpRefusal =
  | { code: 'NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'AMOUNT_NEEDED'; field: 'amount' }
  | { code: 'TELL_WHY'; field: 'reason' }
  | { code: 'WALLET_TOO_LOW'; field: 'amount'; balanceMinor: number; neededMinor: number }

/** 现金 says enough. */
const MIN_REASON = 2

/**
 * The office puts money into a shopper's wallet, or takes back what it put in by mistake; the shopper is told.
 * @returns what is in it then, minor units. Refuses NOT_FOUND, AMOUNT_NEEDED, TELL_WHY, WALLET_TOO_LOW (TRUST I4: not
 *   so much is left to take back), IDEMPOTENCY_KEY_REUSED
 */
export const topUpWallet = (
  who: AdminFor<'money'>,
  input: TopUpInput,
): Promise<Outcome<{ balanceMinor: number }, TopUpRefusal>> =>
  sqlTransaction(async (tx) => {
    const { topUpId, userId, amountMinor, source } = input
    const reason = input.reason.trim()
    if (amountMinor === 0) return refuse({ code: 'AMOUNT_NEEDED', field: 'amount' })
    if (reason.length < MIN_REASON) return refuse({ code: 'TELL_WHY', field: 'reason' })
    // one top-up of a person after the other: the second sees what the first did, also where no wallet was before
    const { rows } = await tx.query<{ contact: string; locale: string }>(
      `select coalesce(email, phone, '') as contact, locale from users where id = $1 for no key update`,
      [userId],
    )
    const [person] = rows
    if (!person) return refuse({ code: 'NOT_FOUND' })
    const balanceMinor = await lockWallet(tx, userId, env.CURRENCY)
    const movement = toppedUp({
      ...{ topUpId, userId, adminId: who.userId, amountMinor, source, reason },
      currency: env.CURRENCY,
    })
    const known = await knownAs(tx, movement)
    if (known) return known === 'same' ? accept({ balanceMinor }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    if (balanceMinor + amountMinor < 0)
      return refuse({ code: 'WALLET_TOO_LOW', field: 'amount', balanceMinor, neededMinor: -amountMinor })
    await postToLedger(tx, [movement])
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'wallet.top_up',
        subjectType: 'user',
        subjectId: userId,
        data: { amountMinor, source },
      },
    ])
    const after = balanceMinor + amountMinor
    const money = (minor: number) => ({ money: minor, currency: env.CURRENCY })
    if (person.contact)
      await postMessages(tx, [
        {
          to: contactOf(person.contact),
          userId,
          template: amountMinor > 0 ? 'walletToppedUp' : 'walletCorrected',
          locale: localeOf(person.locale),
          facts: {
            amount: money(Math.abs(amountMinor)),
            balance: money(after),
            reason,
            url: { path: '/me/wallet' },
          },
        },
      ])
    return accept({ balanceMinor: after })
  })

/** Whether money moved already under this key: the very same, or another. */
async function knownAs(tx: SqlTx, { key, reason, entries }: Movement): Promise<'same' | 'another' | undefined> {
  const { rows } = await tx.query<{ reason: string; owner_id: string; kind: string; amount_minor: number }>(
    `select t.reason, a.owner_id, a.kind, e.amount_minor from ledger_transactions t
     join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id where t.key = $1`,
    [key],
  )
  if (rows.length === 0) return undefined
  const isSame = entries.every(({ kind, ownerId, amountMinor }) =>
    rows.some(
      (row) =>
        row.kind === kind && row.owner_id === ownerId && row.amount_minor === amountMinor && row.reason === reason,
    ),
  )
  return isSame ? 'same' : 'another'
}
