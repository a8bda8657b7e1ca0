import { afterEach, beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { earnedTakenBack, earnedWithOrder } from '#lib/domain/earnings.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { earner, earners, payRates } from '#lib/queries/admin-earnings.ts'
import { earningRows, leaderEarnings } from '#lib/queries/earnings.ts'
import { adminGate, leaderGate, statementGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { statement } from '#lib/queries/statement.ts'
import { makeAdmin, makeLeader, makeUser } from '#prisma/factories/people.ts'
import { postToLedger } from '../ledger/post.ts'
import { lockEarner } from './account.ts'
import { closePeriod } from './close-period.ts'
import { payOut } from './pay-out.ts'
import { savePayRates } from './save-pay-rates.ts'

let admin: AdminFor<'money'>
let leaderId: string
beforeEach(async () => {
  const who = await adminGate((await makeAdmin(db, ['money'])).id, 'money')
  if (!who) throw new Error('the gate refuses an admin')
  admin = who
  leaderId = (await makeLeader(db)).userId
})
afterEach(async () => {
  await db.rates.deleteMany()
})

const facts = (amountMinor: number) => ({
  role: 'leader' as const,
  ownerId: leaderId,
  amountMinor,
  orderId: newId(),
  event: `collection ${newId()}`,
  actorId: newId(),
  currency: env.CURRENCY,
})
/** Books what a leader earns, or what is taken back where it is below 0. */
async function earn(...amounts: number[]): Promise<void> {
  const movements = amounts.map((each) => (each > 0 ? earnedWithOrder(facts(each)) : earnedTakenBack(facts(-each))))
  await sqlTransaction((tx) =>
    postToLedger(
      tx,
      movements.flatMap((each) => each ?? []),
    ),
  )
}
async function accountId(): Promise<number> {
  return (await db.ledgerAccount.findFirstOrThrow({ where: { kind: 'leader', ownerId: leaderId } })).id
}
const close = async (statementId = newId()) => closePeriod(admin, { statementId, accountId: await accountId() })
const pay = async (amountMinor: number, reference = newId(), payoutId = newId()) =>
  payOut(admin, { payoutId, accountId: await accountId(), amountMinor, reference })
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const told = () => db.statement.findMany({ where: { ownerId: leaderId }, orderBy: { number: 'asc' } })
const breaches = async () => (await reconcile()).find(({ id }) => id === 'I3')?.breaches
const withholding = (withholdingBps: number) =>
  savePayRates(admin, { keeperPayMinor: 0, keeperPayPer: 'order', withholdingBps })

/** How many wait for a lock. */
const waiting = async () =>
  (await pool.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`))
    .rowCount ?? 0

test('a period tells every cent since the last one, and what is held back of it', async () => {
  await withholding(2_000)
  expect(await payRates(admin)).toMatchObject({ withholdingBps: 2_000 })
  await earn(10_000, -2_500)
  expect(await close()).toEqual({ ok: true, value: { number: 1 } })
  await earn(1_000)
  await pay(6_500, 'WIRE 81')
  const id = newId()
  expect(await close(id)).toEqual({ ok: true, value: { number: 2 } })
  expect(await told()).toMatchObject([
    { openingMinor: 0n, earnedMinor: 10_000n, returnedMinor: 2_500n, withheldMinor: 1_500n, closingMinor: 6_000n },
    { openingMinor: 6_000n, earnedMinor: 1_000n, withheldMinor: 200n, paidMinor: 6_500n, closingMinor: 300n },
  ])
  const who = await statementGate(leaderId, id)
  const sheet = who && (await statement(who))
  expect(sheet?.entries.map(({ cause, amountMinor, reference }) => [cause, amountMinor, reference])).toEqual([
    ['commission', 1_000, null],
    ['payout', -6_500, 'WIRE 81'],
    ['withholding', -200, null],
  ])
  expect(sheet?.entries.reduce((sum, { amountMinor }) => sum + amountMinor, sheet.openingMinor)).toBe(
    sheet?.closingMinor,
  )
  expect(await breaches()).toEqual([])
  const trail = await db.auditEntry.findMany({ where: { actorId: admin.userId }, orderBy: { at: 'asc' } })
  expect(trail.map(({ action }) => action)).toEqual([
    'rates.pay',
    'statement.close',
    'payout.record',
    'statement.close',
  ])
})

test('nothing is held back where more was taken back than earned', async () => {
  await withholding(2_000)
  await earn(1_000)
  await close()
  await earn(-1_000)
  await close()
  expect((await told())[1]).toMatchObject({ withheldMinor: 0n, closingMinor: -200n })
  expect(codeOf(await pay(1))).toBe('MORE_THAN_OWED')
})

test('a period without a movement is none, and an account that is no earner’s has none', async () => {
  await earn(500)
  expect(codeOf(await close())).toBe('ok')
  expect(codeOf(await close())).toBe('NOTHING_TO_STATE')
  const sales = await db.ledgerAccount.findFirstOrThrow({ where: { kind: 'commission' } })
  for (const id of [sales.id, 2_000_000_000]) {
    expect(codeOf(await closePeriod(admin, { statementId: newId(), accountId: id }))).toBe('NOT_FOUND')
    const wish = { payoutId: newId(), accountId: id, amountMinor: 1, reference: 'x' }
    expect(codeOf(await payOut(admin, wish))).toBe('NOT_FOUND')
  }
})

test('two admins at once: each entry stands in one statement', async () => {
  await earn(500)
  const answers = await Promise.all(Array.from({ length: 6 }, () => close()))
  expect(answers.map(codeOf).sort()).toEqual([
    'NOTHING_TO_STATE',
    'NOTHING_TO_STATE',
    'NOTHING_TO_STATE',
    'NOTHING_TO_STATE',
    'NOTHING_TO_STATE',
    'ok',
  ])
  const id = newId()
  await earn(700)
  expect((await Promise.all([close(id), close(id), close(id)])).map(codeOf)).toEqual(['ok', 'ok', 'ok'])
  expect(await told()).toHaveLength(2)
  await earn(100)
  leaderId = (await makeLeader(db)).userId
  await earn(100)
  expect(codeOf(await close(id))).toBe('IDEMPOTENCY_KEY_REUSED')
})

test('what is booked while a period is closed stands in it or in the next, whoever is first', async () => {
  await earn(100)
  const work = Array.from({ length: 24 }, (_, index) => (index % 4 === 3 ? close() : earn(index + 1, 1)))
  await Promise.all(work)
  await earn(1)
  await close()
  expect(await breaches()).toEqual([])
  const statements = await told()
  const { earned } = (
    await pool.query<{ earned: number }>(
      'select -sum(amount_minor) as earned from ledger_entries where account_id = $1',
      [await accountId()],
    )
  ).rows[0] ?? { earned: 0 }
  expect(statements.reduce((sum, { earnedMinor }) => sum + Number(earnedMinor), 0)).toBe(earned)
})

test('an entry that is not committed yet holds the close up, and is in it', async () => {
  await earn(100)
  const account = await accountId()
  const [posted, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const late = earnedWithOrder(facts(50))
  const booking = sqlTransaction(async (tx) => {
    await postToLedger(tx, late ? [late] : [])
    posted.resolve()
    await held.promise
  })
  await posted.promise
  const closing = closePeriod(admin, { statementId: newId(), accountId: account })
  await expect.poll(waiting).toBeGreaterThan(0)
  held.resolve()
  await booking
  expect(codeOf(await closing)).toBe('ok')
  expect(await told()).toMatchObject([{ earnedMinor: 150n }])
})

test('an entry that waits for a close has a higher number than what the close wrote', async () => {
  await earn(100)
  const account = await accountId()
  const [first, late] = [earnedWithOrder(facts(1)), earnedWithOrder(facts(2))]
  const closing = sqlTransaction(async (tx) => {
    await lockEarner(tx, account)
    const booking = sqlTransaction((other) => postToLedger(other, late ? [late] : []))
    await expect.poll(waiting).toBeGreaterThan(0)
    await postToLedger(tx, first ? [first] : [])
    return { booking }
  })
  await (await closing).booking
  const { rows } = await pool.query<{ amount: number }>(
    'select -amount_minor as amount from ledger_entries where account_id = $1 order by id',
    [account],
  )
  expect(rows.map(({ amount }) => amount)).toEqual([100, 1, 2])
})

test('a payout is at most what is owed, recorded once, with its reference', async () => {
  await earn(1_000)
  expect(codeOf(await pay(0))).toBe('BAD_PAYOUT')
  expect(await pay(1_001)).toEqual({
    ok: false,
    refusal: { code: 'MORE_THAN_OWED', field: 'amount', owedMinor: 1_000 },
  })
  const id = newId()
  const answers = await Promise.all(Array.from({ length: 4 }, () => pay(600, 'WIRE 1', id)))
  expect(answers).toEqual(Array(4).fill({ ok: true, value: { owedMinor: 400 } }))
  expect(codeOf(await pay(500, 'WIRE 1', id))).toBe('IDEMPOTENCY_KEY_REUSED')
  expect(codeOf(await pay(100, 'WIRE 1'))).toBe('REFERENCE_USED')
  const both = await Promise.all([pay(400, 'WIRE 2'), pay(400, 'WIRE 3')])
  expect(both.map(codeOf).sort()).toEqual(['MORE_THAN_OWED', 'ok'])
  expect((await earners(admin)).find(({ accountId: each }) => each)?.accountId).toBeDefined()
  expect((await earner(admin, await accountId()))?.balanceMinor).toBe(0)
  expect(await earner(admin, 2_000_000_000)).toBeUndefined()
  expect(await breaches()).toEqual([])
})

test('the leader reads page by page, each entry once', async () => {
  await earn(...Array.from({ length: 65 }, (_, index) => index + 1))
  const who = await leaderGate(leaderId)
  if (!who) throw new Error('the gate refuses a leader')
  const seen: number[] = []
  let below: number | undefined
  do {
    const page = await leaderEarnings(who, below)
    seen.push(...page.entries.map(({ amountMinor }) => amountMinor))
    below = page.next ?? undefined
  } while (below)
  // what is booked together has no order of its own
  expect(seen.sort((a, b) => b - a)).toEqual(Array.from({ length: 65 }, (_, index) => 65 - index))
  expect(await earningRows(who)).toHaveLength(65)
})

test('a statement is for whom it is about, and for who keeps the money', async () => {
  await earn(500)
  const id = newId()
  await close(id)
  const stranger = await makeUser(db)
  const otherAdmin = await makeAdmin(db, ['stock'])
  expect(await statementGate(stranger.id, id)).toBeUndefined()
  expect(await statementGate(otherAdmin.id, id)).toBeUndefined()
  expect(await statementGate(leaderId, 'no-id')).toBeUndefined()
  expect(await statementGate(admin.userId, id)).toBeDefined()
  await db.user.update({ where: { id: leaderId }, data: { disabledAt: new Date() } })
  expect(await statementGate(leaderId, id)).toBeUndefined()
})

test('nobody changes what was told', async () => {
  await earn(500)
  await close()
  await pay(100)
  for (const table of ['statements', 'payouts'])
    for (const sql of [`update ${table} set region = region`, `delete from ${table}`])
      await expect(pool.query(sql)).rejects.toThrow('never changed')
})
