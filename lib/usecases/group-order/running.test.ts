import { describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { Outcome } from '#lib/domain/outcome.ts'
import { zonedLocal } from '#lib/domain/time.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { managerGate } from '#lib/queries/gates.ts'
import { letters } from '#test/letters.ts'
import { type MadeGroup, makeOpenGroup, makeOrder } from '../../../prisma/factories/group-order.ts'
import { makeUser } from '../../../prisma/factories/people.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { cancelGroupOrder } from './cancel.ts'
import { closeGroupOrder } from './close.ts'
import { extendCutoff } from './extend-cutoff.ts'
import { movePickup } from './move-pickup.ts'

const HOUR_MS = 3_600_000
const hoursAfter = (group: MadeGroup, hours: number) =>
  zonedLocal(new Date(group.cutoffAt.getTime() + hours * HOUR_MS), env.TIME_ZONE)

/** Daylight saving skips this half hour in Berlin. */
const SKIPPED = '2027-03-28T02:30'
const inBerlin = ({ groupOrderId: id }: MadeGroup) =>
  db.groupOrder.update({ where: { id }, data: { timeZone: 'Europe/Berlin' } })

const managerOf = async (group: MadeGroup) => (await managerGate(group.leaderUserId, group.groupOrderId)) as ManagerOf
const codeOf = (outcome: Outcome<unknown, { code: string }>) => (outcome.ok ? 'OK' : outcome.refusal.code)
const messagesOf = (template: string, userId: string) => letters({ template, userId })

async function joined(group: MadeGroup, quantity = 2, contact?: string) {
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity }))
  return makeOrder(db, {
    groupOrderId: group.groupOrderId,
    stationId: group.stationId,
    lines,
    ...(contact && { contact }),
  })
}

describe('extending the cutoff', () => {
  test('moves it later and tells everybody who ordered, in their language', async () => {
    const group = await makeOpenGroup(db)
    const reader = await makeUser(db, { locale: 'zh-CN' })
    const order = await makeOrder(db, {
      groupOrderId: group.groupOrderId,
      stationId: group.stationId,
      shopperId: reader.id,
      contact: 'li@example.org',
      lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }],
    })
    const gone = await joined(group)
    await db.order.update({ where: { id: gone.orderId }, data: { state: 'cancelled', cancelledAt: new Date() } })

    const local = hoursAfter(group, 2)
    expect(codeOf(await extendCutoff(await managerOf(group), local))).toBe('OK')
    const row = await db.groupOrder.findUniqueOrThrow({ where: { id: group.groupOrderId } })
    expect(zonedLocal(row.cutoffAt, row.timeZone)).toBe(local)
    expect(row.version).toBe(2)
    const [message, ...more] = await messagesOf('cutoffMoved', reader.id)
    expect(more).toEqual([])
    expect(message).toMatchObject({ to: 'li@example.org', locale: 'zh-CN' })
    expect(message?.text).toContain(`/orders/${order.orderId}`)
    expect(message?.subject).toContain('周六农场箱')
    expect(await messagesOf('cutoffMoved', gone.shopperId)).toEqual([])
    expect(await db.auditEntry.count({ where: { subjectId: group.groupOrderId, action: 'group_order.extend' } })).toBe(
      1,
    )
  })

  test('refuses what is not later, not a time, or after the pickup begins', async () => {
    const group = await makeOpenGroup(db)
    const who = await managerOf(group)
    expect(codeOf(await extendCutoff(who, hoursAfter(group, -1)))).toBe('CUTOFF_NOT_LATER')
    expect(codeOf(await extendCutoff(who, hoursAfter(group, -30)))).toBe('CUTOFF_IN_PAST')
    expect(codeOf(await extendCutoff(who, hoursAfter(group, 15)))).toBe('CUTOFF_AFTER_PICKUP')
    expect(codeOf(await extendCutoff(who, 'soon'))).toBe('BAD_TIME')
    await inBerlin(group)
    expect(codeOf(await extendCutoff(who, SKIPPED))).toBe('NONEXISTENT_TIME')
    expect(await db.groupOrder.findUniqueOrThrow({ where: { id: group.groupOrderId } })).toMatchObject({ version: 1 })
  })

  test('a cutoff that has passed has passed, even before anything closed the group', async () => {
    for (const facts of [{ cutoffInMs: -60_000 }, { state: 'draft' as const }, { state: 'confirmed' as const }]) {
      const group = await makeOpenGroup(db, facts)
      expect(codeOf(await extendCutoff(await managerOf(group), hoursAfter(group, 3)))).toBe('WRONG_STATE')
    }
  })
})

