import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { tryCoupon } from '#lib/queries/coupon.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeCoupon } from '#prisma/factories/coupon.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { topUpWallet } from '../wallet/top-up.ts'
import { type CouponInput, createCoupon } from './create.ts'
import { endCoupon } from './end.ts'

let admin: AdminFor<'money'>
beforeEach(async () => {
  const who = await adminGate((await makeAdmin(db, ['money'])).id, 'money')
  if (!who) throw new Error('the gate refuses an admin')
  admin = who
})

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const breaches = async () => (await reconcile()).flatMap(({ id, breaches: found }) => found.map((what) => [id, what]))
const spent = async (id: string) => (await db.coupon.findUniqueOrThrow({ where: { id } })).spentMinor
const lineOf = (group: MadeGroup, quantity: number) => [{ offerId: group.offers[0]?.offerId ?? '', quantity }]
async function place(
  group: MadeGroup,
  couponCode: string,
  more: { shopperId?: string; quantity?: number; wallet?: boolean } = {},
) {
  const shopperId = more.shopperId ?? (await makeUser(db)).id
  const answer = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `coupon:${newId()}`,
    shopperId,
    stationId: group.stationId,
    name: 'Lin',
    contact: 'lin@example.org',
    couponCode,
    payment: more.wallet ? 'wallet' : 'on_pickup',
    lines: lineOf(group, more.quantity ?? 2),
    locale: 'en',
  })
  return { answer, shopperId, orderId: answer.ok ? answer.value.orderId : '' }
}
const five = { offers: [{ priceMinor: 500 }] }

describe('using one', () => {
  test('takes it off what is paid, follows the order’s changes, and gives its part of the budget back', async () => {
    const group = await makeOpenGroup(db, five)
    const { id, code } = await makeCoupon(db)
    const { answer, orderId, shopperId } = await place(group, code)
    expect(answer).toMatchObject({ ok: true, value: { totalMinor: 900 } })
    expect(await spent(id)).toBe(100)
    const own = { groupOrderId: group.groupOrderId, orderId, shopperId }
    expect(await orderDesk.amend({ ...own, lines: lineOf(group, 4) })).toMatchObject({ value: { totalMinor: 1_800 } })
    expect(await spent(id)).toBe(200)
    expect(await breaches()).toEqual([])
    expect(codeOf(await orderDesk.cancel(own))).toBe('ok')
    expect(await spent(id)).toBe(0)
    expect(codeOf((await place(group, code, { shopperId })).answer)).toBe('ok')
    expect(await breaches()).toEqual([])
  })

  test('is refused as its own rules say', async () => {
    const group = await makeOpenGroup(db, five)
    const used = await makeCoupon(db)
    const { shopperId } = await place(group, used.code)
    expect(codeOf((await place(group, used.code, { shopperId })).answer)).toBe('COUPON_USED')
    const elsewhere = await makeCoupon(db, { groupOrderId: (await makeOpenGroup(db)).groupOrderId })
    expect(codeOf((await place(group, elsewhere.code)).answer)).toBe('COUPON_UNKNOWN')
    expect(codeOf((await place(group, 'NOSUCHCODE')).answer)).toBe('COUPON_UNKNOWN')
    const dear = await makeCoupon(db, { minimumMinor: 1_001 })
    expect(codeOf((await place(group, dear.code)).answer)).toBe('COUPON_MINIMUM')
  })

  test('never costs more than its budget, in however many groups it is used at once', async () => {
    const { id, code } = await makeCoupon(db, { budgetMinor: 450 })
    const groups = await Promise.all([1, 2, 3, 4, 5, 6].map(() => makeOpenGroup(db, five)))
    const answers = await Promise.all(groups.map((group) => place(group, code)))
    expect(answers.map(({ answer }) => codeOf(answer)).filter((each) => each === 'ok')).toHaveLength(4)
    expect(await spent(id)).toBe(400)
    expect(await breaches()).toEqual([])
  })

  test('at the close it takes off the final price, and what is paid in advance comes back to the cent', async () => {
    const group = await makeOpenGroup(db, { offers: [{ priceMinor: 500, tiers: [{ from: 2, priceMinor: 400 }] }] })
    const { id, code } = await makeCoupon(db)
    const { id: payer } = await makeUser(db)
    await topUpWallet(admin, {
      topUpId: newId(),
      userId: payer,
      amountMinor: 2_000,
      source: 'bank',
      reason: 'transfer',
    })
    const first = await place(group, code, { wallet: true, shopperId: payer })
    await place(group, code)
    expect(await spent(id)).toBe(200)
    await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
    expect(await db.order.findUniqueOrThrow({ where: { id: first.orderId } })).toMatchObject({ totalMinor: 720 })
    expect(await spent(id)).toBe(160)
    expect(await breaches()).toEqual([])
  })

  test('a group that does not go ahead gives all of it back', async () => {
    const group = await makeOpenGroup(db, { ...five, minimumOrders: 3 })
    const { id, code } = await makeCoupon(db)
    await place(group, code)
    await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
    expect(await spent(id)).toBe(0)
    expect(await breaches()).toEqual([])
  })

  test('ended, it is gone for new orders and stays with those that have it', async () => {
    const group = await makeOpenGroup(db, five)
    const { id, code } = await makeCoupon(db)
    const { orderId, shopperId } = await place(group, code)
    expect(codeOf(await endCoupon(admin, id))).toBe('ok')
    expect(codeOf((await place(group, code)).answer)).toBe('COUPON_UNKNOWN')
    const own = { groupOrderId: group.groupOrderId, orderId, shopperId }
    expect(await orderDesk.amend({ ...own, lines: lineOf(group, 1) })).toMatchObject({ value: { totalMinor: 450 } })
    expect(codeOf(await endCoupon(admin, newId()))).toBe('NOT_FOUND')
  })

  test('the checkout asks before the desk does, and is told the same', async () => {
    const group = await makeOpenGroup(db, five)
    const { code } = await makeCoupon(db, { minimumMinor: 800 })
    const pricing = { priceMinor: 500, tiers: [], tierBy: 'orders' as const }
    const line = { offerId: 'o', unit: 'piece' as const, pricing, quantitySold: 0 }
    const asked = (quantity: number) =>
      tryCoupon(undefined, ` ${code.toLowerCase()} `, {
        groupOrderId: group.groupOrderId,
        lines: [{ ...line, quantity }],
        orders: 0,
      })
    expect(await asked(2)).toMatchObject({ code, terms: { bps: 1_000 } })
    expect(await asked(1)).toMatchObject({ refusal: { code: 'COUPON_MINIMUM' } })
  })
})

