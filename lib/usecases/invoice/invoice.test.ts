import { afterEach, beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, invoiceGate, shopperGate } from '#lib/queries/gates.ts'
import {
  askedPeriod,
  invoice,
  invoicePolicy,
  invoiceSums,
  invoicesOf,
  invoicesOfOrder,
  latestInvoices,
} from '#lib/queries/invoices.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { arrived } from '../collection/collection.fixture.ts'
import { handOver } from '../collection/hand-over.ts'
import { undoHandOver } from '../collection/undo.ts'
import { requestInvoice } from './request.ts'
import { setInvoicePolicy } from './set-policy.ts'
import { writeCreditNote, writeInvoice } from './write.ts'

let admin: AdminFor<'money'>
beforeEach(async () => {
  admin = (await adminGate((await makeAdmin(db, ['money'])).id, 'money')) as AdminFor<'money'>
})
afterEach(async () => {
  await db.rates.deleteMany()
})

/** Two of 9.00 with 5 % tax in it and two of 5.60 without, collected and paid unless told otherwise. */
async function collected(isPaid = true) {
  const made = await arrived({ offers: [{ priceMinor: 900 }, { priceMinor: 560 }] })
  await db.offerPrice.updateMany({ where: { offerId: made.group.offers[0]?.offerId ?? '' }, data: { taxBps: 500 } })
  const done = await handOver(made.keeper, { orderId: made.order.orderId, reason: 'I know her', isPaid })
  if (!done.ok) throw new Error(done.refusal.code)
  const shopper = (await shopperGate(made.order.shopperId)) as Shopper
  return { ...made, shopper, orderId: made.order.orderId, collectionId: done.value.collectionId }
}
const nobody = { buyerName: '', buyerTaxNumber: '' }
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const breaches = async () => (await reconcile()).find(({ id }) => id === 'I3')?.breaches
const currencyOf = async (id: string) => (await db.order.findUniqueOrThrow({ where: { id } })).currency
const credit = async (id: string, refundedMinor?: number) => {
  const currency = await currencyOf(id)
  return sqlTransaction((tx) => writeCreditNote(tx, { id, currency }, { actorRole: 'system' }, refundedMinor))
}

test('who asks gets the invoice of what was paid, with the tax in it and who sold, once', async () => {
  const { shopper, orderId } = await collected()
  const buyer = { buyerName: 'Maple Café', buyerTaxNumber: 'BN 123' }
  const first = await requestInvoice(shopper, { orderId, ...buyer })
  const again = await requestInvoice(shopper, { orderId, ...nobody })
  expect(again).toEqual(first)
  const [head, ...others] = await invoicesOfOrder(shopper, orderId)
  expect(others).toEqual([])
  const who = head && (await invoiceGate(shopper.userId, head.id))
  expect(who && (await invoice(who))).toMatchObject({
    kind: 'invoice',
    totalMinor: 2920,
    taxMinor: 86,
    ...buyer,
    lines: [
      { quantity: 2, taxBps: 500, amountMinor: 1800, taxMinor: 86 },
      { quantity: 2, taxBps: 0, amountMinor: 1120, taxMinor: 0 },
    ],
    corrects: null,
  })
  expect(await db.auditEntry.count({ where: { subjectId: head?.id ?? '', action: 'invoice.write' } })).toBe(1)
})

test('what a coupon took off is not in it, and deposits are a line of their own', async () => {
  const { shopper, orderId, group } = await collected()
  const offerId = group.offers[0]?.offerId ?? ''
  await db.orderLine.update({
    where: { orderId_offerId: { orderId, offerId } },
    data: { discountMinor: 300, depositMinor: 40 },
  })
  const made = await requestInvoice(shopper, { orderId, ...nobody })
  const who = made.ok ? await invoiceGate(shopper.userId, made.value.invoiceId) : undefined
  const written = who && (await invoice(who))
  // within 15.00 at 5 % there is 0.714
  expect(written).toMatchObject({ totalMinor: 2920 - 300 + 40, taxMinor: 71 })
  expect(written?.lines.map(({ amountMinor }) => amountMinor)).toEqual([1500, 1120, 40])
})

test('no invoice of another’s order, of one that waits, or of one nobody paid for', async () => {
  const { shopper, orderId } = await collected(false)
  expect(codeOf(await requestInvoice(shopper, { orderId, ...nobody }))).toBe('NO_INVOICE_YET')
  const waiting = await arrived()
  const owner = (await shopperGate(waiting.order.shopperId)) as Shopper
  expect(codeOf(await requestInvoice(owner, { orderId: waiting.order.orderId, ...nobody }))).toBe('NO_INVOICE_YET')
  expect(codeOf(await requestInvoice(shopper, { orderId: waiting.order.orderId, ...nobody }))).toBe('ORDER_NOT_FOUND')
  expect(codeOf(await requestInvoice(shopper, { orderId: newId(), ...nobody }))).toBe('ORDER_NOT_FOUND')
})

