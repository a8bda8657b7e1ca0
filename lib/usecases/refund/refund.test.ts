import { beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { arrived, type Waiting } from '../collection/collection.fixture.ts'
import { handOver } from '../collection/hand-over.ts'
import { undoHandOver } from '../collection/undo.ts'
import { refundOrder } from './refund-order.ts'

let made: Waiting & { order: Waiting['orders'][number] }
let admin: AdminFor<'money'>
let collectionId: string
/** Two of 9.00 at 10 % for the leader and 5 % tax, with 2.00 of deposit each: paid and handed over, 22.00. */
beforeEach(async () => {
  made = await arrived({ offers: [{ priceMinor: 900, depositMinor: 200 }] })
  await db.offerPrice.updateMany({
    where: { offerId: made.group.offers[0]?.offerId ?? '' },
    data: { commissionBps: 1_000, taxBps: 500 },
  })
  const who = await adminGate((await makeAdmin(db, ['money'])).id, 'money')
  if (!who) throw new Error('the gate refuses an admin')
  admin = who
  const done = await handOver(made.keeper, { orderId: made.order.orderId, reason: 'knows them', isPaid: true })
  if (!done.ok) throw new Error(done.refusal.code)
  collectionId = done.value.collectionId
})

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const refund = (amountMinor: number, changes: Partial<Parameters<typeof refundOrder>[1]> = {}) =>
  refundOrder(admin, { refundId: newId(), orderId: made.order.orderId, amountMinor, reason: 'bruised', ...changes })
async function booked(kind: string): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>(
    `select coalesce(-sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
     join ledger_accounts a on a.id = e.account_id where t.order_id = $1 and a.kind = $2::"AccountKind"`,
    [made.order.orderId, kind],
  )
  return rows[0]?.sum ?? 0
}
// orders of the factory were placed by no request (I7)
const breaches = async () =>
  (await reconcile())
    .filter(({ id }) => id !== 'I7')
    .flatMap(({ id, breaches: found }) => found.map((what) => [id, what]))

test('a part goes to the wallet with its tax and the leader’s part; the rest takes what is left, to the cent', async () => {
  expect([await booked('sales'), await booked('tax'), await booked('leader')]).toEqual([1_714, 86, 180])
  expect(await refund(500)).toEqual({ ok: true, value: { leftMinor: 1_300 } })
  expect([await booked('wallet'), await booked('tax'), await booked('leader')]).toEqual([500, 62, 130])
  expect(await db.order.findUniqueOrThrow({ where: { id: made.order.orderId } })).toMatchObject({
    paymentState: 'part_refunded',
  })
  expect(await breaches()).toEqual([])
  expect(await refund(1_300)).toEqual({ ok: true, value: { leftMinor: 0 } })
  for (const kind of ['sales', 'tax', 'leader', 'commission']) expect([kind, await booked(kind)]).toEqual([kind, 0])
  expect([await booked('wallet'), await booked('deposits')]).toEqual([1_800, 400])
  expect(await db.order.findUniqueOrThrow({ where: { id: made.order.orderId } })).toMatchObject({
    paymentState: 'refunded',
  })
  expect(await breaches()).toEqual([])
  const letters = await db.message.findMany({ where: { userId: made.order.shopperId, template: 'orderRefunded' } })
  expect(letters).toHaveLength(2)
})

test('sent twice it refunds once; two at once never more than was paid', async () => {
  const refundId = newId()
  expect((await Promise.all([1, 2, 3].map(() => refund(700, { refundId })))).map(codeOf)).toEqual(['ok', 'ok', 'ok'])
  expect(codeOf(await refund(701, { refundId }))).toBe('IDEMPOTENCY_KEY_REUSED')
  const both = await Promise.all([refund(1_000), refund(1_000)])
  expect(both.map(codeOf).sort()).toEqual(['MORE_THAN_PAID', 'ok'])
  expect(await breaches()).toEqual([])
})

test('every refusal', async () => {
  expect(codeOf(await refund(0))).toBe('AMOUNT_NEEDED')
  expect(codeOf(await refund(100, { reason: ' ' }))).toBe('TELL_WHY')
  expect(codeOf(await refund(100, { orderId: newId() }))).toBe('NOT_FOUND')
  expect(await refund(1_801)).toMatchObject({ refusal: { code: 'MORE_THAN_PAID', leftMinor: 1_800 } })
  await refund(100)
  // the money is gone already: what was handed over stays so
  expect(codeOf(await undoHandOver(made.keeper, collectionId, true))).toBe('TOO_LATE_TO_UNDO')
})

test('an order that nobody paid for has nothing to give back', async () => {
  const other = await arrived()
  expect(codeOf(await refund(100, { orderId: other.order.orderId }))).toBe('ORDER_NOT_PAID')
})
