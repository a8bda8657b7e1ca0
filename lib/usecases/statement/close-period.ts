import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { withheld } from '#lib/domain/earnings.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { USUAL_RATES } from '#lib/domain/rates.ts'
import { type PeriodSums, type StatementSums, statementSums } from '#lib/domain/statement.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { type EarnerAccount, lockEarner } from './account.ts'

export type PeriodInput = {
  /** Made with the form: a form sent twice closes once. */
  statementId: string
  accountId: number
}

export type PeriodRefusal = { code: 'NOT_FOUND' | 'NOTHING_TO_STATE' | 'IDEMPOTENCY_KEY_REUSED' }

type Last = { number: number; upto: number; until: Date; closing: number }

/**
 * Closes a period of a leader or keeper: everything on their account since the last statement, up to now, with what is held
 * back of it for the state. The account is locked alone, so each entry stands in one statement: two admins close after each
 * other, and the second finds nothing new.
 * @returns the statement's number. Refuses NOT_FOUND, NOTHING_TO_STATE (nothing moved since the last one),
 *   IDEMPOTENCY_KEY_REUSED
 */
export const closePeriod = (
  who: AdminFor<'money'>,
  { statementId, accountId }: PeriodInput,
): Promise<Outcome<{ number: number }, PeriodRefusal>> =>
  sqlTransaction(async (tx) => {
    const account = await lockEarner(tx, accountId)
    if (!account) return refuse({ code: 'NOT_FOUND' })
    const { rows: known } = await tx.query<{ account_id: number; number: number }>(
      'select account_id, number from statements where id = $1',
      [statementId],
    )
    const [same] = known
    if (same)
      return same.account_id === accountId
        ? accept({ number: same.number })
        : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    const last = await lastStatement(tx, accountId)
    const moved = await movedSince(tx, accountId, last.upto)
    if (!moved) return refuse({ code: 'NOTHING_TO_STATE' })
    const withholdingBps = await withholdingRate(tx)
    const sums = statementSums({ ...moved, openingMinor: last.closing }, withholdingBps)
    const number = last.number + 1
    await write(tx, who, { statementId, account, last, number, from: moved.from, sums, withholdingBps })
    return accept({ number })
  })

async function lastStatement(tx: SqlTx, accountId: number): Promise<Last> {
  const { rows } = await tx.query<Last>(
    `select number, upto_entry_id as upto, until, closing_minor as closing from statements
     where account_id = $1 order by number desc limit 1`,
    [accountId],
  )
  return rows[0] ?? { number: 0, upto: 0, until: new Date(0), closing: 0 }
}

type Moved = Omit<PeriodSums, 'openingMinor'> & { from: Date }

/** What moved after an entry; undefined where nothing did. */
async function movedSince(tx: SqlTx, accountId: number, after: number): Promise<Moved | undefined> {
  const { rows } = await tx.query<Moved & { entries: number }>(
    `select count(*)::int as entries, min(t.at) as from,
       coalesce(-sum(e.amount_minor) filter (where e.amount_minor < 0), 0) as "earnedMinor",
       coalesce(sum(e.amount_minor) filter (where e.amount_minor > 0 and t.cause <> 'payout'), 0) as "returnedMinor",
       coalesce(sum(e.amount_minor) filter (where t.cause = 'payout'), 0) as "paidMinor"
     from ledger_entries e join ledger_transactions t on t.id = e.transaction_id where e.account_id = $1 and e.id > $2`,
    [accountId, after],
  )
  const [moved] = rows
  return moved && moved.entries > 0 ? moved : undefined
}

async function withholdingRate(tx: SqlTx): Promise<number> {
  const { rows } = await tx.query<{ bps: number }>('select withholding_bps as bps from rates where id = 1')
  return rows[0]?.bps ?? USUAL_RATES.withholdingBps
}

type Writing = {
  statementId: string
  account: EarnerAccount
  last: Last
  number: number
  /** When the first thing moved that it tells of. */
  from: Date
  sums: StatementSums
  withholdingBps: number
}

async function write(
  tx: SqlTx,
  who: AdminFor<'money'>,
  { statementId, account, last, number, from, sums, withholdingBps }: Writing,
): Promise<void> {
  const { role, ownerId, currency } = account
  const facts = { role, ownerId, currency, adminId: who.userId, statementId, amountMinor: sums.withheldMinor }
  const movement = withheld(facts)
  await postToLedger(tx, movement ? [movement] : [])
  const now = await databaseClock(tx)
  await tx.query(
    `insert into statements (id, number, role, owner_id, account_id, currency, after_entry_id, upto_entry_id, "from", until,
       opening_minor, earned_minor, returned_minor, withheld_minor, paid_minor, closing_minor, withholding_bps, made_by, region)
     select $1, $2, $3, $4, $5, $6, $7, max(id), $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
     from ledger_entries where account_id = $5`,
    [
      statementId,
      number,
      role,
      ownerId,
      account.id,
      currency,
      last.upto,
      last.number === 0 ? from : last.until,
      now,
      sums.openingMinor,
      sums.earnedMinor,
      sums.returnedMinor,
      sums.withheldMinor,
      sums.paidMinor,
      sums.closingMinor,
      withholdingBps,
      who.userId,
      env.REGION,
    ],
  )
  await auditSql(tx, [
    {
      ...actorOf(who, 'admin'),
      action: 'statement.close',
      subjectType: 'statement',
      subjectId: statementId,
      data: { role, number, ...sums, withholdingBps },
    },
  ])
}
