import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { newId } from '#lib/infra/ids.ts'
import { keeperOf } from '#lib/usecases/collection/collection.fixture.ts'
import { confirmArrival } from '#lib/usecases/collection/confirm-arrival.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { paid as paidOnline, someone, standInAndProvider } from '#lib/usecases/payment/payment.fixture.ts'
import { topUpWallet } from '#lib/usecases/wallet/top-up.ts'
import { makeClaim } from '#prisma/factories/claim.ts'
import { makeOpenGroup, makeOrder } from '../../prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '../../prisma/factories/people.ts'
import { adminGate } from './gates.ts'
import { reconcile } from './reconcile.ts'

/** A group order with two orders of an ordinary and a stored product, placed at the desk. */
async function filled() {
  const group = await makeOpenGroup(db, {
    offers: [{ priceMinor: 560 }, { priceMinor: 900, source: 'stock', onHand: 50 }],
  })
  const orderIds: string[] = []
  for (const quantity of [2, 3]) {
    const shopper = await makeUser(db)
    const placed = await orderDesk.place({
      groupOrderId: group.groupOrderId,
      key: `test:${shopper.id}`,
      shopperId: shopper.id,
      stationId: group.stationId,
      name: 'Lin',
      contact: shopper.email ?? '',
      lines: group.offers.map(({ offerId }) => ({ offerId, quantity })),
      locale: 'en',
    })
    if (placed.ok) orderIds.push(placed.value.orderId)
  }
  const [orderId = '', otherId = ''] = orderIds
  const [presale, stored] = group.offers
  if (!presale || !stored) throw new Error('two offers were asked for')
  return { ...group, orderId, otherId, presale, stored }
}

async function closed() {
  const group = await filled()
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  return group
}

/** An order that was handed over and paid at the station. */
async function paid() {
  const { groupOrderId, orderId, stationId } = await closed()
  await db.groupOrder.update({ where: { id: groupOrderId }, data: { state: 'dispatched', boughtAt: new Date() } })
  const keeper = await keeperOf(stationId)
  await confirmArrival(keeper, groupOrderId)
  const done = await handOver(keeper, { orderId, reason: 'I know her', isPaid: true })
  if (!done.ok) throw new Error(done.refusal.code)
  const { rows } = await pool.query<{ id: string }>('select id from ledger_transactions where order_id = $1', [orderId])
  return { orderId, movementId: rows[0]?.id ?? '' }
}

/** An order that was paid from a wallet, and is not handed over yet. */
async function prepaid() {
  const [shopper, office] = await Promise.all([makeUser(db), makeAdmin(db, ['money'])])
  const who = await adminGate(office.id, 'money')
  if (!who) throw new Error('the gate refuses an admin')
  const topUpId = newId()
  await topUpWallet(who, { topUpId, userId: shopper.id, amountMinor: 2_000, source: 'bank', reason: 'transfer' })
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 500 }] })
  const placed = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `test:${shopper.id}`,
    shopperId: shopper.id,
    stationId: group.stationId,
    name: 'Lin',
    contact: shopper.email ?? '',
    payment: 'wallet',
    lines: group.offers.map(({ offerId }) => ({ offerId, quantity: 2 })),
    locale: 'en',
  })
  if (!placed.ok) throw new Error(placed.refusal.code)
  return { topUpId, orderId: placed.value.orderId }
}

/** An order of a kilogram of fish at 12.00, of which a tenth more may be charged. */
async function byWeight() {
  const product = { unit: 'kg' } as const
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 1_200, toleranceBps: 1_000, product }] })
  const offerId = group.offers[0]?.offerId ?? ''
  const { orderId } = await makeOrder(db, {
    groupOrderId: group.groupOrderId,
    stationId: group.stationId,
    lines: [{ offerId, quantity: 1_000 }],
  })
  await db.order.update({ where: { id: orderId }, data: { bodyHash: 'of the request' } })
  return { orderId, offerId }
}

