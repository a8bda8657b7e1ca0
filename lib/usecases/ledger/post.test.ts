import { expect, test } from 'vitest'
import { pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { type Movement, OPERATOR, paidAtPickup } from '#lib/domain/ledger.ts'
import { newId } from '#lib/infra/ids.ts'
import { postToLedger } from './post.ts'

const payment = (keeperId: string, totalMinor: number, more: Partial<Movement> = {}): Movement => {
  const paid = paidAtPickup({ collectionId: newId(), orderId: newId(), keeperId, totalMinor, currency: 'CAD' })
  if (!paid) throw new Error('nothing to pay')
  return { ...paid, ...more }
}
const post = (...movements: Movement[]) => sqlTransaction((tx) => postToLedger(tx, movements))
const sumOf = async (ownerId: string, currency = 'CAD'): Promise<number> =>
  (
    await pool.query(
      `select coalesce(sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id
       where a.kind = 'till' and a.owner_id = $1 and a.currency = $2`,
      [ownerId, currency],
    )
  ).rows[0].sum
const keyOf = async (key: string) =>
  (await pool.query('select id, at, reason from ledger_transactions where key = $1', [key])).rows

test('movements are written once for each key, however many try at once', async () => {
  const keeper = newId()
  const movements = [payment(keeper, 500), payment(keeper, 1250)]
  const written = await Promise.all(Array.from({ length: 8 }, () => post(...movements)))
  expect(written.reduce((sum, { size }) => sum + size, 0)).toBe(2)
  expect(await sumOf(keeper)).toBe(1750)
})

test('each currency has an account of its own', async () => {
  const keeper = newId()
  await post(payment(keeper, 500), payment(keeper, 700, { currency: 'EUR' }))
  expect([await sumOf(keeper), await sumOf(keeper, 'EUR')]).toEqual([500, 700])
})

test('it says why, and when where that is not now', async () => {
  const at = new Date('2026-03-01T10:00:00Z')
  const told = payment(newId(), 500, { at, reason: 'from the old books' })
  await post(told)
  expect(await keyOf(told.key)).toMatchObject([{ at, reason: 'from the old books' }])
})

test('what does not balance is not written, nor anything with it', async () => {
  const keeper = newId()
  const wrong = payment(keeper, 500, { entries: [{ kind: 'till', ownerId: keeper, amountMinor: 500 }] })
  await expect(post(payment(keeper, 300), wrong)).rejects.toThrow('does not balance')
  expect(await sumOf(keeper)).toBe(0)
})

/** Writes as code would that goes around the use case. */
const behindOurBack = (sql: string, values: unknown[] = []) => pool.query(sql, values)

test('the database refuses what does not balance, grows later, or changes', async () => {
  const keeper = newId()
  const paid = payment(keeper, 500)
  await post(paid)
  const [{ id }] = await keyOf(paid.key)
  const { rows: accounts } = await pool.query(
    `select id from ledger_accounts where owner_id = any($1) and currency = 'CAD' order by owner_id = $2`,
    [[keeper, OPERATOR], OPERATOR],
  )
  const [till, sales] = accounts.map((row) => row.id)
  const entries = 'insert into ledger_entries (transaction_id, account_id, amount_minor) values'
  const fresh = newId()
  await behindOurBack(`insert into ledger_transactions (id, key, cause, region) values ($1, $2, 'test', '')`, [
    fresh,
    fresh,
  ])
  await expect(behindOurBack(`${entries} ($1, $2, 5)`, [fresh, till])).rejects.toThrow('does not balance')
  await expect(behindOurBack(`${entries} ($1, $2, 5), ($1, $3, -4)`, [fresh, till, sales])).rejects.toThrow(
    'does not balance',
  )
  await expect(behindOurBack(`${entries} ($1, $2, 5), ($1, $3, -5)`, [id, till, sales])).rejects.toThrow(
    'cannot grow later',
  )
  for (const table of ['ledger_entries', 'ledger_transactions', 'ledger_accounts'])
    for (const sql of [`delete from ${table}`, `truncate ${table} cascade`, `update ${table} set id = id`])
      await expect(behindOurBack(sql)).rejects.toThrow('never changed')
  // so that the books of this test are whole again
  await behindOurBack(`${entries} ($1, $2, 5), ($1, $3, -5)`, [fresh, till, sales])
  expect(await sumOf(keeper)).toBe(505)
})

test('nothing but this use case writes the books', async () => {
  const { spawnSync } = await import('node:child_process')
  const written =
    '(insert into|update|delete from) ledger_|ledger(Entry|Transaction|Account)\\.(create|update|delete|upsert)'
  const { stdout } = spawnSync('grep', [
    '-rlE',
    written,
    'app',
    'bin',
    'components',
    'lib',
    'prisma/seed',
    'prisma/factories',
  ])
  const files = stdout
    .toString()
    .trim()
    .split('\n')
    .filter((file) => !file.endsWith('.test.ts'))
  expect(files).toEqual(['lib/usecases/ledger/post.ts'])
})