test('numbers have no gap and none stands twice, however many ask at once and whatever is rolled back', async () => {
  const orders = []
  for (let made = 0; made < 6; made++) orders.push(await collected())
  const failing = orders.map(({ orderId }) =>
    sqlTransaction(async (tx) => {
      await writeInvoice(tx, { id: orderId, currency: 'CAD' }, { actorRole: 'system' })
      throw new Error('rolled back')
    }).catch(() => undefined),
  )
  const asked = orders.flatMap(({ shopper, orderId }) =>
    Array.from({ length: 3 }, () => requestInvoice(shopper, { orderId, ...nobody })),
  )
  const answers = await Promise.all([...asked, ...failing])
  expect(answers.slice(0, asked.length).map((each) => each && codeOf(each))).toEqual(Array(18).fill('ok'))
  const { rows } = await pool.query(
    'select count(*)::int as count, max(number) as last from invoices group by region, year',
  )
  for (const { count, last } of rows) expect(count).toBe(last)
  expect(await breaches()).toEqual([])
})

test('a slip takes the invoice back with a credit note; collected again, a new one can be asked for', async () => {
  const { keeper, shopper, orderId, collectionId } = await collected()
  await requestInvoice(shopper, { orderId, buyerName: 'Maple Café', buyerTaxNumber: '' })
  await undoHandOver(keeper, collectionId, true)
  const [note, first] = await invoicesOfOrder(shopper, orderId)
  expect(note).toMatchObject({ kind: 'credit_note', totalMinor: -2920, taxMinor: -86 })
  const who = note && (await invoiceGate(admin.userId, note.id))
  expect(who && (await invoice(who))).toMatchObject({
    buyerName: 'Maple Café',
    corrects: { year: first?.year, number: first?.number },
  })
  expect(await credit(orderId)).toBeUndefined()
  await handOver(keeper, { orderId, reason: 'I know her', isPaid: true })
  expect(codeOf(await requestInvoice(shopper, { orderId, ...nobody }))).toBe('ok')
  expect((await invoicesOfOrder(shopper, orderId)).map(({ kind }) => kind)).toEqual([
    'invoice',
    'credit_note',
    'invoice',
  ])
  expect(await breaches()).toEqual([])
})

test('what goes back in parts is taken back in parts, and never more than the invoice', async () => {
  const { shopper, orderId } = await collected()
  expect(await credit(orderId, 500)).toBeUndefined()
  await requestInvoice(shopper, { orderId, ...nobody })
  for (const refunded of [1000, 1, 9_999]) expect(await credit(orderId, refunded)).toBeDefined()
  const all = await invoicesOfOrder(shopper, orderId)
  expect(all.map(({ totalMinor }) => totalMinor)).toEqual([-1919, -1, -1000, 2920])
  expect(all.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(0)
  expect(await breaches()).toEqual([])
})

test('always: every order gets its invoice when it is collected and paid', async () => {
  expect(await invoicePolicy(admin)).toBe('on_request')
  expect(await setInvoicePolicy(admin, { invoices: 'always' })).toEqual({ ok: true, value: { invoices: 'always' } })
  expect(await invoicePolicy(admin)).toBe('always')
  const { shopper, orderId } = await collected()
  expect(await invoicesOfOrder(shopper, orderId)).toMatchObject([{ kind: 'invoice', totalMinor: 2920 }])
  const unpaid = await collected(false)
  expect(await invoicesOfOrder(unpaid.shopper, unpaid.orderId)).toEqual([])
})

test('an invoice is for whose order it is and for who keeps the money; a period’s are all there', async () => {
  const { shopper, orderId } = await collected()
  const made = await requestInvoice(shopper, { orderId, ...nobody })
  const id = made.ok ? made.value.invoiceId : ''
  const stranger = await makeUser(db)
  const stock = await makeAdmin(db, ['stock'])
  for (const userId of [stranger.id, stock.id]) expect(await invoiceGate(userId, id)).toBeUndefined()
  expect(await invoiceGate(shopper.userId, 'no-id')).toBeUndefined()
  expect(await invoicesOfOrder((await shopperGate(stranger.id)) as Shopper, orderId)).toEqual([])
  const period = { from: '2020-01-01', until: '2099-12-31' }
  const all = await invoicesOf(admin, period)
  expect(all.some((each) => each.id === id)).toBe(true)
  const sums = await invoiceSums(admin, period)
  expect(sums.invoices + sums.creditNotes).toBe(all.length)
  expect(sums.totalMinor).toBe(all.reduce((sum, { totalMinor }) => sum + totalMinor, 0))
  expect(await invoicesOf(admin, { from: '2020-01-01', until: '2020-12-31' })).toEqual([])
  expect((await latestInvoices(admin))[0]?.id).toBe(id)
})

test('a period is the month so far unless days are told', async () => {
  const usual = await askedPeriod(undefined, null)
  expect(usual.from).toBe(`${usual.until.slice(0, 7)}-01`)
  expect(await askedPeriod('2026-02-28', '2026-02-30')).toEqual({ from: '2026-02-28', until: usual.until })
  expect(await askedPeriod(`2026-01-01'; --`, '2026-12-31')).toEqual({ from: usual.from, until: '2026-12-31' })
})

test('nobody changes what an invoice says; who it is for may be forgotten', async () => {
  const { shopper, orderId } = await collected()
  await requestInvoice(shopper, { orderId, buyerName: 'Maple Café', buyerTaxNumber: '' })
  for (const sql of [
    'update invoices set total_minor = 1',
    'delete from invoices',
    'update invoices set number = number',
  ])
    await expect(pool.query(sql)).rejects.toThrow('never changed')
  await pool.query(`update invoices set buyer_name = '' where order_id = $1`, [orderId])
})
