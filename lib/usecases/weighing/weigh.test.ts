import { afterEach, describe, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { OPERATOR } from '#lib/domain/ledger.ts'
import type { AdminFor, KeeperOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, managerGate, shopperGate } from '#lib/queries/gates.ts'
import { ownOrder } from '#lib/queries/orders.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { ownWallet } from '#lib/queries/wallet.ts'
import { makeCoupon } from '#prisma/factories/coupon.ts'
import { type MadeGroup, makeOpenGroup, type NewOffer } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { keeperOf, tillOf } from '../collection/collection.fixture.ts'
import { confirmArrival } from '../collection/confirm-arrival.ts'
import { handOver } from '../collection/hand-over.ts'
import { undoHandOver } from '../collection/undo.ts'
import { cancelGroupOrder } from '../group-order/cancel.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { topUpWallet } from '../wallet/top-up.ts'
import { weigh } from './weigh.ts'

afterEach(async () => {
  expect((await reconcile()).flatMap(({ id, breaches }) => breaches.map((what) => [id, what]))).toEqual([])
})

/** A kilogram for 12.00, at most a tenth more; and pieces for 5.00. */
const FISH: NewOffer = { priceMinor: 1_200, toleranceBps: 1_000, product: { unit: 'kg', costMinor: 800, taxBps: 700 } }
const RICE: NewOffer = { priceMinor: 500 }

type Case = { group: MadeGroup; orderId: string; shopperId: string; keeper: KeeperOf; fish: string; rice: string }
type Wish = { offers?: NewOffer[]; payment?: 'wallet' | 'on_pickup'; couponCode?: string; grams?: number }

async function placed({ offers = [FISH, RICE], payment = 'on_pickup', couponCode, grams = 1_000 }: Wish = {}) {
  const group = await makeOpenGroup(db, { offers })
  const [shopper, office] = await Promise.all([makeUser(db), makeAdmin(db, ['money'])])
  const admin = (await adminGate(office.id, 'money')) as AdminFor<'money'>
  const topUp = { topUpId: newId(), userId: shopper.id, source: 'bank', reason: 'transfer' } as const
  if (payment === 'wallet') await topUpWallet(admin, { ...topUp, amountMinor: 5_000 })
  const [fish = '', rice = ''] = group.offers.map(({ offerId }) => offerId)
  const answer = await orderDesk.place({
    ...{ groupOrderId: group.groupOrderId, key: `weigh:${newId()}`, shopperId: shopper.id, stationId: group.stationId },
    ...{ name: 'Lin', contact: 'lin@example.org', payment, couponCode, locale: 'en' },
    lines: [{ offerId: fish, quantity: grams }, ...(rice ? [{ offerId: rice, quantity: 1 }] : [])],
  })
  if (!answer.ok) throw new Error(answer.refusal.code)
  const keeper = await keeperOf(group.stationId)
  return { group, orderId: answer.value.orderId, shopperId: shopper.id, keeper, fish, rice }
}
async function arrive({ group, keeper }: Case): Promise<void> {
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
  await confirmArrival(keeper, group.groupOrderId)
}
const close = ({ group }: Case) => closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
async function frozen(wish?: Wish): Promise<Case> {
  const order = await placed(wish)
  await close(order)
  return order
}
async function ready(wish?: Wish): Promise<Case> {
  const order = await frozen(wish)
  await arrive(order)
  return order
}
const weighed = ({ keeper, orderId, fish }: Case, grams: number) =>
  weigh(keeper, { orderId, weights: [{ offerId: fish, grams }] })
const hand = ({ keeper, orderId }: Case, isPaid = true) => handOver(keeper, { orderId, reason: 'known', isPaid })
const orderOf = ({ orderId }: Case) => db.order.findUniqueOrThrow({ where: { id: orderId } })
const shopperOf = async ({ shopperId }: Case) => {
  const who = await shopperGate(shopperId)
  if (!who) throw new Error('the gate refuses a shopper')
  return who
}
const wallet = async (order: Case) => (await ownWallet(await shopperOf(order))).balanceMinor
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)