describe('moving the pickup', () => {
  test('moves the window and tells everybody, also after the cutoff', async () => {
    const group = await makeOpenGroup(db, { state: 'confirmed', cutoffInMs: -HOUR_MS })
    const order = await joined(group)
    const pickup = { pickupFrom: hoursAfter(group, 20), pickupUntil: hoursAfter(group, 22) }
    expect(codeOf(await movePickup(await managerOf(group), pickup))).toBe('OK')
    const row = await db.groupOrder.findUniqueOrThrow({ where: { id: group.groupOrderId } })
    expect(zonedLocal(row.pickupFrom, row.timeZone)).toBe(pickup.pickupFrom)
    const [message] = await messagesOf('pickupMoved', order.shopperId)
    expect(message?.text).toContain('Blue Door Station')
    expect(message?.text).toContain(pickup.pickupFrom.slice(11))
  })

  test('refuses windows that make no sense, and a group with nothing left to collect', async () => {
    const group = await makeOpenGroup(db)
    const who = await managerOf(group)
    const move = async (pickupFrom: string, pickupUntil: string) =>
      codeOf(await movePickup(who, { pickupFrom, pickupUntil }))
    expect(await move(hoursAfter(group, -1), hoursAfter(group, 2))).toBe('PICKUP_BEFORE_CUTOFF')
    expect(await move(hoursAfter(group, 4), hoursAfter(group, 3))).toBe('PICKUP_ENDS_BEFORE_START')
    expect(await move('', hoursAfter(group, 3))).toBe('BAD_TIME')
    await inBerlin(group)
    expect(await move(SKIPPED, '2027-03-28T05:00')).toBe('NONEXISTENT_TIME')
    expect(await move('2027-03-28T01:00', SKIPPED)).toBe('NONEXISTENT_TIME')
    const old = await makeOpenGroup(db, { state: 'confirmed', cutoffInMs: -48 * HOUR_MS })
    const past = { pickupFrom: hoursAfter(old, 5), pickupUntil: hoursAfter(old, 6) }
    expect(codeOf(await movePickup(await managerOf(old), past))).toBe('PICKUP_IN_PAST')
    for (const state of ['draft', 'failed', 'completed', 'cancelled'] as const) {
      const over = await makeOpenGroup(db, { state, cutoffInMs: -HOUR_MS })
      const times = { pickupFrom: hoursAfter(over, 20), pickupUntil: hoursAfter(over, 22) }
      expect(codeOf(await movePickup(await managerOf(over), times))).toBe('WRONG_STATE')
    }
  })
})

