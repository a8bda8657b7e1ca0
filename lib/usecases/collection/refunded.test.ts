import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, shopperGate } from '#lib/queries/gates.ts'
import { invoicesOfOrder } from '#lib/queries/invoices.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { requestInvoice } from '../invoice/request.ts'
import { refundOrder } from '../refund/refund-order.ts'
import { arrived } from './collection.fixture.ts'
import { handOver } from './hand-over.ts'
import { afterRefund } from './refunded.ts'
import { undoHandOver } from './undo.ts'

/** Collected and paid: 18.00 at 10 % for the leader, and 11.20 at 8 %: 1.80 and 0.90. */
async function collected() {
  const made = await arrived({ offers: [{ priceMinor: 900 }, { priceMinor: 560 }] })
  for (const [index, commissionBps] of [1000, 800].entries())
    await db.offerPrice.updateMany({
      where: { offerId: made.group.offers[index]?.offerId ?? '' },
      data: { commissionBps },
    })
  const { orderId, shopperId } = made.order
  const done = await handOver(made.keeper, { orderId, reason: 'I know her', isPaid: true })
  if (!done.ok) throw new Error(done.refusal.code)
  return { ...made, orderId, shopper: (await shopperGate(shopperId)) as Shopper, collectionId: done.value.collectionId }
}
const earned = async (orderId: string): Promise<number> =>
  (
    await pool.query(
      `select coalesce(-sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
       join ledger_accounts a on a.id = e.account_id where t.order_id = $1 and a.kind = 'leader'`,
      [orderId],
    )
  ).rows[0].sum
async function refund(id: string, amountMinor: number, refundedMinor: number) {
  const { currency } = await db.order.findUniqueOrThrow({ where: { id } })
  const facts = { refundId: newId(), amountMinor, refundedMinor }
  await sqlTransaction((tx) => afterRefund(tx, { id, currency }, facts, { actorRole: 'system' }))
}

test('the leader keeps the commission of what stays paid, however the refunds were cut', async () => {
  const { orderId } = await collected()
  expect(await earned(orderId)).toBe(270)
  await refund(orderId, 1460, 1460)
  // 9.00 and 5.60 stay: 0.90 and 0.448
  expect(await earned(orderId)).toBe(135)
  await refund(orderId, 1, 1461)
  await refund(orderId, 1459, 2920)
  expect(await earned(orderId)).toBe(0)
  await refund(orderId, 1, 2920)
  expect(await earned(orderId)).toBe(0)
})

test('the invoice is taken back by as much; a slip takes back what is left of both', async () => {
  const { orderId, shopper, keeper, collectionId } = await collected()
  await requestInvoice(shopper, { orderId, buyerName: '', buyerTaxNumber: '' })
  await refund(orderId, 920, 920)
  expect((await invoicesOfOrder(shopper, orderId)).map(({ totalMinor }) => totalMinor)).toEqual([-920, 2920])
  expect(await earned(orderId)).toBeGreaterThan(0)
  await undoHandOver(keeper, collectionId, false)
  expect(await earned(orderId)).toBe(0)
  expect((await invoicesOfOrder(shopper, orderId)).map(({ totalMinor }) => totalMinor)).toEqual([-2000, -920, 2920])
})

test('what went back before the last of it is handed over, or before the invoice, is in neither', async () => {
  const { keeper, order, group } = await arrived({ offers: [{ priceMinor: 900 }, { priceMinor: 560 }] })
  const [first] = group.offers
  await db.offerPrice.updateMany({ where: { offerId: first?.offerId ?? '' }, data: { commissionBps: 1000 } })
  const { orderId } = order
  const part = [{ offerId: first?.offerId ?? '', quantity: 2 }]
  await handOver(keeper, { orderId, reason: 'I know her', isPaid: true, lines: part })
  const who = (await adminGate((await makeAdmin(db, ['money'])).id, 'money')) as AdminFor<'money'>
  const refunded = await refundOrder(who, { refundId: newId(), orderId, amountMinor: 1460, reason: 'bruised' })
  expect(refunded.ok).toBe(true)
  await handOver(keeper, { orderId, reason: 'I know her' })
  // 9.00 of the 18.00 stays paid
  expect(await earned(orderId)).toBe(90)
  const shopper = (await shopperGate(order.shopperId)) as Shopper
  expect((await requestInvoice(shopper, { orderId, buyerName: '', buyerTaxNumber: '' })).ok).toBe(true)
  expect((await invoicesOfOrder(shopper, orderId)).map(({ totalMinor }) => totalMinor)).toEqual([-1460, 2920])
})

test('an order that earned nothing and has no invoice is left alone', async () => {
  const { order } = await arrived()
  await refund(order.orderId, 100, 100)
  expect(await earned(order.orderId)).toBe(0)
  expect(await db.invoice.count({ where: { orderId: order.orderId } })).toBe(0)
})