/** What the books say of an order on the operator's own accounts: what waits, and what was sold with the tax in it. */
async function booked({ orderId }: Case): Promise<{ prepaid: number; sold: number }> {
  const { rows } = await pool.query<{ prepaid: number; sold: number }>(
    `select coalesce(-sum(e.amount_minor) filter (where a.kind = 'prepaid'), 0)::int as prepaid,
       coalesce(-sum(e.amount_minor) filter (where a.kind in ('sales', 'tax', 'deposits', 'discounts')), 0)::int as sold
     from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
     where t.order_id = $1 and a.owner_id = $2`,
    [orderId, OPERATOR],
  )
  return rows[0] ?? { prepaid: 0, sold: 0 }
}

describe('paid from the wallet', () => {
  test('the most is set aside, and what the scale says less goes back at once', async () => {
    const order = await frozen({ payment: 'wallet' })
    expect(await orderOf(order)).toMatchObject({ totalMinor: 1_700, toleranceMinor: 120 })
    expect([await wallet(order), await booked(order)]).toEqual([3_180, { prepaid: 1_820, sold: 0 }])
    expect(await weighed(order, 950)).toEqual({ ok: true, value: { totalMinor: 1_640, toleranceMinor: 0 } })
    expect([await wallet(order), await booked(order)]).toEqual([3_360, { prepaid: 1_640, sold: 0 }])
    expect((await ownWallet(await shopperOf(order))).entries[0]).toMatchObject({ amountMinor: 180, reason: 'weighed' })
    await arrive(order)
    expect(codeOf(await hand(order))).toBe('ok')
    expect([await wallet(order), await booked(order)]).toEqual([3_360, { prepaid: 0, sold: 1_640 }])
  })

  test('more than ordered is charged up to the tolerance and never beyond', async () => {
    const order = await ready({ payment: 'wallet' })
    expect(await weighed(order, 1_240)).toMatchObject({ value: { totalMinor: 1_820, toleranceMinor: 0 } })
    const view = await ownOrder(await shopperOf(order), order.orderId)
    expect(view).toMatchObject({
      totalMinor: 1_820,
      toleranceMinor: 0,
      savedMinor: 0,
      lines: [{ actual: 1_240 }, { actual: null }],
    })
    await hand(order)
    expect([await wallet(order), await booked(order)]).toEqual([3_180, { prepaid: 0, sold: 1_820 }])
  })

  test('a weight may be corrected as far as the money is still there, and again changes nothing', async () => {
    const order = await ready({ payment: 'wallet' })
    await weighed(order, 1_000)
    const entries = await db.ledgerTransaction.count({ where: { orderId: order.orderId } })
    expect(await weighed(order, 1_000)).toEqual({ ok: true, value: { totalMinor: 1_700, toleranceMinor: 0 } })
    expect(await db.ledgerTransaction.count({ where: { orderId: order.orderId } })).toBe(entries)
    expect(await db.auditEntry.count({ where: { subjectId: order.orderId, action: 'order.weigh' } })).toBe(1)
    expect(await weighed(order, 1_010)).toEqual({
      ok: false,
      refusal: { code: 'MORE_THAN_HELD', heldMinor: 1_700, neededMinor: 1_712 },
    })
    expect(await weighed(order, 900)).toMatchObject({ value: { totalMinor: 1_580 } })
    expect([await wallet(order), await booked(order)]).toEqual([3_420, { prepaid: 1_580, sold: 0 }])
  })

  test('what nobody weighs is charged as ordered; undone, nothing more is asked for', async () => {
    const order = await ready({ payment: 'wallet' })
    const handed = await hand(order)
    expect([await wallet(order), await booked(order)]).toEqual([3_300, { prepaid: 0, sold: 1_700 }])
    expect((await ownWallet(await shopperOf(order))).entries[0]).toMatchObject({ reason: 'not_weighed' })
    if (handed.ok) await undoHandOver(order.keeper, handed.value.collectionId, false)
    expect(await booked(order)).toEqual({ prepaid: 1_700, sold: 0 })
    expect(codeOf(await weighed(order, 900))).toBe('ALREADY_CHARGED')
  })

  test('a wallet with the total but not the most is too low; an amendment and a cancellation give all back', async () => {
    const order = await placed({ payment: 'wallet' })
    const own = { groupOrderId: order.group.groupOrderId, orderId: order.orderId, shopperId: order.shopperId }
    // 3.80 of fish are 45.60, or 50.16 at most
    const lines = (quantity: number) => [{ offerId: order.fish, quantity }]
    expect(await orderDesk.amend({ ...own, lines: lines(3_800) })).toMatchObject({
      refusal: { code: 'WALLET_TOO_LOW', balanceMinor: 3_180, neededMinor: 3_196 },
    })
    expect(codeOf(await orderDesk.amend({ ...own, lines: lines(2_000) }))).toBe('ok')
    expect(await booked(order)).toEqual({ prepaid: 2_640, sold: 0 })
    expect(codeOf(await orderDesk.cancel(own))).toBe('ok')
    expect([await wallet(order), await booked(order)]).toEqual([5_000, { prepaid: 0, sold: 0 }])
  })

  test('the final price lowers what it may come to as well', async () => {
    const tiers = [{ from: 1, priceMinor: 1_100 }]
    const order = await frozen({ payment: 'wallet', offers: [{ ...FISH, tiers }, RICE] })
    expect(await orderOf(order)).toMatchObject({ totalMinor: 1_600, toleranceMinor: 110 })
    expect(await booked(order)).toEqual({ prepaid: 1_710, sold: 0 })
    expect(await weighed(order, 900)).toMatchObject({ value: { totalMinor: 1_490, toleranceMinor: 0 } })
    // the lower price is a saving, the lighter fish is none
    expect(await ownOrder(await shopperOf(order), order.orderId)).toMatchObject({ totalMinor: 1_490, savedMinor: 100 })
    expect([await wallet(order), await booked(order)]).toEqual([3_510, { prepaid: 1_490, sold: 0 }])
  })
})

