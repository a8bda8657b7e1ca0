import { expect, test, vi } from 'vitest'
import { pool } from './client.ts'
import { sqlTransaction } from './transaction.ts'

const TEXT = 'select $1::int + 1 as next'

test('prepared work is planned once a connection and reads no table whole; neither stays with who comes after', async () => {
  const inside = await sqlTransaction(
    async (tx) => {
      await tx.query(TEXT, [1])
      await tx.query(TEXT, [2])
      const { rows } = await tx.query<{ plans: number; scans: string }>(
        `select current_setting('enable_seqscan') as scans,
           (select count(*)::int from pg_prepared_statements where statement = '${TEXT}') as plans`,
      )
      return rows[0]
    },
    { isPrepared: true },
  )
  expect(inside).toEqual({ plans: 1, scans: 'off' })
  const { rows } = await pool.query(`select current_setting('enable_seqscan') as scans`)
  expect(rows).toEqual([{ scans: 'on' }])
})

test('what fails inside is thrown as itself, and nothing of it stays', async () => {
  const failing = sqlTransaction(
    async (tx) => {
      await Promise.all([
        tx.query('create temp table never (id int)'),
        tx.query('select 1 / $1::int as broken', [0]),
        tx.query(TEXT, [3]),
      ])
    },
    { isPrepared: true },
  )
  await expect(failing).rejects.toThrow('division by zero')
  // the same statement again: a name lost with a failed transaction is no name that is taken
  const { rows } = await sqlTransaction((tx) => tx.query(TEXT, [4]), { isPrepared: true })
  expect(rows).toEqual([{ next: 5 }])
})

test('a backend that ends while its transaction waits for something else fails that transaction, not the process', async () => {
  const dying = sqlTransaction(async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    // told by the connection alone: no statement is under way
    await new Promise((resolve) => tx.once('end', resolve))
    await tx.query('select 1')
  })
  await expect(dying).rejects.toThrow()
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('copies of this module that share the connections name a statement alike, and no two alike', async () => {
  vi.resetModules()
  const copy = await import('./transaction.ts')
  const run = (by: typeof sqlTransaction, text: string) =>
    by(async (tx) => (await tx.query<{ next: number }>(text, [1])).rows[0]?.next, { isPrepared: true })
  const texts = ['select $1::int + 2 as next', 'select $1::int + 3 as next', 'select $1::int + 4 as next']
  for (const text of texts) await run(sqlTransaction, text)
  // the other way round: numbered as they come, they would take each other's names
  const answers = []
  for (const text of texts.toReversed()) answers.push(await run(copy.sqlTransaction, text))
  expect(answers).toEqual([5, 4, 3])
})
