import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { makePass } from '#lib/infra/signing.ts'
import { keeperGate } from '#lib/queries/gates.ts'
import { createApiKey } from '#lib/usecases/api-key/create.ts'
import { type MadeGroup, type MadeOrder, makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeKeeper } from '#prisma/factories/people.ts'
import { collectByCode } from './collect-by-code.ts'

let group: MadeGroup
let order: MadeOrder
let who: KeeperOf
beforeEach(async () => {
  group = await makeOpenGroup(db, { state: 'arrived', cutoffInMs: -86_400_000 })
  order = await makeOrder(db, {
    groupOrderId: group.groupOrderId,
    stationId: group.stationId,
    lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity: 3 }],
  })
  await db.order.update({ where: { id: order.orderId }, data: { state: 'ready' } })
  const { id } = await makeKeeper(db, group.stationId)
  who = (await keeperGate(id, group.stationId)) as KeeperOf
})

const collect = (code: string, more: object = {}) => collectByCode(who, { orderId: order.orderId, code, ...more })
const codeOf = (outcome: Awaited<ReturnType<typeof collect>>) =>
  outcome.ok ? outcome.value.state : outcome.refusal.code

describe('collectByCode', () => {
  it('hands over against the code, typed as people type', async () => {
    const spaced = `${order.pickupCode.slice(0, 2)} ${order.pickupCode.slice(2)}`
    expect(codeOf(await collect(spaced, { isPaid: true }))).toBe('collected')
    const [slip] = await db.collection.findMany({ where: { orderId: order.orderId } })
    expect(slip).toMatchObject({ proof: 'code', keeperId: who.userId })
    expect(await db.order.findUniqueOrThrow({ where: { id: order.orderId } })).toMatchObject({ paymentState: 'paid' })
  })

  it('or against the QR, of this order alone', async () => {
    const secretOf = async (id: string) => (await db.order.findUniqueOrThrow({ where: { id } })).pickupSecret
    const other = await makeOrder(db, {
      groupOrderId: group.groupOrderId,
      stationId: group.stationId,
      lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }],
    })
    expect(codeOf(await collect(makePass(other.orderId, await secretOf(other.orderId))))).toBe('NO_SUCH_CODE')
    expect(codeOf(await collect(other.pickupCode))).toBe('NO_SUCH_CODE')
    expect(codeOf(await collect(makePass(order.orderId, await secretOf(order.orderId))))).toBe('collected')
  })

  it('counts tries before it compares: ten at once, whatever they say', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, (_, index) => collect(`x${index}`)))
    expect(answers.map(codeOf).filter((code) => code === 'NO_SUCH_CODE')).toHaveLength(10)
    expect(codeOf(await collect(order.pickupCode))).toBe('TOO_MANY_TRIES')
  })

  it('hands a part over once for each key', async () => {
    const made = await createApiKey('shell', { name: 'till', scopes: 'operations' })
    const claim = { apiKeyId: made.ok ? made.value.id : '', key: 'k', bodyHash: 'b' }
    const lines = [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }]
    const input = { orderId: order.orderId, code: order.pickupCode, lines }
    const answers = await Promise.all(Array.from({ length: 5 }, () => collectByCode(who, input, claim)))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    const [line] = await db.orderLine.findMany({ where: { orderId: order.orderId } })
    expect(line?.collected).toBe(1)
  })
})
