import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, shopperGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { ownWallet } from '#lib/queries/wallet.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { keeperOf } from '../collection/collection.fixture.ts'
import { confirmArrival } from '../collection/confirm-arrival.ts'
import { handOver } from '../collection/hand-over.ts'
import { undoHandOver } from '../collection/undo.ts'
import { cancelGroupOrder } from '../group-order/cancel.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { topUpWallet } from './top-up.ts'

let shopper: Shopper
let admin: AdminFor<'money'>
beforeEach(async () => {
  const [person, office] = await Promise.all([makeUser(db), makeAdmin(db, ['money'])])
  const gates = await Promise.all([shopperGate(person.id), adminGate(office.id, 'money')])
  if (!gates[0] || !gates[1]) throw new Error('a gate refuses')
  shopper = gates[0]
  admin = gates[1]
})

const topUp = (amountMinor: number, changes: Partial<Parameters<typeof topUpWallet>[1]> = {}) =>
  topUpWallet(admin, {
    topUpId: newId(),
    userId: shopper.userId,
    amountMinor,
    source: 'bank',
    reason: 'transfer of today',
    ...changes,
  })
const balance = async () => (await ownWallet(shopper)).balanceMinor
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const lineOf = (group: MadeGroup, quantity: number) => [{ offerId: group.offers[0]?.offerId ?? '', quantity }]
const place = (group: MadeGroup, quantity: number) =>
  orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `wallet:${newId()}`,
    shopperId: shopper.userId,
    stationId: group.stationId,
    name: 'Lin',
    contact: 'lin@example.org',
    payment: 'wallet',
    lines: lineOf(group, quantity),
    locale: 'en',
  })
async function placed(group: MadeGroup, quantity: number): Promise<string> {
  const answer = await place(group, quantity)
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.value.orderId
}
const order = (id: string) => db.order.findUniqueOrThrow({ where: { id } })
const breaches = async () => (await reconcile()).flatMap(({ id, breaches: found }) => found.map((what) => [id, what]))
const five = { offers: [{ priceMinor: 500 }] }

describe('the office tops up', () => {
  test('and the shopper is told, with the reason', async () => {
    expect(await topUp(2_000)).toEqual({ ok: true, value: { balanceMinor: 2_000 } })
    expect(await ownWallet(shopper)).toMatchObject({
      balanceMinor: 2_000,
      entries: [{ amountMinor: 2_000, cause: 'wallet_topped_up', reason: 'transfer of today' }],
    })
    const letter = await db.message.findFirstOrThrow({ where: { userId: shopper.userId } })
    expect(letter).toMatchObject({ template: 'walletToppedUp', facts: { reason: 'transfer of today' } })
    const trail = await db.auditEntry.findFirstOrThrow({ where: { subjectId: shopper.userId } })
    expect(trail).toMatchObject({ action: 'wallet.top_up', actorId: admin.userId, data: { amountMinor: 2_000 } })
  })

  test('once, however often the form is sent', async () => {
    const topUpId = newId()
    const answers = await Promise.all([1, 2, 3].map(() => topUp(700, { topUpId })))
    expect(answers.map(codeOf)).toContain('ok')
    expect(codeOf(await topUp(700, { topUpId }))).toBe('ok')
    expect(codeOf(await topUp(900, { topUpId }))).toBe('IDEMPOTENCY_KEY_REUSED')
    expect(await balance()).toBe(700)
  })

  test('with a reason, an amount and somebody to have it', async () => {
    expect(codeOf(await topUp(0))).toBe('AMOUNT_NEEDED')
    expect(codeOf(await topUp(100, { reason: ' x ' }))).toBe('TELL_WHY')
    expect(codeOf(await topUp(100, { userId: newId() }))).toBe('NOT_FOUND')
  })

  test('and takes back no more than is there', async () => {
    await topUp(500, { source: 'goodwill' })
    expect(await topUp(-501)).toMatchObject({ refusal: { code: 'WALLET_TOO_LOW', balanceMinor: 500 } })
    expect(codeOf(await topUp(-500, { source: 'goodwill' }))).toBe('ok')
    expect(await balance()).toBe(0)
  })
})

