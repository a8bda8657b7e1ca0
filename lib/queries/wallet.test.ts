import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { toppedUp } from '#lib/domain/ledger-wallet.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { shopperGate } from './gates.ts'
import { ownWallet, WALLET } from './wallet.ts'

type Plan = { 'Node Type': string; 'Actual Loops': number; Plans?: Plan[] }
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

test('a page of a wallet sums its balance up once, however many entries it shows', async () => {
  const { id: userId } = await makeUser(db)
  const facts = {
    userId,
    adminId: userId,
    amountMinor: 100,
    source: 'bank',
    reason: 'transfer',
    currency: env.CURRENCY,
  } as const
  await sqlTransaction((tx) =>
    postToLedger(
      tx,
      Array.from({ length: 40 }, () => toppedUp({ topUpId: newId(), ...facts })),
    ),
  )
  const who = await shopperGate(userId)
  if (!who) throw new Error('the gate refuses a shopper')
  const newest = await ownWallet(who)
  expect([newest.balanceMinor, newest.entries.length]).toEqual([4_000, 30])
  const older = await ownWallet(who, newest.next ?? 0)
  expect([older.balanceMinor, older.entries.length, older.next]).toEqual([4_000, 10, null])

  const asked = [userId, env.CURRENCY, Number.MAX_SAFE_INTEGER]
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, format json) ${WALLET}`,
    asked,
  )
  const nodes = nodesOf(rows[0]?.['QUERY PLAN'][0].Plan as Plan)
  expect(nodes.filter((node) => node['Node Type'] === 'Aggregate').map((node) => node['Actual Loops'])).toEqual([1])
})
