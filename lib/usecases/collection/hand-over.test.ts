import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { makeStation } from '../../../prisma/factories/catalogue.ts'
import { arrived, dispatched, keeperOf, tillOf } from './collection.fixture.ts'
import { handOver } from './hand-over.ts'
import { lookUp } from './look-up.ts'
import { sealProof } from './proof.ts'

const orderOf = (id: string) =>
  db.order.findUniqueOrThrow({ where: { id }, include: { lines: true, collections: true } })

async function proofFor(keeper: KeeperOf, code: string): Promise<string> {
  const found = await lookUp(keeper, code)
  return found.ok ? (found.value[0]?.proof ?? '') : ''
}

test('hands a whole order over against its code: collected, paid, told, on record', async () => {
  const { keeper, order } = await arrived()
  const proof = await proofFor(keeper, order.pickupCode)

  const outcome = await handOver(keeper, { orderId: order.orderId, proof, isPaid: true })

  expect(outcome).toMatchObject({ ok: true, value: { state: 'collected' } })
  const after = await orderOf(order.orderId)
  expect(after).toMatchObject({ state: 'collected', paymentState: 'paid', collectedBy: keeper.userId })
  expect(after.collectedAt).toBeInstanceOf(Date)
  expect(after.lines.map(({ collected }) => collected)).toEqual([2])
  const { offerId } = after.lines[0] ?? { offerId: '' }
  expect(after.collections).toMatchObject([
    {
      proof: 'code',
      reason: '',
      keeperId: keeper.userId,
      stationId: keeper.stationId,
      lines: [{ offerId, quantity: 2 }],
      undoneAt: null,
    },
  ])
  expect(await db.message.count({ where: { template: 'orderCollected', userId: order.shopperId } })).toBe(1)
  const trail = await db.auditEntry.findMany({ where: { action: 'order.collect', subjectId: order.orderId } })
  expect(trail).toMatchObject([{ actorId: keeper.userId, data: { proof: 'code', isComplete: true, isPaid: true } }])
  expect(await tillOf(keeper)).toBe(after.totalMinor)
})

test('without the money it stays due', async () => {
  const { keeper, order } = await arrived()
  await handOver(keeper, { orderId: order.orderId, reason: 'I know her' })
  expect(await orderOf(order.orderId)).toMatchObject({ state: 'collected', paymentState: 'due' })
  expect(await tillOf(keeper)).toBe(0)
})

test('hands over a part, then the rest', async () => {
  const { keeper, order, group } = await arrived({ offers: [{ priceMinor: 560 }, { priceMinor: 980 }] })
  const [first, second] = group.offers.map(({ offerId }) => offerId)
  const part = [
    { offerId: first ?? '', quantity: 1 },
    { offerId: second ?? '', quantity: 0 },
  ]

  const outcome = await handOver(keeper, { orderId: order.orderId, lines: part, reason: 'phone is empty' })
  expect(outcome).toMatchObject({ ok: true, value: { state: 'ready' } })
  expect(await orderOf(order.orderId)).toMatchObject({ state: 'ready', collectedAt: null })
  expect(await db.message.count({ where: { template: 'orderCollected', userId: order.shopperId } })).toBe(0)

  const rest = await handOver(keeper, { orderId: order.orderId, reason: 'phone is empty' })
  expect(rest).toMatchObject({ ok: true, value: { state: 'collected' } })
  const { lines, collections } = await orderOf(order.orderId)
  expect(lines.map(({ collected }) => collected)).toEqual([2, 2])
  expect(collections).toHaveLength(2)
})

test('goods from stock leave it together with their reservation', async () => {
  const { keeper, order, group } = await arrived({
    offers: [{ priceMinor: 900, source: 'stock', onHand: 10 }, { priceMinor: 560 }],
  })
  const { productId = '', offerId = '' } = group.offers[0] ?? {}
  expect(await db.stock.findUnique({ where: { productId } })).toMatchObject({ onHand: 10, reserved: 2 })

  await handOver(keeper, { orderId: order.orderId, lines: [{ offerId, quantity: 1 }], reason: 'I know her' })
  expect(await db.stock.findUnique({ where: { productId } })).toMatchObject({ onHand: 9, reserved: 1 })
  await handOver(keeper, { orderId: order.orderId, reason: 'I know her' })

  expect(await db.stock.findUnique({ where: { productId } })).toMatchObject({ onHand: 8, reserved: 0 })
  const movements = await db.stockMovement.findMany({
    where: { orderId: order.orderId },
    orderBy: { createdAt: 'asc' },
  })
  expect(movements).toMatchObject([
    { productId, quantity: -1, reason: 'collected', onHandAfter: 9, actorId: keeper.userId },
    { productId, quantity: -1, reason: 'collected', onHandAfter: 8, actorId: keeper.userId },
  ])
})

test('a second handing over says who did it and when', async () => {
  const { keeper, order } = await arrived()
  await db.user.update({ where: { id: keeper.userId }, data: { name: 'Hana' } })
  const first = await handOver(keeper, { orderId: order.orderId, reason: 'I know her' })
  const colleague = await keeperOf(keeper.stationId)
  const second = await handOver(colleague, { orderId: order.orderId, reason: 'I know her' })
  const at = first.ok && first.value.collectedAt
  expect(second).toEqual({
    ok: false,
    refusal: { code: 'ALREADY_COLLECTED', by: 'Hana', at, timeZone: 'America/Vancouver' },
  })
})