describe('making one', () => {
  const wanted = (changes: Partial<CouponInput> = {}): CouponInput => ({
    couponId: newId(),
    code: `W${newId().slice(-8)}`,
    bps: 500,
    amountMinor: null,
    minimumMinor: 0,
    groupOrderId: null,
    validFrom: '',
    validUntil: '2099-01-01T10:00',
    budgetMinor: 5_000,
    limitPerShopper: 1,
    reason: 'welcome',
    supplierId: null,
    ...changes,
  })

  test('once for a form, with a code of its own and an entry in the trail', async () => {
    const input = wanted()
    expect(codeOf(await createCoupon(admin, input))).toBe('ok')
    expect(codeOf(await createCoupon(admin, input))).toBe('ok')
    expect(codeOf(await createCoupon(admin, { ...input, couponId: newId() }))).toBe('COUPON_CODE_TAKEN')
    const trail = await db.auditEntry.findMany({ where: { subjectId: input.couponId } })
    expect(trail).toMatchObject([{ action: 'coupon.create', actorId: admin.userId }])
  })

  test.each([
    ['BAD_COUPON_CODE', { code: '!' }],
    ['ONE_OF_BOTH', { amountMinor: 300 }],
    ['ONE_OF_BOTH', { bps: null }],
    ['AMOUNT_NEEDED', { budgetMinor: 0 }],
    ['TELL_WHY', { reason: ' ' }],
    ['BAD_TIME', { validUntil: 'tomorrow' }],
    ['BAD_TIME', { validFrom: 'today' }],
    ['OVER_BEFORE_IT_BEGINS', { validFrom: '2099-01-01T10:00' }],
    ['UNKNOWN_SUPPLIER', { supplierId: newId() }],
    ['GROUP_NOT_THERE', { groupOrderId: newId() }],
  ] as const)('refuses %s', async (code, changes) => {
    expect(codeOf(await createCoupon(admin, wanted(changes)))).toBe(code)
  })
})