describe('paid at pickup', () => {
  test('what it weighs is to be paid, may be corrected until it is, and the invoice says it', async () => {
    const order = await ready()
    await weighed(order, 1_300)
    expect(await orderOf(order)).toMatchObject({ totalMinor: 1_820, toleranceMinor: 0 })
    await weighed(order, 1_050)
    expect(await weighed(order, 1_060)).toMatchObject({ value: { totalMinor: 1_772 } })
    await hand(order)
    expect([await tillOf(order.keeper), await booked(order)]).toEqual([1_772, { prepaid: 0, sold: 1_772 }])
    expect(codeOf(await weighed(order, 900))).toBe('ALREADY_CHARGED')
  })

  test('a slip that was undone may be weighed again', async () => {
    const order = await ready()
    const handed = await hand(order)
    expect(await orderOf(order)).toMatchObject({ totalMinor: 1_700, toleranceMinor: 0 })
    if (handed.ok) await undoHandOver(order.keeper, handed.value.collectionId, true)
    expect(await orderOf(order)).toMatchObject({ totalMinor: 1_700, toleranceMinor: 120 })
    expect(await weighed(order, 1_080)).toMatchObject({ value: { totalMinor: 1_796 } })
  })

  test('the coupon takes off what is charged, never below cost, and gives back what it does not need', async () => {
    // a tenth of what is paid, of goods that leave 1.00 a kilogram
    const near = { ...FISH, product: { ...FISH.product, costMinor: 1_100 } }
    const { id, code } = await makeCoupon(db, { bps: 1_000 })
    const spent = async () => (await db.coupon.findUniqueOrThrow({ where: { id } })).spentMinor
    const order = await ready({ offers: [near], couponCode: code })
    expect([await spent(), await orderOf(order)]).toMatchObject([100, { totalMinor: 1_100, toleranceMinor: 121 }])
    expect(await weighed(order, 800)).toMatchObject({ value: { totalMinor: 880, toleranceMinor: 0 } })
    expect(await spent()).toBe(80)
    // off what was ordered it took 1.00: off what weighs more it takes no more
    expect(await weighed(order, 1_200)).toMatchObject({ value: { totalMinor: 1_220, toleranceMinor: 0 } })
    expect(await spent()).toBe(100)
    // what went back to its budget may be somebody else's by now
    await weighed(order, 800)
    await db.coupon.update({ where: { id }, data: { budgetMinor: 90 } })
    expect(codeOf(await weighed(order, 1_000))).toBe('COUPON_LEFT')
    expect(await weighed(order, 900)).toMatchObject({ value: { totalMinor: 990 } })
  })
})

