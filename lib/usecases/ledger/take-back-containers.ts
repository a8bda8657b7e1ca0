import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { containersBack } from '#lib/domain/ledger.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { actorOf, type KeeperOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { auditSql } from '../audit.ts'
import { lockTill } from './count-till.ts'
import { postToLedger } from './post.ts'

export type ContainersInput = {
  /** Made with the form: a form sent twice pays once. */
  returnId: string
  /** What came in it. */
  productId: string
  /** How many, from 1. */
  pieces: number
}

export type ContainersRefusal =
  | { code: 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'NO_DEPOSIT'; field: 'productId' }
  | { code: 'NOT_SO_MANY_OUT'; field: 'pieces' }
  | { code: 'TILL_TOO_LOW'; field: 'pieces'; balanceMinor: number; neededMinor: number }

/**
 * A keeper takes empty containers back and pays their deposits out of the till, to whoever brings them.
 * @returns what was paid, minor units. Refuses NO_DEPOSIT (nothing is due for containers of this product), NOT_SO_MANY_OUT (more
 *   than the operator still owes deposits for), TILL_TOO_LOW
 */
export const takeBackContainers = (
  who: KeeperOf,
  { returnId, productId, pieces }: ContainersInput,
): Promise<Outcome<{ paidMinor: number }, ContainersRefusal>> =>
  sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ deposit_minor: number }>('select deposit_minor from products where id = $1', [
      productId,
    ])
    const paidMinor = (rows[0]?.deposit_minor ?? 0) * pieces
    if (paidMinor <= 0) return refuse({ code: 'NO_DEPOSIT', field: 'productId' })
    const balanceMinor = await lockTill(tx, who.userId, env.CURRENCY)
    const facts = { returnId, keeperId: who.userId, amountMinor: paidMinor, currency: env.CURRENCY }
    const movement = containersBack(facts)
    const booked = await bookedBefore(tx, movement.key)
    if (booked !== undefined)
      return booked === paidMinor ? accept({ paidMinor }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
    if (balanceMinor < paidMinor)
      return refuse({ code: 'TILL_TOO_LOW', field: 'pieces', balanceMinor, neededMinor: paidMinor })
    if ((await depositsOut(tx)) < paidMinor) return refuse({ code: 'NOT_SO_MANY_OUT', field: 'pieces' })
    await postToLedger(tx, [movement])
    await auditSql(tx, [
      {
        ...actorOf(who, 'keeper'),
        action: 'till.containers',
        subjectType: 'station',
        subjectId: who.stationId,
        data: { productId, pieces, paidMinor },
      },
    ])
    return accept({ paidMinor })
  })

/** What was paid under this key, minor units; undefined where nothing was. */
async function bookedBefore(tx: SqlTx, key: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ paid: number }>(
    `select sum(abs(e.amount_minor)) / 2 as paid from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
     where t.key = $1 group by t.id`,
    [key],
  )
  return rows[0] && Number(rows[0].paid)
}

/** What the operator owes for containers; while this transaction lasts no other takes containers back. */
async function depositsOut(tx: SqlTx): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `select id from ledger_accounts where kind = 'deposits' and currency = $1 for no key update`,
    [env.CURRENCY],
  )
  const [account] = rows
  if (!account) return 0
  const { rows: sums } = await tx.query<{ sum: number }>(
    'select -coalesce(sum(amount_minor), 0) as sum from ledger_entries where account_id = $1',
    [account.id],
  )
  return sums[0]?.sum ?? 0
}