describe('cancelling', () => {
  test('cancels every order with notice, and gives back counters and stock', async () => {
    const group = await makeOpenGroup(db, {
      offers: [{ priceMinor: 560 }, { priceMinor: 700, source: 'stock', onHand: 10 }],
    })
    const order = await joined(group, 3)
    const outcome = await cancelGroupOrder(await managerOf(group), ' The van broke down. ')
    expect(outcome).toMatchObject({ ok: true, value: { orders: 1 } })
    const row = await db.groupOrder.findUniqueOrThrow({ where: { id: group.groupOrderId }, include: { counter: true } })
    expect(row).toMatchObject({ state: 'cancelled', cancelReason: 'The van broke down.', counter: { orders: 0 } })
    expect(row.cancelledAt).not.toBeNull()
    expect(await db.order.findUniqueOrThrow({ where: { id: order.orderId } })).toMatchObject({
      state: 'cancelled',
      cancelReason: 'group_cancelled',
      paymentState: 'not_due',
    })
    const counters = await db.offerCounter.findMany({ where: { offer: { groupOrderId: group.groupOrderId } } })
    expect(counters.map(({ sold }) => sold)).toEqual([0, 0])
    const productId = group.offers[1]?.productId ?? ''
    expect(await db.stock.findUniqueOrThrow({ where: { productId } })).toMatchObject({ onHand: 10, reserved: 0 })
    const [message] = await messagesOf('groupCancelled', order.shopperId)
    expect(message?.text).toContain('The van broke down.')
    expect(await db.auditEntry.count({ where: { subjectId: group.groupOrderId, action: 'group_order.cancel' } })).toBe(
      1,
    )
  })

  test('of a closed group leaves nothing to buy and nothing to sort', async () => {
    const group = await makeOpenGroup(db)
    await joined(group)
    await closeGroupOrder(group.groupOrderId, { actorRole: 'leader', early: true })
    const { groupOrderId } = group
    expect(await db.demand.count({ where: { groupOrderId } })).toBe(1)
    expect(codeOf(await cancelGroupOrder(await managerOf(group), 'No delivery.'))).toBe('OK')
    expect(await db.demand.count({ where: { groupOrderId } })).toBe(0)
  })

  test('needs a reason, and stops where the goods are on the road or have arrived', async () => {
    const group = await makeOpenGroup(db)
    const order = await joined(group)
    const who = await managerOf(group)
    expect(await cancelGroupOrder(who, '  ')).toMatchObject({ refusal: { code: 'REASON_NEEDED', field: 'reason' } })
    for (const state of ['dispatched', 'arrived', 'completed', 'failed', 'cancelled', 'settled'] as const) {
      await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state } })
      expect(codeOf(await cancelGroupOrder(who, 'Too late'))).toBe('WRONG_STATE')
    }
    await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'confirmed' } })
    await db.order.update({ where: { id: order.orderId }, data: { state: 'ready' } })
    expect(codeOf(await cancelGroupOrder(who, 'Too late'))).toBe('WRONG_STATE')
    await db.order.update({ where: { id: order.orderId }, data: { state: 'placed' } })
    await db.groupOrderStation.updateMany({
      where: { groupOrderId: group.groupOrderId },
      data: { arrivedAt: new Date() },
    })
    expect(codeOf(await cancelGroupOrder(who, 'Too late'))).toBe('WRONG_STATE')
    expect(await messagesOf('groupCancelled', order.shopperId)).toEqual([])
  })

  test('against shoppers placing at the same moment: no order outlives it', async () => {
    const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, source: 'stock', onHand: 100 }] })
    const who = await managerOf(group)
    const shoppers = await Promise.all(Array.from({ length: 24 }, () => makeUser(db)))
    const place = (shopper: { id: string }) =>
      orderDesk.place({
        groupOrderId: group.groupOrderId,
        key: `test:${shopper.id}`,
        shopperId: shopper.id,
        stationId: group.stationId,
        name: 'Lin',
        contact: 'lin@example.org',
        lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }],
        locale: 'en',
      })
    const early = shoppers.slice(0, 12).map(place)
    const cancelled = cancelGroupOrder(who, 'No delivery.')
    const late = shoppers.slice(12).map(place)
    const answers = await Promise.all([...early, ...late])
    expect((await cancelled).ok).toBe(true)
    const accepted = answers.filter(({ ok }) => ok).length
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe('GROUP_CANCELLED')
    const orders = await db.order.findMany({ where: { groupOrderId: group.groupOrderId } })
    expect(orders).toHaveLength(accepted)
    expect(orders.filter(({ state }) => state !== 'cancelled')).toEqual([])
    expect((await letters({ template: 'groupCancelled', userId: { in: shoppers.map(({ id }) => id) } })).length).toBe(
      accepted,
    )
    const productId = group.offers[0]?.productId ?? ''
    expect(await db.stock.findUniqueOrThrow({ where: { productId } })).toMatchObject({ onHand: 100, reserved: 0 })
  })
})
