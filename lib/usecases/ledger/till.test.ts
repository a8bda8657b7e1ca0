import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { paidAtPickup } from '#lib/domain/ledger.ts'
import type { AdminFor, KeeperOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { ownTill, tills } from '#lib/queries/till.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { keeperOf } from '../collection/collection.fixture.ts'
import { countTill } from './count-till.ts'
import { postToLedger } from './post.ts'
import { receiveTill } from './receive-till.ts'

let keeper: KeeperOf
let admin: AdminFor<'money'>
beforeEach(async () => {
  keeper = await keeperOf((await makeStation(db)).id)
  const who = await adminGate((await makeAdmin(db, ['money'])).id, 'money')
  if (!who) throw new Error('the gate refuses an admin')
  admin = who
})

async function take(totalMinor: number): Promise<void> {
  const facts = { collectionId: newId(), orderId: newId(), keeperId: keeper.userId, totalMinor, currency: env.CURRENCY }
  const paid = paidAtPickup(facts)
  await sqlTransaction((tx) => postToLedger(tx, paid ? [paid] : []))
}
async function counted(countedMinor: number, note = '') {
  const countId = newId()
  return { countId, answer: await countTill(keeper, { countId, countedMinor, note }) }
}
const receive = (countId: string, receivedMinor: number, note = '') =>
  receiveTill(admin, { countId, receivedMinor, note })
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const balance = async () => (await ownTill(keeper)).balanceMinor

test('counted, received: the till is empty and the books say where the money is', async () => {
  await take(1250)
  await take(500)
  const { countId, answer } = await counted(1750)
  expect(answer).toEqual({ ok: true, value: { expectedMinor: 1750 } })
  // counting moves no money
  expect(await ownTill(keeper)).toMatchObject({ balanceMinor: 1750, waiting: { id: countId, countedMinor: 1750 } })
  expect(await receive(countId, 1750)).toEqual({ ok: true, value: { differenceMinor: 0 } })
  const after = await ownTill(keeper)
  expect(after).toMatchObject({ balanceMinor: 0, waiting: null, days: [], received: [{ receivedMinor: 1750 }] })
  const trail = await db.auditEntry.findMany({ where: { subjectId: countId }, orderBy: { at: 'asc' } })
  expect(trail.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['till.count', keeper.userId],
    ['till.receive', admin.userId],
  ])
  expect((await reconcile()).find(({ id }) => id === 'I3')?.breaches).toEqual([])
})

test('money that comes between the count and the hand-over stays in the till', async () => {
  await take(1000)
  const { countId } = await counted(1000)
  await take(300)
  expect(codeOf(await receive(countId, 1000))).toBe('ok')
  expect(await ownTill(keeper)).toMatchObject({ balanceMinor: 300, days: [{ takenMinor: 300, payments: 1 }] })
})

test('a difference needs its reason, on both sides, and is booked', async () => {
  await take(1000)
  expect(codeOf((await counted(990)).answer)).toBe('NOTE_NEEDED')
  const { countId } = await counted(990, 'wrong change')
  expect(codeOf(await receive(countId, 980))).toBe('NOTE_NEEDED')
  expect(await receive(countId, 980, 'two coins short')).toEqual({ ok: true, value: { differenceMinor: 20 } })
  expect(await balance()).toBe(0)
  const { received } = await tills(admin)
  expect(received.find(({ id }) => id === countId)).toMatchObject({ expectedMinor: 1000, receivedMinor: 980 })
})

test('an empty till cannot be counted', async () => {
  expect(codeOf((await counted(0)).answer)).toBe('NOTHING_IN_TILL')
  await take(500)
  await receive((await counted(500)).countId, 500)
  expect(codeOf((await counted(0, 'nothing')).answer)).toBe('NOTHING_IN_TILL')
})

test('a new count replaces one that waits', async () => {
  await take(1000)
  const { countId: first } = await counted(900, 'in a hurry')
  const { countId: second } = await counted(1000)
  expect(codeOf(await receive(first, 900, 'the first'))).toBe('NOT_FOUND')
  expect(codeOf(await receive(second, 1000))).toBe('ok')
})

test('sent twice, it counts and is received once', async () => {
  await take(700)
  const countId = newId()
  const count = () => countTill(keeper, { countId, countedMinor: 700, note: '' })
  expect((await Promise.all([count(), count(), count()])).map(codeOf)).toEqual(['ok', 'ok', 'ok'])
  expect(codeOf(await countTill(keeper, { countId, countedMinor: 600, note: 'x' }))).toBe('IDEMPOTENCY_KEY_REUSED')
  const answers = await Promise.all(Array.from({ length: 6 }, () => receive(countId, 700)))
  expect(answers.map(codeOf)).toEqual(Array(6).fill('ok'))
  expect(codeOf(await receive(countId, 600, 'again'))).toBe('ALREADY_RECEIVED')
  expect(await balance()).toBe(0)
})

test('the office sees who holds what, and no count that is not there', async () => {
  await take(4200)
  const { tills: held } = await tills(admin)
  expect(held.find(({ keeperId }) => keeperId === keeper.userId)).toMatchObject({ balanceMinor: 4200, waiting: null })
  expect(codeOf(await receive(newId(), 100))).toBe('NOT_FOUND')
})