describe('paying from the wallet', () => {
  test('takes the money when the order is placed, follows its changes, and gives it back', async () => {
    await topUp(2_000)
    const group = await makeOpenGroup(db, five)
    const orderId = await placed(group, 2)
    expect(await order(orderId)).toMatchObject({ paymentMethod: 'wallet', paymentState: 'held', totalMinor: 1_000 })
    expect(await balance()).toBe(1_000)
    const own = { groupOrderId: group.groupOrderId, orderId, shopperId: shopper.userId }
    expect(codeOf(await orderDesk.amend({ ...own, lines: lineOf(group, 4) }))).toBe('ok')
    expect(await balance()).toBe(0)
    expect(await orderDesk.amend({ ...own, lines: lineOf(group, 5) })).toMatchObject({
      refusal: { code: 'WALLET_TOO_LOW', balanceMinor: 0, neededMinor: 500 },
    })
    expect(codeOf(await orderDesk.amend({ ...own, lines: lineOf(group, 1) }))).toBe('ok')
    expect(await balance()).toBe(1_500)
    expect(codeOf(await orderDesk.cancel(own))).toBe('ok')
    expect(await order(orderId)).toMatchObject({ state: 'cancelled', paymentState: 'refunded' })
    expect(await balance()).toBe(2_000)
    expect(await breaches()).toEqual([])
  })

  test('is refused where the wallet has too little, or nothing ever was in it', async () => {
    const group = await makeOpenGroup(db, five)
    expect(codeOf(await place(group, 1))).toBe('WALLET_TOO_LOW')
    await topUp(499)
    expect(await place(group, 1)).toMatchObject({ refusal: { balanceMinor: 499, neededMinor: 500 } })
    expect(await balance()).toBe(499)
  })

  test('two tabs in two groups spend it once (I4)', async () => {
    await topUp(1_000)
    const groups = await Promise.all([makeOpenGroup(db, five), makeOpenGroup(db, five), makeOpenGroup(db, five)])
    const answers = await Promise.all(groups.map((group) => place(group, 2)))
    expect(answers.map(codeOf).sort()).toEqual(['WALLET_TOO_LOW', 'WALLET_TOO_LOW', 'ok'])
    expect(await balance()).toBe(0)
    expect(await breaches()).toEqual([])
  })

  test('and in one group, all at once', async () => {
    await topUp(1_600)
    const group = await makeOpenGroup(db, five)
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => place(group, 1)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
    expect(await balance()).toBe(100)
  })

  test('what an order takes while the office takes money back is still there once', async () => {
    await topUp(1_000)
    const group = await makeOpenGroup(db, five)
    const [spent, taken] = await Promise.all([place(group, 2), topUp(-1_000)])
    expect([codeOf(spent), codeOf(taken)].sort()).toEqual(['WALLET_TOO_LOW', 'ok'])
    expect(await balance()).toBe(0)
  })
})

describe('what was paid in advance', () => {
  test('comes back when the minimum is not met, and when the group is cancelled', async () => {
    await topUp(2_000)
    const failing = await makeOpenGroup(db, { ...five, minimumOrders: 3 })
    const cancelled = await makeOpenGroup(db, five)
    const ids = [await placed(failing, 1), await placed(cancelled, 2)]
    expect(await balance()).toBe(500)
    await closeGroupOrder(failing.groupOrderId, { actorRole: 'system', early: true })
    await closeGroupOrder(cancelled.groupOrderId, { actorRole: 'system', early: true })
    const manager = {
      groupOrderId: cancelled.groupOrderId,
      userId: cancelled.leaderUserId,
      role: 'leader',
    } as Parameters<typeof cancelGroupOrder>[0]
    expect(codeOf(await cancelGroupOrder(manager, 'no boat today'))).toBe('ok')
    for (const id of ids) expect(await order(id)).toMatchObject({ state: 'cancelled', paymentState: 'refunded' })
    expect(await balance()).toBe(2_000)
    expect(await breaches()).toEqual([])
  })

  test('comes back in part when the final price is lower, and is earned when everything is handed over', async () => {
    await topUp(2_000)
    const group = await makeOpenGroup(db, { offers: [{ priceMinor: 500, tiers: [{ from: 2, priceMinor: 400 }] }] })
    const [first] = [await placed(group, 2), await placed(group, 1)]
    expect(await balance()).toBe(500)
    await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
    expect(await balance()).toBe(800)
    expect(await order(first)).toMatchObject({ paymentState: 'held', totalMinor: 800 })
    await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
    const keeper = await keeperOf(group.stationId)
    await confirmArrival(keeper, group.groupOrderId)
    const part = await handOver(keeper, { orderId: first, reason: 'knows them', lines: lineOf(group, 1), isPaid: true })
    expect(part.ok && (await order(first)).paymentState).toBe('held')
    const whole = await handOver(keeper, { orderId: first, reason: 'knows them' })
    if (!whole.ok) throw new Error(whole.refusal.code)
    expect(await order(first)).toMatchObject({ state: 'collected', paymentState: 'paid' })
    expect(await breaches()).toEqual([])
    expect(codeOf(await undoHandOver(keeper, whole.value.collectionId, true))).toBe('ok')
    expect(await order(first)).toMatchObject({ state: 'ready', paymentState: 'held' })
    expect(await breaches()).toEqual([])
    expect(codeOf(await handOver(keeper, { orderId: first, reason: 'knows them' }))).toBe('ok')
    expect(await balance()).toBe(800)
    expect(await breaches()).toEqual([])
  })
})
