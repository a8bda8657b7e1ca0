import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { orderDesk, type PlaceInput } from './desk.ts'

const placing = async (group: MadeGroup, facts: Partial<PlaceInput> = {}): Promise<PlaceInput> => {
  const shopperId = facts.shopperId ?? (await makeUser(db)).id
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: 2 }))
  const { groupOrderId, stationId } = group
  return {
    groupOrderId,
    stationId,
    shopperId,
    key: `k:${shopperId}`,
    name: 'Lin',
    contact: '',
    lines,
    locale: 'en',
    ...facts,
  }
}

/** Places, and tells by whom it is carried and what it costs. */
async function placed(input: PlaceInput) {
  const answer = await orderDesk.place(input)
  if (!answer.ok) throw new Error(answer.refusal.code)
  const { carriedBy, totalMinor } = await db.order.findUniqueOrThrow({ where: { id: answer.value.orderId } })
  return { orderId: answer.value.orderId, carriedBy, totalMinor }
}

test('an order is carried through a link that carries, and by no other; the price is the same', async () => {
  const group = await makeOpenGroup(db)
  const { groupOrderId } = group
  const rosa = await makeCarrier(db, { groupOrderId })
  const carriedBy = async (carrierCode: string | undefined, facts: Partial<PlaceInput> = {}) => {
    const order = await placed(await placing(group, { carrierCode, ...facts }))
    expect(order.totalMinor).toBe(1_120)
    return order.carriedBy
  }
  expect(await carriedBy(rosa.code)).toBe(rosa.id)
  expect(await carriedBy(undefined)).toBeNull()
  expect(await carriedBy('nosuchcode')).toBeNull()
  expect(await carriedBy((await makeCarrier(db, { groupOrderId, isEnded: true })).code)).toBeNull()
  expect(
    await carriedBy((await makeCarrier(db, { groupOrderId: (await makeOpenGroup(db)).groupOrderId })).code),
  ).toBeNull()
  // nobody earns by carrying to themselves; the group's own leader is a shopper like others
  expect(await carriedBy(rosa.code, { shopperId: rosa.userId })).toBeNull()
  expect(await carriedBy(rosa.code, { shopperId: group.leaderUserId })).toBe(rosa.id)
  await db.leader.update({ where: { id: rosa.leaderId }, data: { state: 'suspended' } })
  expect(await carriedBy(rosa.code)).toBeNull()
})

test('changed, it stays carried, also when its carrier carries no more', async () => {
  const group = await makeOpenGroup(db)
  const rosa = await makeCarrier(db, { groupOrderId: group.groupOrderId })
  const input = await placing(group, { carrierCode: rosa.code })
  const { orderId } = await placed(input)
  await db.groupCarrier.update({ where: { id: rosa.id }, data: { endedAt: new Date() } })
  const lines = [{ offerId: group.offers[0]?.offerId ?? '', quantity: 3 }]
  const { groupOrderId, shopperId } = input
  expect(await orderDesk.amend({ groupOrderId, orderId, shopperId, lines })).toMatchObject({ ok: true })
  expect((await db.order.findUniqueOrThrow({ where: { id: orderId } })).carriedBy).toBe(rosa.id)
})

test('the link is part of what was asked: the same key with another is refused, with the same answered', async () => {
  const group = await makeOpenGroup(db)
  const rosa = await makeCarrier(db, { groupOrderId: group.groupOrderId })
  const input = await placing(group, { carrierCode: rosa.code })
  const { orderId } = await placed(input)
  await db.groupCarrier.update({ where: { id: rosa.id }, data: { endedAt: new Date() } })
  expect(await orderDesk.place(input)).toMatchObject({ ok: true, value: { orderId, repeated: true } })
  expect(await orderDesk.place({ ...input, carrierCode: undefined })).toMatchObject({
    refusal: { code: 'IDEMPOTENCY_KEY_REUSED' },
  })
})