test('I14: two keepers and many taps at once hand it over exactly once', async () => {
  const { keeper, order, group } = await arrived({ offers: [{ priceMinor: 900, source: 'stock', onHand: 10 }] })
  const colleague = await keeperOf(keeper.stationId)
  const taps = Array.from({ length: 12 }, (_, index) => (index % 2 ? keeper : colleague))
  const outcomes = await Promise.all(taps.map((who) => handOver(who, { orderId: order.orderId, reason: 'race' })))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(outcomes.filter((each) => !each.ok && each.refusal.code === 'ALREADY_COLLECTED')).toHaveLength(11)
  const { collections, lines } = await orderOf(order.orderId)
  expect(collections).toHaveLength(1)
  expect(lines[0]?.collected).toBe(2)
  expect(await db.stock.findUnique({ where: { productId: group.offers[0]?.productId } })).toMatchObject({
    onHand: 8,
    reserved: 0,
  })
})

test('a part sent twice by one form is handed over once', async () => {
  const { keeper, order, group } = await arrived({ quantity: 4 })
  const lines = [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }]
  const input = { orderId: order.orderId, lines, reason: 'phone is empty', seenCollected: 0 }
  const outcomes = await Promise.all([handOver(keeper, input), handOver(keeper, input)])
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await orderOf(order.orderId)).lines[0]?.collected).toBe(1)
})

test('weighed goods are handed over in steps of 100 g', async () => {
  const { keeper, order, group } = await arrived({
    offers: [{ priceMinor: 395, product: { unit: 'kg' } }],
    quantity: 1500,
  })
  const offerId = group.offers[0]?.offerId ?? ''
  const half = await handOver(keeper, { orderId: order.orderId, lines: [{ offerId, quantity: 750 }], reason: 'scale' })
  expect(half).toMatchObject({ ok: false, refusal: { code: 'MORE_THAN_LEFT', offerId, left: 1500 } })
  const some = await handOver(keeper, { orderId: order.orderId, lines: [{ offerId, quantity: 700 }], reason: 'scale' })
  expect(some).toMatchObject({ ok: true, value: { state: 'ready' } })
})

test('a proof is for one order, one keeper and fifteen minutes; nobody can make one up', async () => {
  const { keeper, order, orders } = await arrived({ at: [0, 0] })
  const colleague = await keeperOf(keeper.stationId)
  const other = orders[1]?.orderId ?? ''
  const old = sealProof(order.orderId, 'code', keeper.userId, new Date(Date.now() - 16 * 60_000))
  const wrong = [
    old,
    sealProof(other, 'code', keeper.userId, new Date()),
    sealProof(order.orderId, 'code', colleague.userId, new Date()),
    `${Buffer.from(JSON.stringify({ orderId: order.orderId, proof: 'code' })).toString('base64url')}.AAAA`,
    'code',
  ]
  for (const proof of wrong) {
    const refused = await handOver(keeper, { orderId: order.orderId, proof })
    expect(refused).toEqual({ ok: false, refusal: { code: 'PROOF_EXPIRED' } })
  }
})

test('refuses what cannot be handed over', async () => {
  const { keeper, order, group } = await arrived()
  const { orderId } = order
  const offerId = group.offers[0]?.offerId ?? ''
  const refusal = async (input: Partial<Parameters<typeof handOver>[1]>, who = keeper) => {
    const outcome = await handOver(who, { orderId, reason: 'I know her', ...input })
    return outcome.ok ? outcome : outcome.refusal
  }
  expect(await refusal({ reason: '' })).toEqual({ code: 'REASON_NEEDED', field: 'reason' })
  expect(await refusal({ reason: '  x ' })).toEqual({ code: 'REASON_NEEDED', field: 'reason' })
  expect(await refusal({ lines: [] })).toEqual({ code: 'NOTHING_CHOSEN' })
  expect(await refusal({ lines: [{ offerId, quantity: 0 }] })).toEqual({ code: 'NOTHING_CHOSEN' })
  for (const quantity of [3, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(await refusal({ lines: [{ offerId, quantity }] })).toEqual({ code: 'MORE_THAN_LEFT', offerId, left: 2 })
  }
  const twice = [
    { offerId, quantity: 1 },
    { offerId, quantity: 2 },
  ]
  expect(await refusal({ lines: twice })).toMatchObject({ code: 'MORE_THAN_LEFT' })
  expect(await refusal({ lines: [{ offerId: orderId, quantity: 1 }] })).toMatchObject({
    code: 'MORE_THAN_LEFT',
    left: 0,
  })
  expect(await refusal({}, await keeperOf((await makeStation(db)).id))).toEqual({ code: 'NOT_FOUND' })
  await db.order.update({ where: { id: orderId }, data: { state: 'cancelled' } })
  expect(await refusal({})).toEqual({ code: 'ORDER_NOT_OPEN' })
  expect((await orderOf(orderId)).collections).toEqual([])
})

test('goods that are not checked in are not handed over; a late shopper still gets them', async () => {
  const onTheRoad = await dispatched()
  const orderId = onTheRoad.orders[0]?.orderId ?? ''
  const early = await handOver(onTheRoad.keeper, { orderId, reason: 'in a hurry' })
  expect(early).toEqual({ ok: false, refusal: { code: 'NOT_ARRIVED' } })

  const { keeper, order } = await arrived()
  await db.order.update({ where: { id: order.orderId }, data: { state: 'uncollected' } })
  expect(await handOver(keeper, { orderId: order.orderId, reason: 'came late' })).toMatchObject({
    ok: true,
    value: { state: 'collected' },
  })
})
