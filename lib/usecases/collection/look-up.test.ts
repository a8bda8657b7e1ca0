import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { makePass } from '#lib/infra/signing.ts'
import { makeStation } from '../../../prisma/factories/catalogue.ts'
import { arrived, keeperOf } from './collection.fixture.ts'
import { lookUp } from './look-up.ts'
import { openProof } from './proof.ts'

test('finds the order of a typed code, however it was typed', async () => {
  const { keeper, order } = await arrived()
  const spaced = `${order.pickupCode.slice(0, 2)} ${order.pickupCode.slice(2)}`
  const wide = [...order.pickupCode].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
  for (const typed of [order.pickupCode, ` ${spaced} `, wide]) {
    const found = await lookUp(keeper, typed)
    expect(found).toMatchObject({ ok: true, value: [{ orderId: order.orderId }] })
    if (!found.ok) continue
    expect(openProof(found.value[0]?.proof, order.orderId, keeper.userId, new Date())).toBe('code')
  }
})

test('finds the order of a scanned pass', async () => {
  const { keeper, order } = await arrived()
  const found = await lookUp(keeper, makePass(order.orderId, order.pickupSecret))
  expect(found).toMatchObject({ ok: true, value: [{ orderId: order.orderId }] })
  if (found.ok) expect(openProof(found.value[0]?.proof, order.orderId, keeper.userId, new Date())).toBe('qr')
})

test('a pass of ours with another secret opens nothing, nor does a forged one', async () => {
  const { keeper, order } = await arrived()
  const other = makePass(order.orderId, Buffer.alloc(16, 7).toString('base64url'))
  const forged = makePass(order.orderId, order.pickupSecret).slice(0, -4).concat('AAAA')
  for (const text of [other, forged]) {
    expect(await lookUp(keeper, text)).toEqual({ ok: false, refusal: { code: 'NO_SUCH_CODE', field: 'code' } })
  }
})

test('the code or pass of another station names that station and nothing else', async () => {
  const { order } = await arrived()
  const stranger = await keeperOf((await makeStation(db, { name: { en: 'Quay Gate' } })).id)
  const station = { en: 'Blue Door Station', 'zh-CN': '蓝门自提点' }
  const refusal = { code: 'WRONG_STATION', field: 'code', station }
  expect(await lookUp(stranger, makePass(order.orderId, order.pickupSecret))).toEqual({ ok: false, refusal })
  await db.order.update({ where: { id: order.orderId }, data: { pickupCode: '918273' } })
  expect(await lookUp(stranger, '918273')).toEqual({ ok: false, refusal })
})

test('a short code that many stations know is named only for a group order in common', async () => {
  const here = await arrived({ stations: 2, at: [1, 0] })
  const [away] = here.orders
  const elsewhere = await arrived()
  const ids = [away?.orderId ?? '', elsewhere.order.orderId]
  await db.order.updateMany({ where: { id: { in: ids } }, data: { pickupCode: '918274' } })
  expect(await lookUp(here.keeper, '918274')).toMatchObject({ ok: false, refusal: { code: 'WRONG_STATION' } })
  const stranger = await keeperOf((await makeStation(db)).id)
  expect(await lookUp(stranger, '918274')).toMatchObject({ ok: false, refusal: { code: 'NO_SUCH_CODE' } })
})

test('orders of two group orders with one code are both shown', async () => {
  const first = await arrived()
  const second = await arrived()
  const ids = [first.order.orderId, second.order.orderId]
  const data = { pickupCode: '4711', stationId: first.keeper.stationId }
  await db.order.updateMany({ where: { id: { in: ids } }, data })
  const found = await lookUp(first.keeper, '4711')
  expect(found.ok && found.value.map(({ orderId }) => orderId).sort()).toEqual(ids.sort())
})

test('refuses what no order has', async () => {
  const { keeper, order } = await arrived()
  await db.order.update({ where: { id: order.orderId }, data: { pickupCode: '999999' } })
  for (const typed of ['0000', 'abcd', '1', order.orderId, "1' or 1=1", '']) {
    expect(await lookUp(keeper, typed)).toEqual({ ok: false, refusal: { code: 'NO_SUCH_CODE', field: 'code' } })
  }
})

test('codes cannot be guessed: 30 tries in ten minutes, also at once, and a right one is refused after them', async () => {
  const { keeper, order } = await arrived()
  const guesses = await Promise.all(Array.from({ length: 60 }, (_, index) => lookUp(keeper, String(200_000 + index))))
  const refused = guesses.filter((guess) => !guess.ok && guess.refusal.code === 'TOO_MANY_TRIES')
  expect(refused).toHaveLength(30)
  expect(await lookUp(keeper, order.pickupCode)).toMatchObject({ ok: false, refusal: { code: 'TOO_MANY_TRIES' } })
  // 128 random bits need no limit
  expect(await lookUp(keeper, makePass(order.orderId, order.pickupSecret))).toMatchObject({ ok: true })
})
