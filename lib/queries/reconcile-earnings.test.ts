import { beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { earnedWithOrder } from '#lib/domain/earnings.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { arrived } from '#lib/usecases/collection/collection.fixture.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { writeCreditNote, writeInvoice } from '#lib/usecases/invoice/write.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { closePeriod } from '#lib/usecases/statement/close-period.ts'
import { payOut } from '#lib/usecases/statement/pay-out.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeLeader } from '#prisma/factories/people.ts'
import { adminGate } from './gates.ts'
import { reconcile } from './reconcile.ts'

let admin: AdminFor<'money'>
beforeEach(async () => {
  admin = (await adminGate((await makeAdmin(db, ['money'])).id, 'money')) as AdminFor<'money'>
})

const said = async () => (await reconcile()).find(({ id }) => id === 'I3')?.breaches ?? []

/** Plants a breach past the triggers, hears what is said, and takes it back. */
async function heard(sql: string, undo: string, values: unknown[]): Promise<string[]> {
  const run = (each: string) =>
    sqlTransaction(async (tx) => {
      await tx.query('set local session_replication_role = replica')
      await tx.query(each, values)
    })
  await run(sql)
  const found = await said()
  await run(undo)
  expect(await said()).toEqual([])
  return found
}

/** A leader with two statements and a payout between them. */
async function settled() {
  const { userId: ownerId } = await makeLeader(db)
  const earn = async () => {
    const facts = { orderId: newId(), event: `collection ${newId()}`, actorId: newId(), currency: env.CURRENCY }
    const movement = earnedWithOrder({ role: 'leader', ownerId, amountMinor: 500, ...facts })
    await sqlTransaction((tx) => postToLedger(tx, movement ? [movement] : []))
  }
  await earn()
  const { id: accountId } = await db.ledgerAccount.findFirstOrThrow({ where: { kind: 'leader', ownerId } })
  const [first, second, payoutId] = [newId(), newId(), newId()]
  await closePeriod(admin, { statementId: first, accountId })
  await payOut(admin, { payoutId, accountId, amountMinor: 200, reference: 'WIRE 1' })
  await closePeriod(admin, { statementId: second, accountId })
  return { first, second, payoutId }
}

test('a statement that is not what the books say, or leaves something out', async () => {
  const { first, second } = await settled()
  expect(await said()).toEqual([])
  const closing =
    'update statements set closing_minor = closing_minor + 1, earned_minor = earned_minor + 1 where id = $1'
  const back = closing.replaceAll('+ 1', '- 1')
  expect(await heard(closing, back, [second])).toEqual([`statement ${second}: closes with 301, the books with 300`])
  const earlier = 'update statements set after_entry_id = after_entry_id - 1 where id = $1'
  expect(await heard(earlier, earlier.replace('- 1', '+ 1'), [second])).toEqual([
    `statement ${second}: does not begin where the one before ends`,
  ])
  const number = 'update statements set number = number + 5 where id = $1'
  expect(await heard(number, number.replace('+ 5', '- 5'), [first])).toContain(
    `statement ${first}: does not begin where the one before ends`,
  )
})

test('a payout that the books do not know', async () => {
  const { payoutId } = await settled()
  const more = 'update payouts set amount_minor = amount_minor + 1 where id = $1'
  expect(await heard(more, more.replace('+ 1', '- 1'), [payoutId])).toEqual([`payout ${payoutId}: 201, moved 200`])
})

test('an order that has earned and is not collected', async () => {
  const { keeper, order, group } = await arrived()
  await db.offerPrice.updateMany({ where: { offerId: group.offers[0]?.offerId ?? '' }, data: { commissionBps: 1000 } })
  await handOver(keeper, { orderId: order.orderId, reason: 'I know her', isPaid: true })
  const state = (to: string) => `update orders set state = '${to}' where id = $1`
  expect(await heard(state('ready'), state('collected'), [order.orderId])).toEqual([
    `order ${order.orderId}: ready, and has earned 112`,
  ])
})

test('the commission of a carried order that is not its two parts', async () => {
  const { keeper, order, group } = await arrived()
  await db.offerPrice.updateMany({ where: { offerId: group.offers[0]?.offerId ?? '' }, data: { commissionBps: 1000 } })
  const rosa = await makeCarrier(db, { groupOrderId: group.groupOrderId, splitBps: 3_333 })
  await db.order.update({ where: { id: order.orderId }, data: { carriedBy: rosa.id } })
  await handOver(keeper, { orderId: order.orderId, reason: 'I know her', isPaid: true })
  const said9 = async () =>
    ((await reconcile()).find(({ id }) => id === 'I9')?.breaches ?? []).filter((breach) =>
      breach.includes(order.orderId),
    )
  expect(await said9()).toEqual([])
  const planted = async (data: { splitBps?: number; leaderId?: string; groupOrderId?: string }) => {
    const before = { splitBps: 3_333, leaderId: rosa.leaderId, groupOrderId: group.groupOrderId }
    await db.groupCarrier.update({ where: { id: rosa.id }, data })
    const found = await said9()
    await db.groupCarrier.update({ where: { id: rosa.id }, data: before })
    return found
  }
  expect(await planted({ splitBps: 5_000 })).toEqual([`order ${order.orderId}: carrier 37 and leader 75 of 112`])
  expect(await planted({ leaderId: (await makeLeader(db)).id })).toEqual([
    `order ${order.orderId}: carrier 0 and leader 75 of 112`,
  ])
  expect(await planted({ groupOrderId: (await makeOpenGroup(db)).groupOrderId })).toEqual([
    `order ${order.orderId}: carried by somebody who does not carry its group order`,
  ])
})

test('a number that is missing, and an invoice that more was taken back of', async () => {
  const { keeper, order } = await arrived()
  await handOver(keeper, { orderId: order.orderId, reason: 'I know her', isPaid: true })
  const facts = { id: order.orderId, currency: env.CURRENCY }
  const id = await sqlTransaction((tx) => writeInvoice(tx, facts, { actorRole: 'system' }))
  const note = await sqlTransaction((tx) => writeCreditNote(tx, facts, { actorRole: 'system' }, 20))
  const counter = 'update invoice_counters set last = last + 1'
  const [gap, ...others] = await heard(counter, counter.replace('+ 1', '- 1'), [])
  expect(gap).toMatch(/^invoices of \d{4}: \d+, the last \d+, counted \d+$/)
  expect(others).toEqual([])
  const more = 'update invoices set total_minor = total_minor - 5000 where id = $1'
  expect(await heard(more, more.replace('- 5000', '+ 5000'), [note])).toEqual([
    `invoice ${id}: 1120 with 0 tax, 5020 taken back with 0`,
  ])
  const { rows } = await pool.query('select kind from invoices where order_id = $1 order by number', [order.orderId])
  expect(rows.map(({ kind }) => kind)).toEqual(['invoice', 'credit_note'])
})