/** Which invariants are broken now, and what is said of them. */
const broken = async () => (await reconcile()).filter(({ breaches }) => breaches.length > 0)

/**
 * Plants a breach as only somebody with the whole database in hand could, past triggers and constraints, and takes it
 * back afterwards, so that the next one is found by itself.
 */
async function planted(statements: [sql: string, values?: unknown[]][], undo: [sql: string, values?: unknown[]][]) {
  const run = (each: typeof statements) =>
    sqlTransaction(async (tx) => {
      await tx.query('set local session_replication_role = replica')
      for (const [sql, values] of each) await tx.query(sql, values)
    })
  await run(statements)
  const found = await broken()
  await run(undo)
  expect(await broken()).toEqual([])
  return found.map(({ id }) => id)
}

test('an honest history breaks nothing, and everything is looked at', async () => {
  const open = await filled()
  const done = await closed()
  await paid()
  await prepaid()
  const { stripe, provider } = await standInAndProvider()
  await paidOnline(await someone(), stripe, provider)
  await stripe.close()
  const answers = await reconcile()
  expect(answers.map(({ id }) => id)).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I13', 'I14'])
  expect(answers.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(answers.every(({ checked }) => checked > 0)).toBe(true)
  expect(open.orderId && done.orderId).toBeTruthy()
})

test('a breach says what is wrong and where', async () => {
  const { presale } = await filled()
  await pool.query('update offer_counters set sold = 7 where offer_id = $1', [presale.offerId])
  expect(await broken()).toMatchObject([{ id: 'I1', breaches: [`offer ${presale.offerId}: sold 7, ordered 5`] }])
  await pool.query('update offer_counters set sold = 5 where offer_id = $1', [presale.offerId])
})

test('I1: sold, counted, demanded and picked', async () => {
  const open = await filled()
  const { groupOrderId } = await closed()
  const ids = [groupOrderId]
  const sold = 'update offer_counters set sold = sold + $2 where offer_id = $1'
  expect(await planted([[sold, [open.presale.offerId, 1]]], [[sold, [open.presale.offerId, -1]]])).toEqual(['I1'])
  const orders = 'update group_counters set orders = orders + $2 where group_order_id = $1'
  expect(await planted([[orders, [groupOrderId, 1]]], [[orders, [groupOrderId, -1]]])).toEqual(['I1'])
  const next = 'update group_counters set next_number = $2 where group_order_id = $1'
  expect(await planted([[next, [groupOrderId, 2]]], [[next, [groupOrderId, 3]]])).toEqual(['I1'])
  const demand = 'update demand set ordered = ordered + $2 where group_order_id = $1'
  expect(await planted([[demand, [groupOrderId, 1]]], [[demand, [groupOrderId, -1]]])).toEqual(['I1'])
  const gone = 'delete from group_counters where group_order_id = $1'
  const back = 'insert into group_counters (group_order_id, next_number, orders) values ($1, 3, 2)'
  expect(await planted([[gone, ids]], [[back, ids]])).toEqual(['I1'])
})

test('I2: movements, reservations and what is available', async () => {
  const { stored } = await filled()
  const { productId } = stored
  const onHand = 'update stock set on_hand = on_hand + $2 where product_id = $1'
  expect(await planted([[onHand, [productId, 1]]], [[onHand, [productId, -1]]])).toEqual(['I2'])
  const reserved = 'update stock set reserved = reserved + $2 where product_id = $1'
  expect(await planted([[reserved, [productId, -1]]], [[reserved, [productId, 1]]])).toEqual(['I2'])
  const movement = 'update stock_movements set quantity = quantity + $2 where product_id = $1'
  expect(await planted([[movement, [productId, 5]]], [[movement, [productId, -5]]])).toEqual(['I2'])
  const drop = 'alter table stock drop constraint stock_available'
  const add = 'alter table stock add constraint stock_available check (reserved >= 0 and on_hand >= reserved)'
  const oversold: [string, unknown[]][] = [
    ['update stock set on_hand = 4 where product_id = $1', [productId]],
    ['update stock_movements set quantity = 4 where product_id = $1', [productId]],
  ]
  const mended: [string, unknown[]][] = [
    ['update stock set on_hand = 50 where product_id = $1', [productId]],
    ['update stock_movements set quantity = 50 where product_id = $1', [productId]],
  ]
  expect(await planted([[drop], ...oversold], [...mended, [add]])).toEqual(['I2'])
})

test('I3: a movement that does not come to nothing, or has no sides', async () => {
  const { movementId } = await paid()
  const more =
    'update ledger_entries set amount_minor = amount_minor + $2 where transaction_id = $1 and amount_minor > 0'
  expect(await planted([[more, [movementId, 5]]], [[more, [movementId, -5]]])).toEqual(['I3'])
  const empty = `insert into ledger_transactions (id, key, cause, region) values ('00000000-0000-7000-8000-000000000003', 'none', 'none', '')`
  const not = `delete from ledger_transactions where key = 'none'`
  expect(await planted([[empty]], [[not]])).toEqual(['I3'])
})

test('I4: a wallet below 0', async () => {
  const { topUpId } = await prepaid()
  const amount = `update ledger_entries set amount_minor = sign(amount_minor) * $2::int
    where transaction_id = (select id from ledger_transactions where key = $1)`
  const key = `top-up ${topUpId}`
  expect(await planted([[amount, [key, 999]]], [[amount, [key, 2_000]]])).toEqual(['I4'])
})

test('I9: money taken for an order that is not paid or does not live, or never booked', async () => {
  const { orderId } = await paid()
  const state = 'update orders set payment_state = $2 where id = $1'
  expect(await planted([[state, [orderId, 'due']]], [[state, [orderId, 'paid']]])).toEqual(['I9'])
  const { orderId: unpaid } = await filled()
  expect(await planted([[state, [unpaid, 'paid']]], [[state, [unpaid, 'due']]])).toEqual(['I9'])
  const nobodys = `update ledger_transactions set order_id = $2 where order_id = $1`
  const other = '00000000-0000-7000-8000-000000000004'
  const { orderId: held } = await prepaid()
  expect(await planted([[state, [held, 'due']]], [[state, [held, 'held']]])).toEqual(['I9'])
  expect(await planted([[nobodys, [orderId, other]]], [[nobodys, [other, orderId]]])).toEqual(['I9'])
})

test('I5: closed once, with a time, its demand and frozen orders', async () => {
  const open = await filled()
  const { groupOrderId, presale } = await closed()
  const closedAt = 'update group_orders set closed_at = $2 where id = $1'
  const { closedAt: at } = await db.groupOrder.findUniqueOrThrow({ where: { id: groupOrderId } })
  expect(await planted([[closedAt, [groupOrderId, null]]], [[closedAt, [groupOrderId, at]]])).toEqual(['I5', 'I6'])
  const early = new Date(Date.now() + 3_600_000)
  expect(await planted([[closedAt, [open.groupOrderId, early]]], [[closedAt, [open.groupOrderId, null]]])).toEqual([
    'I5',
  ])
  const again = `insert into audit_entries (id, actor_role, action, subject_type, subject_id, region)
    values ('00000000-0000-7000-8000-000000000001', 'system', 'group_order.close', 'group_order', $1, '')`
  const not = `delete from audit_entries where id = '00000000-0000-7000-8000-000000000001'`
  expect(await planted([[again, [groupOrderId]]], [[not]])).toEqual(['I5'])
  const lost = 'delete from demand where group_order_id = $1'
  const found = 'insert into demand (group_order_id, product_id, ordered, orders) values ($1, $2, 5, 2)'
  expect(await planted([[lost, [groupOrderId]]], [[found, [groupOrderId, presale.productId]]])).toEqual(['I1', 'I5'])
  const state = 'update orders set state = $2 where id = $1'
  expect(await planted([[state, [open.orderId, 'ready']]], [[state, [open.orderId, 'placed']]])).toEqual(['I5'])
})

test('I6: nothing after the close, nothing missing from it', async () => {
  const { groupOrderId, orderId, otherId } = await closed()
  const { closedAt } = await db.groupOrder.findUniqueOrThrow({ where: { id: groupOrderId } })
  const { placedAt } = await db.order.findUniqueOrThrow({ where: { id: orderId } })
  const placed = 'update orders set placed_at = $2 where id = $1'
  expect(await planted([[placed, [orderId, closedAt]]], [[placed, [orderId, placedAt]]])).toEqual(['I6'])
  const amended = 'update orders set amended_at = $2 where id = $1'
  expect(await planted([[amended, [orderId, closedAt]]], [[amended, [orderId, null]]])).toEqual(['I6'])
  // an order that was taken back before the close is in no bag: it cannot be alive
  const unpicked = 'update orders set cancelled_at = $2 where id = $1'
  expect(await planted([[unpicked, [otherId, placedAt]]], [[unpicked, [otherId, null]]])).toEqual(['I6'])
  const left = `update orders set cancel_reason = $2, cancelled_at = $3 where id = $1`
  expect(await planted([[left, [orderId, 'shopper', closedAt]]], [[left, [orderId, null, null]]])).toEqual(['I6'])
})

test('I6: an open group takes nothing after its cutoff, however late the close', async () => {
  const { groupOrderId } = await filled()
  const move = `update group_orders set opens_at = opens_at + $2 * interval '1 day', cutoff_at = cutoff_at + $2 * interval '1 day' where id = $1`
  expect(await planted([[move, [groupOrderId, -2]]], [[move, [groupOrderId, 2]]])).toEqual(['I6'])
})

test('I7: one order for each key, and the request behind it', async () => {
  const { orderId, otherId } = await filled()
  const { idempotencyKey, bodyHash } = await db.order.findUniqueOrThrow({ where: { id: otherId } })
  const { idempotencyKey: first } = await db.order.findUniqueOrThrow({ where: { id: orderId } })
  const key = 'update orders set idempotency_key = $2 where id = $1'
  const drop = 'drop index orders_idempotency_key_key'
  const add = 'create unique index orders_idempotency_key_key on orders (idempotency_key)'
  expect(await planted([[drop], [key, [otherId, first]]], [[key, [otherId, idempotencyKey]], [add]])).toEqual(['I7'])
  const hash = 'update orders set body_hash = $2 where id = $1'
  expect(await planted([[hash, [otherId, '']]], [[hash, [otherId, bodyHash]]])).toEqual(['I7'])
})

test('I13: totals, amounts and prices', async () => {
  const { orderId, presale } = await filled()
  const total = 'update orders set total_minor = total_minor + $2 where id = $1'
  expect(await planted([[total, [orderId, 1]]], [[total, [orderId, -1]]])).toEqual(['I13'])
  const amount = 'update order_lines set amount_minor = amount_minor + $2 where order_id = $1 and offer_id = $3'
  const both = (by: number): [string, unknown[]][] => [
    [amount, [orderId, by, presale.offerId]],
    [total, [orderId, by]],
  ]
  expect(await planted(both(1), both(-1))).toEqual(['I13'])
  const price =
    'update order_lines set price_minor = price_minor + $2, amount_minor = amount_minor + $2 * quantity where order_id = $1 and offer_id = $3'
  const dearer = (by: number): [string, unknown[]][] => [
    [price, [orderId, by, presale.offerId]],
    [total, [orderId, by * 2]],
  ]
  expect(await planted(dearer(10), dearer(-10))).toEqual(['I13'])
})

test('I13: a claim that gave back more than was paid for its line', async () => {
  const { orderId } = await filled()
  const { claimId } = await makeClaim(db, { orderId })
  const grant = 'update claim_lines set granted_minor = $2 where claim_id = $1'
  expect(await planted([[grant, [claimId, 1_000_000]]], [[grant, [claimId, null]]])).toEqual(['I13'])
})

test('I9, I13: weights, and what may still come to more for them', async () => {
  const { orderId, offerId } = await byWeight()
  const tolerance = 'update orders set tolerance_minor = tolerance_minor + $2 where id = $1'
  expect(await planted([[tolerance, [orderId, 1]]], [[tolerance, [orderId, -1]]])).toEqual(['I13'])
  // weighed, and charged as ordered
  const weigh = 'update order_lines set actual = $3 where order_id = $1 and offer_id = $2'
  const set = [tolerance, [orderId, -120]] as [string, unknown[]]
  const unset = [tolerance, [orderId, 120]] as [string, unknown[]]
  const weighed = [weigh, [orderId, offerId, 900]] as [string, unknown[]]
  const not = [weigh, [orderId, offerId, null]] as [string, unknown[]]
  expect(await planted([weighed, set], [not, unset])).toEqual(['I13'])
  // paid for, and what was for the scale is still kept open
  const paid = 'update orders set payment_state = $2 where id = $1'
  expect(await planted([[paid, [orderId, 'not_due']]], [[paid, [orderId, 'due']]])).toEqual(['I13'])
  // held without what was for the scale
  expect(await planted([[paid, [orderId, 'held']]], [[paid, [orderId, 'due']]])).toEqual(['I9'])
  const none = 'update offer_prices set tolerance_bps = $2 where offer_id = $1'
  const least = [weigh, [orderId, offerId, 1_000]] as [string, unknown[]]
  const plant = [least, set, [none, [offerId, 0]] as [string, unknown[]]]
  expect(await planted(plant, [not, unset, [none, [offerId, 1_000]]])).toEqual(['I13'])
})

test('I14: handed over once, by someone with the right to', async () => {
  const { orderId, presale, stationId } = await closed()
  const stranger = await makeUser(db)
  const keeper = await makeUser(db)
  await db.stationKeeper.create({ data: { stationId, userId: keeper.id } })
  await db.order.update({ where: { id: orderId }, data: { state: 'ready' } })

  const counted = 'update order_lines set collected = $3 where order_id = $1 and offer_id = $2'
  const line = (quantity: number) => [orderId, presale.offerId, quantity]
  expect(await planted([[counted, line(1)]], [[counted, line(0)]])).toEqual(['I14'])

  const handed = `insert into collections (id, order_id, station_id, keeper_id, proof, reason, lines)
    values ('00000000-0000-7000-8000-000000000002', $1, $2, $3, $4, '', jsonb_build_array(jsonb_build_object('offerId', $5::text, 'quantity', 1)))`
  const by = (who: string, proof = 'code', at = stationId) => [orderId, at, who, proof, presale.offerId]
  const none: [string, unknown[]?][] = [
    [`delete from collections where order_id = $1`, [orderId]],
    [counted, line(0)],
  ]
  const plant = (values: unknown[]) =>
    planted(
      [
        [counted, line(1)],
        [handed, values],
      ],
      none,
    )
  expect(await plant(by(stranger.id))).toEqual(['I14'])
  expect(await plant(by(keeper.id, 'none'))).toEqual(['I14'])
  const elsewhere = await makeOpenGroup(db)
  expect(await plant(by(keeper.id, 'code', elsewhere.stationId))).toEqual(['I14'])

  const state = 'update orders set state = $2 where id = $1'
  expect(await planted([[state, [orderId, 'collected']]], [[state, [orderId, 'ready']]])).toEqual(['I14'])
  // a part by a keeper, with the code: nothing wrong
  expect(await plant(by(keeper.id))).toEqual([])
})
