import { beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { arrived, tillOf, type Waiting } from '../collection/collection.fixture.ts'
import { handOver } from '../collection/hand-over.ts'
import { undoHandOver } from '../collection/undo.ts'
import { takeBackContainers } from './take-back-containers.ts'

let made: Waiting & { order: Waiting['orders'][number] }
let productId: string
/** An order of two jugs at 5.00 with 2.00 of deposit each, at its station. */
beforeEach(async () => {
  made = await arrived({ offers: [{ priceMinor: 500, depositMinor: 200 }] })
  productId = made.group.offers[0]?.productId ?? ''
})

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const back = (pieces: number, returnId = newId(), id = productId) =>
  takeBackContainers(made.keeper, { returnId, productId: id, pieces })
async function owed(): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>(
    `select -coalesce(sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id where a.kind = 'deposits'`,
  )
  return rows[0]?.sum ?? 0
}
async function hand() {
  const done = await handOver(made.keeper, { orderId: made.order.orderId, reason: 'knows them', isPaid: true })
  if (!done.ok) throw new Error(done.refusal.code)
  return done.value.collectionId
}
// orders of the factory were placed by no request (I7)
const breaches = async () =>
  (await reconcile())
    .filter(({ id }) => id !== 'I7')
    .flatMap(({ id, breaches: found }) => found.map((what) => [id, what]))

test('the deposit is paid with the order, is owed until the container is back, and is paid out once', async () => {
  const before = await owed()
  expect(await db.order.findUniqueOrThrow({ where: { id: made.order.orderId } })).toMatchObject({ totalMinor: 1_400 })
  await hand()
  expect([await tillOf(made.keeper), (await owed()) - before]).toEqual([1_400, 400])
  const returnId = newId()
  expect((await Promise.all([1, 2, 3].map(() => back(2, returnId)))).map(codeOf)).toEqual(['ok', 'ok', 'ok'])
  expect([await tillOf(made.keeper), (await owed()) - before]).toEqual([1_000, 0])
  expect(await breaches()).toEqual([])
})

test('an order that is taken back takes its deposits back', async () => {
  const before = await owed()
  expect((await undoHandOver(made.keeper, await hand(), true)).ok).toBe(true)
  expect([await tillOf(made.keeper), (await owed()) - before]).toEqual([0, 0])
  expect(await breaches()).toEqual([])
})

test('every refusal', async () => {
  expect(codeOf(await back(1, newId(), newId()))).toBe('NO_DEPOSIT')
  expect(codeOf(await back(1))).toBe('TILL_TOO_LOW')
  await hand()
  const out = await owed()
  expect(codeOf(await back(8))).toBe('TILL_TOO_LOW')
  expect(out).toBeLessThan(1_400)
  expect(codeOf(await back(Math.floor(out / 200) + 1))).toBe('NOT_SO_MANY_OUT')
})