describe('is refused', () => {
  test('before the close, after a cancellation, for other stations’ orders and for what is not sold by weight', async () => {
    const open = await placed()
    expect(codeOf(await weighed(open, 900))).toBe('ORDER_NOT_OPEN')
    await close(open)
    const elsewhere = await keeperOf((await makeOpenGroup(db)).stationId)
    expect(codeOf(await weighed({ ...open, keeper: elsewhere }, 900))).toBe('NOT_FOUND')
    expect(codeOf(await weighed({ ...open, fish: open.rice }, 900))).toBe('NOT_CHARGED_BY_WEIGHT')
    expect(codeOf(await weighed({ ...open, fish: newId() }, 900))).toBe('NOT_CHARGED_BY_WEIGHT')
    expect(codeOf(await weigh(open.keeper, { orderId: open.orderId, weights: [] }))).toBe('NOTHING_CHOSEN')
    const manager = await managerGate((await makeAdmin(db, ['people'])).id, open.group.groupOrderId)
    if (!manager) throw new Error('the gate refuses a manager')
    expect(codeOf(await cancelGroupOrder(manager, 'storm'))).toBe('ok')
    expect(codeOf(await weighed(open, 900))).toBe('ORDER_NOT_OPEN')
  })

  test('where no scale can have said it', async () => {
    const order = await frozen()
    for (const grams of [0, -5, 1.5, 3_001, Number.NaN])
      expect(await weighed(order, grams)).toEqual({
        ok: false,
        refusal: { code: 'BAD_WEIGHT', offerId: order.fish, orderedGrams: 1_000 },
      })
    expect(codeOf(await weighed(order, 3_000))).toBe('ok')
  })

  test('of goods without a tolerance: they are charged as ordered', async () => {
    const order = await frozen({ offers: [{ ...FISH, toleranceBps: 0 }] })
    expect(codeOf(await weighed(order, 900))).toBe('NOT_CHARGED_BY_WEIGHT')
  })
})

describe('at the same moment', () => {
  test('as it is handed over: weighed before, or charged as ordered', async () => {
    for (let round = 0; round < 4; round += 1) {
      const order = await ready({ payment: 'wallet' })
      const [scale, handed] = await Promise.all([weighed(order, 900), hand(order)])
      expect(codeOf(handed)).toBe('ok')
      const totalMinor = scale.ok ? 1_580 : 1_700
      if (!scale.ok) expect(scale.refusal.code).toBe('ALREADY_CHARGED')
      expect([await wallet(order), await booked(order)]).toEqual([5_000 - totalMinor, { prepaid: 0, sold: totalMinor }])
    }
  })

  test('as its group order is called off: all money is back', async () => {
    for (let round = 0; round < 4; round += 1) {
      const order = await frozen({ payment: 'wallet' })
      const manager = await managerGate((await makeAdmin(db, ['people'])).id, order.group.groupOrderId)
      if (!manager) throw new Error('the gate refuses a manager')
      const [scale, called] = await Promise.all([weighed(order, 900), cancelGroupOrder(manager, 'storm')])
      expect([codeOf(called), ['ok', 'ORDER_NOT_OPEN']]).toEqual(['ok', expect.arrayContaining([codeOf(scale)])])
      expect([await wallet(order), await booked(order)]).toEqual([5_000, { prepaid: 0, sold: 0 }])
    }
  })

  test('as somebody else weighs it: one after the other, and one result', async () => {
    const order = await ready()
    await Promise.all([weighed(order, 900), weighed(order, 1_100), weighed(order, 1_000)])
    const { totalMinor } = await orderOf(order)
    const line = await db.orderLine.findFirstOrThrow({ where: { orderId: order.orderId, offerId: order.fish } })
    expect(totalMinor).toBe(500 + ((line.actual ?? 0) * 12) / 10)
  })
})
